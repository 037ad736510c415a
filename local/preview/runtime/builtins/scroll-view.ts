import { define, type Host, type Space } from './define'

const PROPERTIES = {
  scrollX: Boolean,
  scrollY: Boolean,
  scrollTop: null,
  scrollLeft: null,
  scrollIntoView: String,
  scrollWithAnimation: null,
  upperThreshold: { type: null, value: 50 },
  lowerThreshold: { type: null, value: 50 },
  enhanced: Boolean,
  bounces: null,
  showScrollbar: null,
  enableFlex: Boolean,
  enableBackToTop: null,
  enablePassive: null,
  scrollAnchoring: Boolean,
  pagingEnabled: Boolean,
  fastDeceleration: Boolean,
  refresherEnabled: Boolean,
  refresherTriggered: Boolean,
  refresherThreshold: Number,
  refresherDefaultStyle: String,
  refresherBackground: String,
  throttle: null,
  type: String,
  usingSticky: null,
  scrollIntoViewOffset: null,
  scrollIntoViewAlignment: String,
  associativeContainer: String,
  reverse: null,
  clip: null,
  cacheExtent: null,
  minDragDistance: null,
}
type ScrollHost = Host<typeof PROPERTIES>

/** Time for what was set together with `scroll-into-view` to be laid out. */
const LAYOUT_MS = 30

export function defineScrollView(space: Space): void {
  define(space, 'scroll-view', {
    properties: PROPERTIES,
    create(host) {
      const behavior = (): ScrollBehavior => (host.values.scrollWithAnimation ? 'smooth' : 'instant')
      const scroll = (edge: 'top' | 'left') => (value: unknown) => {
        if (value === null || value === undefined || value === '') return
        requestAnimationFrame(() => host.dom.scrollTo({ [edge]: Number(value), behavior: behavior() }))
      }
      return {
        on: {
          scrollX: (on) => host.dom.classList.toggle('scrolls-x', on),
          scrollY: (on) => host.dom.classList.toggle('scrolls-y', on),
          scrollTop: scroll('top'),
          scrollLeft: scroll('left'),
          scrollIntoView: (id) => id && setTimeout(() => reveal(host.dom, id, behavior()), LAYOUT_MS),
        },
        attached: () => reportScrolling(host),
        node: scrollContext(host.dom),
      }
    },
  })
}

function scrollContext(node: HTMLElement) {
  return {
    scrollTo: ({ top, left, animated = true }: { top?: number; left?: number; animated?: boolean }) =>
      node.scrollTo({
        ...(top !== undefined && { top }),
        ...(left !== undefined && { left }),
        behavior: animated ? 'smooth' : 'instant',
      }),
    scrollIntoView: (selector: string) => reveal(node, selector.replace(/^#/, ''), 'smooth'),
  }
}

function reveal(scroller: HTMLElement, id: string, behavior: ScrollBehavior): void {
  const target = scroller.querySelector(`[data-wxid="${CSS.escape(id)}"]`)
  if (!target) return
  const [to, from] = [target.getBoundingClientRect(), scroller.getBoundingClientRect()]
  scroller.scrollBy({ top: to.top - from.top, left: to.left - from.left, behavior })
}

function reportScrolling(host: ScrollHost): void {
  const node = host.dom
  let before = { top: 0, left: 0 }
  let atEnd = false
  node.addEventListener(
    'scroll',
    () => {
      const { scrollTop, scrollLeft, scrollHeight, scrollWidth } = node
      const moved = { deltaX: before.left - scrollLeft, deltaY: before.top - scrollTop }
      before = { top: scrollTop, left: scrollLeft }
      host.emit('scroll', { scrollTop, scrollLeft, scrollHeight, scrollWidth, ...moved })
      const end = distanceToEnd(host) <= host.values.lowerThreshold
      if (end && !atEnd) host.emit('scrolltolower', { direction: host.values.scrollY ? 'bottom' : 'right' })
      atEnd = end
      if (moved.deltaY > 0 && scrollTop <= host.values.upperThreshold) host.emit('scrolltoupper', { direction: 'top' })
    },
    { passive: true },
  )
}

function distanceToEnd({ dom, values }: ScrollHost): number {
  return values.scrollY
    ? dom.scrollHeight - dom.scrollTop - dom.clientHeight
    : dom.scrollWidth - dom.scrollLeft - dom.clientWidth
}
