import { make } from './dom'
import { callPage, currentPage, type OpenPage } from './page-stack'

/** How far the finger pulls before a release refreshes, and how far the page stays down while it does. */
const TRIGGER_PX = 60
const REST_PX = 50
/** The page follows the finger at this share of its way. */
const RESISTANCE = 0.5

const EARLY = { passive: true } as const

/** Lets a finger at the top of the page pull it down. */
export function enablePullDown(page: OpenPage): void {
  let startY: number | undefined
  const pulled = (event: TouchEvent) => ((event.changedTouches[0]?.clientY ?? 0) - (startY ?? 0)) * RESISTANCE
  page.scroller.addEventListener(
    'touchstart',
    (event) => {
      startY = page.scroller.scrollTop <= 0 ? event.changedTouches[0]?.clientY : undefined
    },
    EARLY,
  )
  page.scroller.addEventListener(
    'touchmove',
    (event) => {
      if (startY !== undefined && pulled(event) > 0) lower(page, pulled(event))
    },
    EARLY,
  )
  page.scroller.addEventListener(
    'touchend',
    (event) => {
      if (startY === undefined) return
      if (pulled(event) > TRIGGER_PX) refresh(page)
      else lower(page, 0)
      startY = undefined
    },
    EARLY,
  )
}

export function startPullDown(): void {
  const page = currentPage()
  if (page?.settings.enablePullDownRefresh) refresh(page)
}

export function stopPullDown(): void {
  const page = currentPage()
  if (page) lower(page, 0)
}

function refresh(page: OpenPage): void {
  lower(page, REST_PX)
  callPage(page, 'onPullDownRefresh')
}

function lower({ frame }: OpenPage, pixels: number): void {
  frame.style.setProperty('--pulled', `${pixels}px`)
  frame.querySelector(':scope > .pull-dots')?.remove()
  if (pixels > 0) frame.prepend(make('div', 'pull-dots', '•••'))
}
