/**
 * Mounts a component or a page of the mini program in Node, on WeChat's own component runtime and WXML compiler.
 *
 *   const card = mount('components/fee-line/fee-line', { due: 500 })
 *   await tap(card, '.pay')
 *   expect(textOf(card)).toContain('¥5.00')
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import simulate from 'miniprogram-simulate/src'
import utils from 'miniprogram-simulate/src/utils'

interface Dom {
  textContent: string
  innerHTML: string
  appendChild(child: Dom): void
}
declare const document: { createElement(tag: string): Dom }

/** A node of the rendered tree, as j-component shows it. `dom` is missing on a virtual host, such as every TDesign tag. */
export interface Rendered {
  readonly dom: Dom | undefined
  readonly data: Record<string, unknown>
  /** The page's or component's `this`: its methods, and triggerEvent. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as loose as `this` of any component is from outside
  readonly instance: any
  dispatchEvent(name: string, options?: { detail?: unknown }): void
  addEventListener(name: string, listener: (event: { detail: unknown }) => void): void
  querySelector(selector: string): Rendered | undefined
  querySelectorAll(selector: string): Rendered[]
  setData(data: object): void
  triggerPageLifeTime(name: 'show' | 'hide' | 'resize', ...args: unknown[]): void
  toJSON(): unknown
}

interface Root extends Rendered {
  attach(parent: Dom): void
}

const repository = path.resolve(__dirname, '../..')
const npmRoot = 'node_modules/tdesign-miniprogram/miniprogram_dist'
const compiled = new Map<string, string>()

/** Mounts `miniprogram/<file>` (no extension); `root` names another source folder, relative to the repository. */
export function mount(file: string, properties: object = {}, root = 'miniprogram'): Rendered {
  const component = simulate.render(load(file, root), properties) as Root
  component.attach(document.createElement('div'))
  return component
}

/** Opens a page as a launch does: onLoad with the query, onShow, onReady. */
export async function openPage(file: string, query: Record<string, string> = {}): Promise<Rendered> {
  const page = mount(file)
  await page.instance.onLoad?.(query)
  await page.instance.onShow?.()
  await page.instance.onReady?.()
  await settle()
  return page
}

/** Lets setData, timers of a frame and promises run. */
export function settle(ms = 20): Promise<void> {
  return simulate.sleep(ms)
}

export function find(tree: Rendered, selector: string): Rendered {
  const node = tree.querySelector(selector)
  if (!node) throw new Error(`nothing matches ${selector} in ${tree.dom?.innerHTML ?? 'the tree'}`)
  return node
}

/** Taps what a finger would hit: on a virtual host, that is the first real node within it. */
export async function tap(tree: Rendered, selector: string): Promise<void> {
  const node = find(tree, selector)
  const target = node.dom ? node : firstReal(node)
  target.dispatchEvent('tap')
  await settle()
}

/** What a child component tells its parent, such as `change` of an input. */
export async function trigger(tree: Rendered, selector: string, event: string, detail: unknown = {}): Promise<void> {
  find(tree, selector).instance.triggerEvent(event, detail)
  await settle()
}

export function textOf(tree: Rendered): string {
  return (tree.dom?.textContent ?? '').replace(/\s+/g, ' ').trim()
}

/** The runtime's own node, of which j-component's wrapper shows only a part. */
interface RuntimeNode {
  $$?: Dom
  __virtual?: boolean
  shadowRoot?: RuntimeNode
  childNodes?: RuntimeNode[]
}

function firstReal(host: Rendered): Rendered {
  const wrapped = host as Rendered & { _exparserNode: RuntimeNode; constructor: new (node: RuntimeNode) => Rendered }
  const inner = firstRealNode(wrapped._exparserNode.shadowRoot)
  if (!inner) throw new Error('a tag renders nothing: is its component declared in usingComponents?')
  return new wrapped.constructor(inner)
}

function firstRealNode(parent: RuntimeNode | undefined): RuntimeNode | undefined {
  for (const child of parent?.childNodes ?? []) {
    const found = child.$$ && !child.__virtual ? child : (firstRealNode(child.shadowRoot) ?? firstRealNode(child))
    if (found) return found
  }
  return undefined
}

/** The runtime cannot register one file twice in one test file. */
function load(file: string, root: string): string {
  const absolute = path.join(repository, root, file)
  const id =
    compiled.get(absolute) ??
    simulate.load(absolute, path.basename(file), { rootPath: repository, compiler: 'official', compilerOptions })
  compiled.set(absolute, id)
  return id
}

function filesOf(folder: string, extension: string): string[] {
  if (!existsSync(path.join(repository, folder))) return []
  return (readdirSync(path.join(repository, folder), { recursive: true }) as string[])
    .filter((file) => file.endsWith(extension) && !file.includes('miniprogram_npm'))
    .map((file) => `${folder}/${file}`)
}

const sources = ['miniprogram', 'test/fixtures/mount', npmRoot]
const compilerOptions = {
  maxBuffer: 64 * 1024 * 1024,
  wxmlList: sources.flatMap((folder) => filesOf(folder, '.wxml')),
  wxsList: sources.flatMap((folder) => filesOf(folder, '.wxs')),
}

/**
 * Without this, a tag from an npm package stays an empty unknown element and its test passes all the same: the runtime
 * resolves usingComponents only as paths, from the root of the mini program.
 */
const readPlainJson = utils.readJson
utils.readJson = (file) => {
  const json = readPlainJson(file)
  const used = json?.usingComponents ?? {}
  for (const [tag, target] of Object.entries(used)) used[tag] = resolveComponent(path.dirname(file), tag, target)
  return json
}

function resolveComponent(from: string, tag: string, target: string): string {
  if (target.startsWith('/')) return `/miniprogram${target}`
  if (existsSync(path.join(from, `${target}.json`))) return target
  const [, name = '', rest = ''] = /^((?:@[^/]+\/)?[^./][^/]*)\/(.+)$/.exec(target) ?? []
  const manifest = path.join(repository, 'node_modules', name, 'package.json')
  if (!name || !existsSync(manifest)) throw new Error(`<${tag}> is declared as ${target}, which is not there`)
  const { miniprogram = 'miniprogram_dist' } = JSON.parse(readFileSync(manifest, 'utf8')) as { miniprogram?: string }
  return `/node_modules/${name}/${miniprogram}/${rest}`
}
