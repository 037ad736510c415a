import type * as adapter from 'glass-easel-miniprogram-adapter'
import { EXTRA_STYLE } from '../style-segment'

type Component = adapter.glassEasel.GeneralComponent

interface HoverData {
  hoverClass?: string
  hoverStartTime?: number
  hoverStayTime?: number
  disabled?: boolean
}

/** `hover-class`: how a pressed element looks. */
export function followHover(element: Component, node: HTMLElement): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const later = (on: boolean, milliseconds: number | undefined) => {
    clearTimeout(timer)
    timer = setTimeout(() => toggle(on), milliseconds)
  }
  const toggle = (on: boolean) => {
    const { hoverClass, disabled } = element.data as HoverData
    if (!hoverClass || hoverClass === 'none' || (on && disabled)) return
    for (const name of hoverClass.split(/\s+/)) element.toggleNodeClass(name, on, EXTRA_STYLE)
  }
  const data = () => element.data as HoverData
  node.addEventListener('touchstart', () => data().hoverClass && later(true, data().hoverStartTime), { passive: true })
  for (const end of ['touchend', 'touchcancel'])
    node.addEventListener(end, () => data().hoverClass && later(false, data().hoverStayTime), { passive: true })
}
