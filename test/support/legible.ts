/** What a person with a narrow phone and large letters could not hit or read on the page that is shown. */
import type { Phone } from './browser'

/** As much of a browser's document as is looked at here; the tests themselves run without one. */
interface Part {
  readonly textContent: string | null
  readonly parentElement: Part | null
  readonly offsetParent: Part | null
  readonly childElementCount: number
  /** Without transforms: a dialog that is just appearing is as large as it will be. */
  readonly offsetWidth: number
  readonly offsetHeight: number
  readonly style: Style
  getAttribute(name: string): string | null
  getBoundingClientRect(): Box
  querySelectorAll(selector: string): Iterable<Part>
}
interface Box {
  left: number
  right: number
  top: number
  bottom: number
  width: number
  height: number
}
interface Style {
  cssText: string
  overflowX: string
  overflowY: string
  setProperty(name: string, value: string): void
}
declare const document: {
  documentElement: Part
  querySelector(selector: string): Part
  querySelectorAll(selector: string): Iterable<Part>
  createRange(): { selectNodeContents(part: Part): void; getBoundingClientRect(): Box }
}
declare function getComputedStyle(part: Part): Style

/** Empty where all is well. The screen itself stays as it was. */
export const misfits = (phone: Phone): Promise<string[]> => phone.evaluate(look)

/** Runs in the phone's window, at once, so that nothing else sees the narrow phone. */
function look(): string[] {
  const [width, fontScale, finger] = [320, 1.4, 44]
  const isShown = (part: Part) => part.offsetParent !== null && part.getBoundingClientRect().width > 0
  const named = (part: Part) => (part.getAttribute('aria-label') ?? part.textContent ?? '').trim()
  const page = [...document.querySelectorAll('wx-page')].filter(isShown).pop()
  if (!page) return ['no page is shown']

  const small = (part: Part): string[] => {
    const { offsetWidth, offsetHeight } = part
    const fits = offsetWidth >= finger && offsetHeight >= finger
    return fits ? [] : [`${named(part)}: ${offsetWidth} × ${offsetHeight} px are too few for a finger`]
  }
  const hides = (overflow: string) => overflow === 'hidden' || overflow === 'clip'
  const lettersOf = (part: Part): Box => {
    const range = document.createRange()
    range.selectNodeContents(part)
    return range.getBoundingClientRect()
  }
  const cut = (part: Part): string[] => {
    const letters = lettersOf(part)
    for (let around: Part | null = part; around; around = around.parentElement) {
      const [box, { overflowX, overflowY }] = [around.getBoundingClientRect(), getComputedStyle(around)]
      const beyondSide = letters.left < box.left - 1 || letters.right > box.right + 1
      const beyondEdge = letters.top < box.top - 2 || letters.bottom > box.bottom + 2
      if ((hides(overflowX) && beyondSide) || (hides(overflowY) && beyondEdge)) return [`${named(part)}: is cut`]
      if (around === page) return beyondSide ? [`${named(part)}: is beyond the edge`] : []
      if (overflowX === 'auto' || overflowX === 'scroll') return []
    }
    return []
  }

  const narrowed = [document.querySelector('#phone'), document.documentElement, page]
  const before = narrowed.map(({ style }) => style.cssText)
  document.querySelector('#phone').style.setProperty('width', `${width}px`)
  document.documentElement.style.setProperty('--rpx', `${width / 750}px`)
  page.style.setProperty('--font-scale', String(fontScale))
  const targets = [...page.querySelectorAll('[role=button], [role=radio], [role=checkbox], wx-input')].filter(isShown)
  const words = [...page.querySelectorAll('*')].filter(
    (part) => part.childElementCount === 0 && part.textContent?.trim() && isShown(part),
  )
  const found = [...targets.flatMap(small), ...words.flatMap(cut)]
  narrowed.forEach(({ style }, place) => (style.cssText = before[place] ?? ''))
  return found
}
