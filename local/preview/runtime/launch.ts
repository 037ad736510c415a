import { onFailure, watchRejections } from './failures'
import { changeVisibility, currentPage, hasPage, type Query } from './page-stack'
import { onThemeChange } from './phone'
import { program } from './program'
import { parseQuery, parseUrl, reLaunch } from './router'

/** What WeChat tells the mini program about how it was opened. */
export interface EnterOptions {
  path: string
  query: Query
  scene: number
  referrerInfo: Record<string, never>
  shareTicket: string
  forwardMaterials: never[]
  apiCategory: 'default'
}

/** Scenes: opened from the list of recent mini programs; opened by scanning a code. */
const SCENE_RECENT = 1089
const SCENE_SCANNED = 1011

interface AppInstance {
  [member: string]: unknown
}

type Listener = (options: EnterOptions) => void
export const appListeners = { show: new Set<Listener>(), hide: new Set<() => void>() }

let app: AppInstance = {}
let launched = optionsFor('', {}, SCENE_RECENT)
let entered = launched

export function registerApp(definition: AppInstance): void {
  app = definition
}

export function appInstance(): AppInstance {
  return app
}

export function launchOptions(): EnterOptions {
  return launched
}

export function enterOptions(): EnterOptions {
  return entered
}

/** Cold start: the address after `#` is the page; a lane code in it means that a scan opened the mini program. */
export function launch(): void {
  const { entryPagePath, pages } = program().app
  const address = location.hash.slice(1)
  const target = parseUrl(address ? `/${address.replace(/^\//, '')}` : `/${entryPagePath ?? pages[0]}`)
  const scene =
    Number(new URLSearchParams(location.search).get('scene')) || ('q' in target.query ? SCENE_SCANNED : SCENE_RECENT)
  launched = entered = optionsFor(target.route, target.query, scene)
  onFailure((message) => callApp('onError', message))
  watchRejections((reason) => callApp('onUnhandledRejection', { reason, promise: Promise.resolve() }))
  onThemeChange((theme) => callApp('onThemeChange', { theme }))
  callApp('onLaunch', launched)
  show()
  openEntry()
  document.addEventListener('visibilitychange', () => (document.hidden ? hide() : comeBack()))
}

/** The mini program was in the background and is opened again, at a page of someone else's choice. */
export function relaunch(path: string, query: string | Query = {}, scene = SCENE_SCANNED): void {
  const { route } = parseUrl(`/${path.replace(/^\//, '')}`)
  hide()
  entered = optionsFor(route, typeof query === 'string' ? parseQuery(query.replace(/^\?/, '')) : query, scene)
  show()
  openEntry()
}

function openEntry(): void {
  const { path, query } = enterOptions()
  if (!hasPage(path)) {
    callApp('onPageNotFound', { path, query, isEntryPage: true })
    console.error(`page "${path}" is not found`)
    return
  }
  const search = Object.entries(query).map(([name, value]) => `${name}=${value}`)
  reLaunch({ url: `/${path}${search.length ? `?${search.join('&')}` : ''}` })
}

function optionsFor(path: string, query: Query, scene: number): EnterOptions {
  return { path, query, scene, referrerInfo: {}, shareTicket: '', forwardMaterials: [], apiCategory: 'default' }
}

function show(): void {
  callApp('onShow', entered)
  for (const listener of [...appListeners.show]) listener(enterOptions())
}

function comeBack(): void {
  show()
  const page = currentPage()
  if (page) changeVisibility(page, 'show')
}

function hide(): void {
  const page = currentPage()
  if (page) changeVisibility(page, 'hide')
  callApp('onHide', undefined)
  for (const listener of [...appListeners.hide]) listener()
}

function callApp(handler: string, argument: unknown): void {
  const method = app[handler]
  if (typeof method === 'function') method.call(app, argument)
}
