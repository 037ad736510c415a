import * as adapter from 'glass-easel-miniprogram-adapter'
import { textOf } from '../dom'
import { playAnimation, type Animation } from './animation'
import { followHover } from './hover'

const { glassEasel } = adapter
type Component = adapter.glassEasel.GeneralComponent

type Kind = StringConstructor | NumberConstructor | BooleanConstructor | null
type PropertySpec = Kind | { type: Kind; value: unknown }
type Properties = Record<string, PropertySpec>

type ValueOf<S> = S extends { type: infer T; value: infer V }
  ? T extends null
    ? V
    : ValueOf<T>
  : S extends StringConstructor
    ? string
    : S extends NumberConstructor
      ? number
      : S extends BooleanConstructor
        ? boolean
        : unknown
export type Values<P> = { [K in keyof P]: ValueOf<P[K]> }

/** A control whose value a form collects and resets. */
export interface Field {
  get(): unknown
  set(value: unknown): void
}

/** What one instance of a built-in component does. */
export interface Part<P> {
  on?: { [K in keyof P]?: (value: ValueOf<P[K]>) => void }
  attached?(): void
  detached?(): void
  tap?(event: { getOriginalEvent(): unknown }): void
  field?: Field
  /** What a tap on the label around it does. */
  activate?(): void
  /** The real control inside, which assistive names belong to. */
  control?: HTMLElement
  /** What a selector query answers for `node`. */
  node?: unknown
}

/** The element of a built-in component, as its own code sees it. */
export class Host<P> {
  constructor(readonly element: Component) {}

  get dom(): HTMLElement {
    return this.element.$$ as unknown as HTMLElement
  }

  get values(): Values<P> {
    return this.element.data as Values<P>
  }

  set(change: Partial<Values<P>>): void {
    this.element.setData(change as Record<string, unknown>)
  }

  emit(name: string, detail: unknown = {}): void {
    this.element.triggerEvent(name, detail, {})
  }

  /** The nearest built-in of a kind around this one. */
  around(tag: string): BuiltIn | undefined {
    return builtInAt(this.dom.parentElement?.closest(`wx-${tag}`))
  }

  /** All built-ins of a kind inside this one. */
  inside(tag: string): BuiltIn[] {
    return [...this.dom.querySelectorAll(`wx-${tag}`)].map(builtInAt).filter((found) => found !== undefined)
  }
}

export interface BuiltIn {
  host: Host<Record<string, unknown>>
  part: Part<Record<string, unknown>>
  /** What a reset of the form brings back. */
  initial: unknown
}

const instances = new WeakMap<object, BuiltIn>()

export function builtInOf(element: object): BuiltIn | undefined {
  return instances.get(element)
}

export function builtInAt(node: Element | null | undefined): BuiltIn | undefined {
  const element = (node as { __wxElement?: object } | null | undefined)?.__wxElement
  return element && instances.get(element)
}

export interface BuiltInSpec<P extends Properties> {
  properties?: P
  /** A tag without content of the mini program's own. */
  empty?: boolean
  create?(host: Host<P>): Part<P>
}

export type Space = adapter.glassEasel.ComponentSpace

const ARIA = [
  'Label',
  'Hidden',
  'Disabled',
  'Checked',
  'Selected',
  'Expanded',
  'Valuetext',
  'Live',
  'Modal',
  'Atomic',
  'Describedby',
]
const COMMON: Properties = {
  hidden: Boolean,
  hoverClass: String,
  hoverStopPropagation: Boolean,
  hoverStartTime: { type: Number, value: 50 },
  hoverStayTime: { type: Number, value: 400 },
  animation: null,
  ariaRole: String,
  disableScroll: Boolean,
  catchMove: null,
  ...Object.fromEntries(ARIA.map((name) => [`aria${name}`, null])),
}
const NO_CONTENT = { content: () => () => ({ C: () => undefined, B: {} }), groupList: {} }

/** Defines a tag of the platform. */
export function define<P extends Properties>(space: Space, tag: string, spec: BuiltInSpec<P> = {}): void {
  const properties = { ...COMMON, ...spec.properties }
  const definition = space.defineComponent({
    is: tag,
    options: { virtualHost: false },
    properties: properties as Record<string, null>,
    observers: Object.fromEntries(Object.keys(properties).map((name) => [name, observerOf(name)])),
    lifetimes: {
      created(this: unknown) {
        create(this as Component, spec)
      },
      attached(this: unknown) {
        attach(this as Component)
      },
      detached(this: unknown) {
        builtInOf(this as Component)?.part.detached?.()
      },
    },
    ...(spec.empty && { template: NO_CONTENT }),
  })
  space.setGlobalUsingComponent(tag, definition as adapter.glassEasel.GeneralComponentDefinition)
}

function create(element: Component, spec: BuiltInSpec<Properties>): void {
  const host = new Host<Record<string, unknown>>(element)
  const part = (spec.create?.(host) ?? {}) as Part<Record<string, unknown>>
  instances.set(element, { host, part, initial: undefined })
}

function attach(element: Component): void {
  const instance = builtInOf(element)
  if (!instance) return
  const { host, part } = instance
  if (element.id) host.dom.setAttribute('data-wxid', element.id)
  if (part.tap) element.addListener('tap', (event: { getOriginalEvent(): unknown }) => void part.tap?.(event))
  followHover(element, host.dom)
  part.attached?.()
  instance.initial = part.field?.get()
}

function observerOf(name: string) {
  return function (this: unknown, value: unknown): void {
    const instance = builtInOf(this as Component)
    // An answer that arrives after its page was left still sets data; the page has no nodes any more, and WeChat draws nothing.
    if (!instance?.host.dom) return
    applyCommon(instance, name, value)
    instance.part.on?.[name]?.(value)
  }
}

function applyCommon({ host, part }: BuiltIn, name: string, value: unknown): void {
  const node = host.dom
  if (name === 'hidden') node.toggleAttribute('hidden', Boolean(value))
  else if (name === 'animation') playAnimation(node, value as Animation | undefined)
  else if (name === 'ariaRole') setAttribute(node, 'role', value)
  else if (name.startsWith('aria')) setAttribute(part.control ?? node, `aria-${name.slice(4).toLowerCase()}`, value)
}

export function setAttribute(node: HTMLElement, name: string, value: unknown): void {
  const text = textOf(value)
  if (text) node.setAttribute(name, text)
  else node.removeAttribute(name)
}

export { glassEasel }
