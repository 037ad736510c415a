import { make } from '../dom'
import { define, type Host, type Space } from './define'

const PROPERTIES = {
  indicatorDots: Boolean,
  indicatorColor: String,
  indicatorActiveColor: String,
  autoplay: Boolean,
  current: { type: Number, value: 0 },
  currentItemId: String,
  interval: { type: Number, value: 5000 },
  duration: Number,
  circular: Boolean,
  vertical: Boolean,
  previousMargin: String,
  nextMargin: String,
  displayMultipleItems: Number,
  easingFunction: String,
  snapToEdge: null,
}
type SwiperHost = Host<typeof PROPERTIES>
type Source = '' | 'touch' | 'autoplay'

/** A swiper that has not scrolled for this long has settled. */
const SETTLED_MS = 80

export function defineSwiper(space: Space): void {
  define(space, 'swiper-item', { properties: { itemId: String, skipHiddenItemLayout: null } })
  define(space, 'swiper', {
    properties: PROPERTIES,
    create: (host) => {
      const swiper = new Swiper(host)
      return {
        on: {
          current: (index) => swiper.show(index, ''),
          vertical: (vertical) => host.dom.classList.toggle('vertical', vertical),
          indicatorDots: () => swiper.drawDots(),
        },
        attached: () => swiper.start(),
        detached: () => swiper.stop(),
      }
    },
  })
}

/** The host is a scroller that snaps to its items. */
class Swiper {
  private index = 0
  private started = false
  private source: Source = 'touch'
  private settle: ReturnType<typeof setTimeout> | undefined
  private play: ReturnType<typeof setInterval> | undefined
  private readonly dots = make('div', 'dots')

  constructor(private readonly host: SwiperHost) {}

  start(): void {
    const { dom, values } = this.host
    this.started = true
    dom.addEventListener('scroll', () => this.scrolled(), { passive: true })
    this.index = values.current
    requestAnimationFrame(() => {
      this.scrollTo(values.current, 'instant')
      this.drawDots()
    })
    this.play = setInterval(() => this.host.values.autoplay && this.next(), values.interval)
  }

  stop(): void {
    clearInterval(this.play)
    clearTimeout(this.settle)
  }

  show(index: number, source: Source): void {
    if (!this.started || index === this.index) return
    this.source = source
    this.scrollTo(index, 'smooth')
    this.changeTo(index)
  }

  drawDots(): void {
    this.dots.remove()
    if (!this.host.values.indicatorDots) return
    this.dots.replaceChildren(...this.items().map((_, index) => make('i', index === this.index ? 'on' : '')))
    this.host.dom.append(this.dots)
  }

  private next(): void {
    const { length } = this.items()
    if (length > 1) this.show((this.index + 1) % length, 'autoplay')
  }

  private items(): Element[] {
    return [...this.host.dom.querySelectorAll('wx-swiper-item')]
  }

  private size(): number {
    const { dom, values } = this.host
    return (values.vertical ? dom.clientHeight : dom.clientWidth) || 1
  }

  private scrollTo(index: number, behavior: ScrollBehavior): void {
    this.host.dom.scrollTo({ [this.host.values.vertical ? 'top' : 'left']: index * this.size(), behavior })
  }

  private scrolled(): void {
    clearTimeout(this.settle)
    this.settle = setTimeout(() => {
      const { dom, values } = this.host
      const index = Math.round((values.vertical ? dom.scrollTop : dom.scrollLeft) / this.size())
      if (index !== this.index) this.changeTo(index)
      this.host.emit('animationfinish', { current: index, source: this.source })
      this.source = 'touch'
    }, SETTLED_MS)
  }

  private changeTo(index: number): void {
    this.index = index
    this.host.emit('change', { current: index, source: this.source })
    this.drawDots()
  }
}
