import type * as adapter from 'glass-easel-miniprogram-adapter'
import { drawChrome } from './chrome'
import { make, part } from './dom'
import type { Engine } from './engine'
import { EventChannel } from './event-channel'
import { reportFailure } from './failures'
import { program, type PageSettings } from './program'
import { enablePullDown } from './pull-down'

export type Query = Record<string, string>

/** `this` of a page. */
export interface PageInstance {
  _$: adapter.glassEasel.GeneralComponent
  [member: string]: unknown
}

export interface OpenPage {
  route: string
  settings: PageSettings
  /** What fills the stage; it is hidden, not removed, while another page lies above. */
  frame: HTMLElement
  scroller: HTMLElement
  root: adapter.Root
  instance: PageInstance
  channel: EventChannel
  closed: boolean
}

const stack: OpenPage[] = []
/** Tab pages live on while another tab is shown. */
const tabPages = new Map<string, OpenPage>()
let createRoot: Engine['createRoot']

export function useEngine(started: Engine): void {
  createRoot = started.createRoot
}

export function openPages(): readonly OpenPage[] {
  return stack
}

export function currentPage(): OpenPage | undefined {
  return stack.at(-1)
}

export function isTab(route: string): boolean {
  return program().app.tabBar?.list.some((item) => item.pagePath === route) ?? false
}

export function hasPage(route: string): boolean {
  return route in program().pages
}

/** Calls a page's handler, if it has one; what it throws is reported and goes no further. */
export function callPage(page: OpenPage, handler: string, ...args: unknown[]): unknown {
  const method = page.instance[handler]
  if (typeof method !== 'function') return undefined
  try {
    return method.apply(page.instance, args) as unknown
  } catch (error) {
    reportFailure(error)
    return undefined
  }
}

export function pushPage(
  route: string,
  query: Query,
  events: Record<string, (...args: unknown[]) => void> = {},
): OpenPage {
  const page = createPage(route, events)
  stack.push(page)
  drawChrome()
  fill(page, query)
  if (isTab(route)) tabPages.set(route, page)
  return page
}

export function hideCurrent(): void {
  const page = currentPage()
  if (!page || page.frame.hidden) return
  changeVisibility(page, 'hide')
  page.frame.hidden = true
}

export function showCurrent(): void {
  const page = currentPage()
  if (!page) return
  page.frame.hidden = false
  drawChrome()
  changeVisibility(page, 'show')
}

export function popPage(): void {
  const page = stack.pop()
  if (page) closePage(page)
}

/** Closes everything, kept tab pages included. */
export function closeAll(): void {
  for (const page of new Set([...stack.reverse(), ...tabPages.values()])) closePage(page)
  stack.length = 0
  tabPages.clear()
}

/** Shows the tab page that was kept, or answers false when there is none yet. */
export function bringBackTab(route: string): boolean {
  const kept = tabPages.get(route)
  if (!kept) return false
  stack.push(kept)
  showCurrent()
  return true
}

/** Takes the tab page off the stack without closing it. */
export function setTabAside(): void {
  hideCurrent()
  stack.pop()
}

function createPage(route: string, events: Record<string, (...args: unknown[]) => void>): OpenPage {
  const frame = make('div', 'frame')
  const scroller = document.createElement('wx-page')
  scroller.setAttribute('is', route)
  frame.append(scroller)
  part('stage').append(frame)
  const channel = new EventChannel()
  for (const [name, listener] of Object.entries(events)) channel.on(name, listener)
  const root = createRoot(route)
  const instance = root.get() as unknown as PageInstance
  return { route, settings: { ...program().pages[route] }, frame, scroller, root, instance, channel, closed: false }
}

function fill(page: OpenPage, query: Query): void {
  const { instance, scroller, root, route } = page
  for (const [name, value] of Object.entries({ route, __route__: route, options: query }))
    Object.defineProperty(instance, name, { value, configurable: true })
  instance['getOpenerEventChannel'] = () => page.channel
  instance['getTabBar'] = () => null
  const slot = make('span')
  scroller.append(slot)
  root.attach(scroller as never, slot as never)
  callPage(page, 'onLoad', query)
  changeVisibility(page, 'show')
  requestAnimationFrame(() => !page.closed && callPage(page, 'onReady'))
  reportScrolling(page)
  if (page.settings.enablePullDownRefresh) enablePullDown(page)
}

export function changeVisibility(page: OpenPage, to: 'show' | 'hide'): void {
  callPage(page, to === 'show' ? 'onShow' : 'onHide')
  page.root.getComponent().triggerPageLifetime(to, [])
}

export function resizePages(): void {
  const { clientWidth: windowWidth, clientHeight: windowHeight } = part('stage')
  const detail = { size: { windowWidth, windowHeight } }
  for (const page of stack) {
    callPage(page, 'onResize', detail)
    page.root.getComponent().triggerPageLifetime('resize', [detail])
  }
}

function closePage(page: OpenPage): void {
  page.closed = true
  tabPages.delete(page.route)
  callPage(page, 'onUnload')
  page.root.release()
  page.frame.remove()
}

const REACH_BOTTOM_PX = 50

function reportScrolling(page: OpenPage): void {
  const { scroller, settings } = page
  let reached = false
  scroller.addEventListener(
    'scroll',
    () => {
      callPage(page, 'onPageScroll', { scrollTop: scroller.scrollTop })
      const left = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight
      const near = left < (settings.onReachBottomDistance ?? REACH_BOTTOM_PX)
      if (near && !reached) callPage(page, 'onReachBottom')
      reached = near
    },
    { passive: true },
  )
}
