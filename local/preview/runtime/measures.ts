import { part } from './dom'

/** Heights of a phone with a notch, in CSS pixels. */
export const STATUS_BAR = 44
export const NAVIGATION_BAR = 44
export const HOME_INDICATOR = 34

/** The area that the phone's screen takes in the window. */
export function screen(): DOMRect {
  return part('phone').getBoundingClientRect()
}

/** The area that the current page takes in the window. */
export function pageArea(): DOMRect {
  return part('stage').getBoundingClientRect()
}

export function toPage(point: { clientX: number; clientY: number }): { x: number; y: number } {
  const area = pageArea()
  return { x: point.clientX - area.left, y: point.clientY - area.top }
}

/** A rectangle relative to the page, as mini programs know it. */
export function rectOf(element: Element): {
  left: number
  top: number
  right: number
  bottom: number
  width: number
  height: number
} {
  const rect = element.getBoundingClientRect()
  const area = pageArea()
  return {
    left: rect.left - area.left,
    top: rect.top - area.top,
    right: rect.right - area.left,
    bottom: rect.bottom - area.top,
    width: rect.width,
    height: rect.height,
  }
}

/** Sets the variables that rewritten lengths refer to. */
export function updateUnits(safeBottom: number): void {
  const { width } = screen()
  const variables = {
    '--rpx': width / 750,
    '--vw': width / 100,
    '--vh': pageArea().height / 100,
    '--safe-top': STATUS_BAR,
    '--safe-bottom': safeBottom,
    '--safe-left': 0,
    '--safe-right': 0,
  }
  for (const [name, pixels] of Object.entries(variables))
    document.documentElement.style.setProperty(name, `${pixels}px`)
}

/** Where a path of the mini program's own files is served from. */
export function assetUrl(reference: string, route = ''): string {
  if (!reference || /^(https?:|data:|blob:|\/\/)/.test(reference)) return reference
  const inProgram = new URL(reference, `http://program/${route}`).pathname.slice(1)
  return new URL(inProgram, new URL('.', location.href)).href
}
