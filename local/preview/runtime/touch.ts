import type { glassEasel } from 'glass-easel-miniprogram-adapter'
import { toPage } from './measures'

/** A mouse that follows a touch within this time is the browser's imitation of that touch. */
const ECHO_MS = 800
/** How long a finger rests before it is a long press, and how far it may tremble. */
const LONG_PRESS_MS = 350
const TREMBLE_PX = 10

const EARLY = { capture: true, passive: true } as const

/** Dispatches touches for a mouse, so that what needs touches also works on a desk. */
export function touchFromMouse(): void {
  let pressed: EventTarget | undefined
  let lastTouch = -ECHO_MS
  for (const type of ['touchstart', 'touchend'])
    addEventListener(type, (event) => (lastTouch = event.isTrusted ? event.timeStamp : lastTouch), EARLY)
  const follow = (type: string, event: MouseEvent) => pressed?.dispatchEvent(touchEvent(type, event, pressed))
  const press = (event: MouseEvent) => {
    if (event.button !== 0 || event.timeStamp - lastTouch < ECHO_MS || !event.target) return
    pressed = event.target
    follow('touchstart', event)
  }
  const release = (event: MouseEvent) => {
    follow('touchend', event)
    pressed = undefined
  }
  addEventListener('mousedown', press, true)
  addEventListener('mousemove', (event) => follow('touchmove', event), true)
  addEventListener('mouseup', release, true)
}

/**
 * After a tap the browser clicks what lies under the finger by then, which may be a page or a sheet that the tap has opened.
 * A phone in WeChat does not: such a click is swallowed.
 */
export function swallowStrayClicks(): void {
  let touched: Node | undefined
  let echo: Node | undefined
  let lastTouch = -ECHO_MS
  addEventListener('touchstart', ({ target }) => (touched = target instanceof Node ? target : undefined), EARLY)
  addEventListener(
    'touchend',
    ({ isTrusted, timeStamp }) => {
      if (!isTrusted) return
      echo = touched
      lastTouch = timeStamp
    },
    EARLY,
  )
  addEventListener(
    'click',
    (event) => {
      const expected = echo
      echo = undefined
      const { target, timeStamp } = event
      if (!expected || timeStamp - lastTouch > ECHO_MS || !(target instanceof Node)) return
      if (expected.contains(target) || target.contains(expected)) return
      event.preventDefault()
      event.stopImmediatePropagation()
    },
    true,
  )
}

function touchEvent(type: string, { clientX, clientY, pageX, pageY }: MouseEvent, target: EventTarget): TouchEvent {
  const touch = new Touch({ identifier: 0, target, clientX, clientY, pageX, pageY })
  const touches = type === 'touchend' ? [] : [touch]
  const options = { bubbles: true, cancelable: true, composed: true }
  return new TouchEvent(type, { ...options, touches, targetTouches: touches, changedTouches: [touch] })
}

type LongPress = (element: glassEasel.Element, event: TouchEvent, point: { x: number; y: number }) => void

/** The engine knows taps but no long presses. */
export function onLongPress(fire: LongPress): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let start: Touch | undefined
  const cancel = () => clearTimeout(timer)
  const begin = (event: TouchEvent) => {
    cancel()
    const element = elementAt(event.target)
    start = event.touches.length === 1 ? event.changedTouches[0] : undefined
    if (!start || !element) return
    const point = toPage(start)
    timer = setTimeout(() => fire(element, event, point), LONG_PRESS_MS)
  }
  const move = (event: TouchEvent) => {
    const touch = event.changedTouches[0]
    if (start && touch && distance(start, touch) > TREMBLE_PX) cancel()
  }
  addEventListener('touchstart', begin, EARLY)
  addEventListener('touchmove', move, EARLY)
  for (const type of ['touchend', 'touchcancel']) addEventListener(type, cancel, EARLY)
}

function distance(from: Touch, to: Touch): number {
  return Math.max(Math.abs(to.clientX - from.clientX), Math.abs(to.clientY - from.clientY))
}

/** The innermost element of the mini program at a node of the document. */
export function elementAt(target: EventTarget | null): glassEasel.Element | undefined {
  let node = target as (Node & { __wxElement?: glassEasel.Element }) | null
  while (node && !node.__wxElement) node = node.parentNode
  return node?.__wxElement
}
