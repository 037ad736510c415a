import * as adapter from 'glass-easel-miniprogram-adapter'
import { onFailure, reportFailure } from './failures'
import { toPage } from './measures'
import { SelectorQuery } from './selector-query'
import { watchSetData } from './set-data'
import { rewriteUnits } from './units-syntax'

const { glassEasel } = adapter

/** What glass-easel 0.12.1 lacks or does otherwise than WeChat. */
export function mendEngine(): void {
  glassEasel.addGlobalErrorListener((error: unknown) => {
    reportFailure(error)
    return false
  })
  // The engine warns about much that WeChat accepts in silence, mostly inside component libraries.
  glassEasel.addGlobalWarningListener((message: string) => {
    console.debug(message)
    return false
  })
  rewriteInlineStyles()
  mirrorDatasets()
  fireReady()
  giveTouches()
}

function rewriteInlineStyles(): void {
  const prototype = glassEasel.Element.prototype
  const setNodeStyle = prototype.setNodeStyle
  prototype.setNodeStyle = function (style, segment) {
    setNodeStyle.call(this, rewriteUnits(style), segment)
  }
}

/** `data-*` in the document, so that a test can find what a person cannot tell apart. */
function mirrorDatasets(): void {
  const prototype = glassEasel.Element.prototype as unknown as { setDataset(name: string, value: unknown): void }
  const setDataset = prototype.setDataset
  prototype.setDataset = function (this: adapter.glassEasel.Element, name: string, value: unknown) {
    setDataset.call(this, name, value)
    const node = this.$$ as unknown
    if (node instanceof HTMLElement && ['string', 'number', 'boolean'].includes(typeof value))
      node.setAttribute(`data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, String(value))
  }
}

/** The engine only registers `ready`: it fires here one frame after `attached`, children first, once each. */
function fireReady(): void {
  const prototype = glassEasel.Component.prototype
  const triggerLifetime = prototype.triggerLifetime
  const fired = new WeakSet()
  let queue: adapter.glassEasel.GeneralComponent[] = []
  const flush = () => {
    const waiting = queue.reverse()
    queue = []
    for (const component of waiting) {
      if (fired.has(component) || !glassEasel.Element.isAttached(component)) continue
      fired.add(component)
      triggerLifetime.call(component, 'ready', [])
    }
  }
  prototype.triggerLifetime = function (this: adapter.glassEasel.GeneralComponent, name, args) {
    triggerLifetime.call(this, name, args)
    if (name !== 'attached') return
    if (queue.length === 0) requestAnimationFrame(flush)
    queue.push(this)
  }
}

/** Every event carries its touches, in coordinates of the page. */
function giveTouches(): void {
  for (const name of ['touches', 'changedTouches'] as const)
    Object.defineProperty(glassEasel.Event.prototype, name, {
      configurable: true,
      get(this: { getOriginalEvent(): unknown }) {
        const touches = (this.getOriginalEvent() as Partial<TouchEvent> | undefined)?.[name]
        return touches && Array.from(touches, pageTouch)
      },
    })
}

function pageTouch(touch: Touch) {
  const { x, y } = toPage(touch)
  return { identifier: touch.identifier, clientX: x, clientY: y, pageX: x, pageY: y, force: 1 }
}

interface Caller {
  _$: adapter.glassEasel.GeneralComponent
  is: string
  setData(change: Record<string, unknown>, callback?: () => void): void
  triggerEvent(name: string, detail?: unknown, options?: object): void
}

/** Methods of pages and components that the adapter lacks, or that ask more of their arguments than WeChat. */
export function mendAdapter(): void {
  const prototype = adapter.component.ComponentCaller.prototype as unknown as Caller & Record<string, unknown>
  const { triggerEvent, setData } = prototype
  Object.assign(prototype, {
    triggerEvent(this: Caller, name: string, detail?: unknown, options: object = {}) {
      triggerEvent.call(this, name, detail, options)
    },
    setData(this: Caller, change: Record<string, unknown>, callback?: () => void) {
      setData.call(this, watchSetData(this.is, change), callback)
    },
    createSelectorQuery(this: Caller) {
      return new SelectorQuery(this)
    },
    animate,
    clearAnimation,
    setUpdatePerformanceListener: () => undefined,
    getPageId: () => 'page',
  })
}

type Keyframes = (Keyframe & { ease?: string })[]

function animate(this: Caller, selector: string, frames: Keyframes, duration: number, done?: () => void): void {
  const keyframes = frames.map(({ ease, ...frame }) => (ease ? { ...frame, easing: ease } : frame))
  for (const node of nodesOf(this, selector))
    void node.animate(keyframes, { duration, fill: 'forwards' }).finished.then(done, onFailure)
}

function clearAnimation(this: Caller, selector: string, options?: object | (() => void), done?: () => void): void {
  for (const node of nodesOf(this, selector)) for (const animation of node.getAnimations()) animation.cancel()
  if (typeof options === 'function') (options as () => void)()
  else done?.()
}

function nodesOf(caller: Caller, selector: string): HTMLElement[] {
  const root = caller._$.getShadowRoot()
  const nodes = root ? root.querySelectorAll(selector).map((element) => element.$$ as unknown) : []
  return nodes.filter((node): node is HTMLElement => node instanceof HTMLElement)
}
