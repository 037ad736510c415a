import type * as adapter from 'glass-easel-miniprogram-adapter'
import { reportFailure } from './failures'
import { rectOf } from './measures'
import { EXTRA_STYLE } from './style-segment'

type Element = adapter.glassEasel.Element
type Component = adapter.glassEasel.GeneralComponent
type WxsFunction = (...args: unknown[]) => unknown

const wxsFunctions = new WeakSet<WxsFunction>()
const states = new WeakMap<Element, object>()

/** Called by compiled templates; the names stand in the build. */
export const wxsBridge = {
  /** Remembers which functions are WXS, since those are called with descriptors instead of a component. */
  markModule(exports: unknown): void {
    if (typeof exports !== 'object' || exports === null) return
    for (const value of Object.values(exports)) if (typeof value === 'function') wxsFunctions.add(value as WxsFunction)
  },

  callHandler(caller: { _$: Component }, event: Record<string, unknown>, handler: WxsFunction): unknown {
    if (!wxsFunctions.has(handler)) return handler.call(caller, event)
    event['instance'] = describe(elementOf(event['currentTarget']))
    return handler(event, describe(caller._$))
  },

  /** `change:prop` runs after the update, when the nodes it wants to style exist. */
  changeProperty(handler: unknown) {
    return (value: unknown, before: unknown, host: Element, element: Element): void => {
      if (typeof handler !== 'function') return
      queueMicrotask(() => {
        try {
          ;(handler as WxsFunction)(value, before, describe(host), describe(element))
        } catch (error) {
          reportFailure(error)
        }
      })
    }
  },
}

function elementOf(target: unknown): Element {
  return ((target as { _$?: Element })._$ ?? target) as Element
}

function describe(element: Element | null): Descriptor | null {
  return element && new Descriptor(element)
}

/** What WXS sees of a component or a node. */
class Descriptor {
  constructor(private readonly element: Element) {}

  private get node(): HTMLElement {
    return this.element.$$ as unknown as HTMLElement
  }

  private get shadow() {
    return this.element.asGeneralComponent()?.getShadowRoot()
  }

  selectComponent(selector: string) {
    return describe(this.shadow?.querySelector(selector) ?? null)
  }

  selectAllComponents(selector: string) {
    return (this.shadow?.querySelectorAll(selector) ?? []).map(describe)
  }

  setStyle(style: string | Record<string, string>) {
    const text = typeof style === 'string' ? style : Object.entries(style).map(declaration).join(';')
    this.element.setNodeStyle(text, EXTRA_STYLE)
    return this
  }

  addClass(names: string) {
    return this.toggle(names, true)
  }

  removeClass(names: string) {
    return this.toggle(names, false)
  }

  hasClass(name: string) {
    return this.element.classList?.contains(name) ?? false
  }

  getDataset() {
    return this.element.dataset
  }

  callMethod(name: string, argument?: unknown) {
    const caller = this.element.asGeneralComponent()?.getMethodCaller() as Record<string, unknown> | undefined
    const method = caller?.[name]
    if (typeof method === 'function') (method as WxsFunction).call(caller, argument)
    return this
  }

  triggerEvent(name: string, detail?: unknown, options?: object) {
    this.element.triggerEvent(name, detail, options)
    return this
  }

  getState() {
    if (!states.has(this.element)) states.set(this.element, {})
    return states.get(this.element)
  }

  requestAnimationFrame(callback: () => void) {
    requestAnimationFrame(callback)
    return this
  }

  setTimeout(callback: () => void, milliseconds: number) {
    return setTimeout(callback, milliseconds)
  }

  clearTimeout(timer: number) {
    clearTimeout(timer)
  }

  getBoundingClientRect() {
    return rectOf(this.node)
  }

  getComputedStyle(names: string[]) {
    const style = getComputedStyle(this.node)
    return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name)]))
  }

  private toggle(names: string, on: boolean) {
    for (const name of names.split(/\s+/)) this.element.classList?.toggle(name, on)
    return this
  }
}

function declaration([name, value]: [string, string]): string {
  return `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${value}`
}
