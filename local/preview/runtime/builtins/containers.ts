import { assetUrl } from '../measures'
import { make } from '../dom'
import { rewriteUnits } from '../units-syntax'
import { phoneSettings, onPhoneChange } from '../phone'
import { define, type Space } from './define'

/** WeChat's standard text size; the person's font scale multiplies it. */
const STANDARD_FONT_PX = 16

/** Tags that hold content and have no behaviour of their own, and page-meta. */
export function defineContainers(space: Space): void {
  for (const tag of ['view', 'cover-view', 'movable-area', 'page-root']) define(space, tag)
  define(space, 'movable-view', {
    properties: { x: null, y: null, direction: String, inertia: Boolean, outOfBounds: Boolean, damping: Number },
  })
  define(space, 'text', { properties: { selectable: Boolean, userSelect: Boolean, space: String, decode: Boolean } })
  define(space, 'root-portal', { properties: { enable: { type: Boolean, value: true } } })
  define(space, 'page-container', {
    properties: { show: Boolean, duration: Number, zIndex: Number, overlay: Boolean, position: String, round: Boolean },
  })
  defineWebView(space)
  definePageMeta(space)
}

function defineWebView(space: Space): void {
  define(space, 'web-view', {
    empty: true,
    properties: { src: String },
    create({ dom }) {
      const frame = make('iframe')
      dom.append(frame)
      return { on: { src: (source) => void (frame.src = assetUrl(source)) } }
    },
  })
}

/** `page-meta` speaks for the whole page: its style, and the size that `rem` and inherited text refer to. */
function definePageMeta(space: Space): void {
  define(space, 'page-meta', {
    properties: {
      pageStyle: String,
      rootFontSize: String,
      pageFontSize: String,
      rootBackgroundColor: String,
      backgroundColor: String,
      backgroundTextStyle: String,
      scrollTop: String,
      scrollDuration: Number,
    },
    create(host) {
      const apply = () => {
        const page = host.dom.closest<HTMLElement>('wx-page')
        if (!page) return
        const { pageStyle, rootFontSize, pageFontSize, rootBackgroundColor, backgroundColor } = host.values
        page.style.cssText = rewriteUnits(pageStyle)
        if (rootFontSize) page.style.setProperty('--rem', fontSize(rootFontSize))
        if (pageFontSize) page.style.fontSize = fontSize(pageFontSize)
        if (rootBackgroundColor || backgroundColor) page.style.backgroundColor = rootBackgroundColor || backgroundColor
      }
      const stop = onPhoneChange(apply)
      const on = {
        pageStyle: apply,
        rootFontSize: apply,
        pageFontSize: apply,
        rootBackgroundColor: apply,
        backgroundColor: apply,
      }
      return { on, attached: apply, detached: stop }
    },
  })
}

function fontSize(value: string): string {
  return value === 'system' ? `${STANDARD_FONT_PX * phoneSettings().fontScale}px` : rewriteUnits(value)
}
