import {
  bringBackTab,
  callPage,
  closeAll,
  currentPage,
  hasPage,
  hideCurrent,
  isTab,
  openPages,
  popPage,
  pushPage,
  setTabAside,
  showCurrent,
  type Query,
} from './page-stack'

/** WeChat keeps at most so many pages open. */
const MAX_PAGES = 10

export interface Target {
  route: string
  query: Query
}

/** Reads `/pages/x/x?a=1` or a path relative to the current page; values stay as they stand in the address, undecoded. */
export function parseUrl(url: string): Target {
  const [path, search = ''] = url.split('?', 2) as [string, string?]
  const route = new URL(path, `http://program/${currentPage()?.route ?? ''}`).pathname.slice(1)
  return { route, query: parseQuery(search) }
}

export function parseQuery(search: string): Query {
  const pairs = search.split('&').filter(Boolean)
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=')
      return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
    }),
  )
}

interface NavigateOption {
  url: string
  events?: Record<string, (...args: unknown[]) => void>
}

export function navigateTo({ url, events }: NavigateOption) {
  const { route, query } = existing(url)
  if (isTab(route)) throw new Error('can not navigateTo a tabbar page')
  if (openPages().length >= MAX_PAGES) throw new Error(`webview count limit exceed: ${MAX_PAGES}`)
  hideCurrent()
  return { eventChannel: pushPage(route, query, events).channel }
}

export function redirectTo({ url }: { url: string }): void {
  const { route, query } = existing(url)
  if (isTab(route)) throw new Error('can not redirectTo a tabbar page')
  popPage()
  pushPage(route, query)
}

export function reLaunch({ url }: { url: string }): void {
  const { route, query } = existing(url)
  closeAll()
  pushPage(route, query)
}

interface SwitchTabOption {
  url: string
  /** The tab that a person tapped, as opposed to a switch by the program. */
  fromTap?: { index: number; text: string }
}

export function switchTab({ url, fromTap }: SwitchTabOption): void {
  const { route } = existing(url)
  if (!isTab(route)) throw new Error('can not switch to no-tabBar page')
  popToTab()
  if (currentPage()?.route === route) showCurrent()
  else {
    setTabAside()
    if (!bringBackTab(route)) pushPage(route, {})
  }
  const page = currentPage()
  if (page && fromTap) callPage(page, 'onTabItemTap', { ...fromTap, pagePath: route })
}

function popToTab(): void {
  for (let page = currentPage(); page && !isTab(page.route); page = currentPage()) popPage()
}

export function navigateBack({ delta = 1 }: { delta?: number }): void {
  const count = Math.min(delta, openPages().length - 1)
  if (count < 1) return
  for (let closed = 0; closed < count; closed++) popPage()
  showCurrent()
}

function existing(url: string): Target {
  const target = parseUrl(url)
  if (!hasPage(target.route)) throw new Error(`page "${target.route}" is not found`)
  return target
}
