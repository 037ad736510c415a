import { make } from '../dom'
import { define, type Space } from './define'
import { lacking, reportFailure } from '../failures'

const ICONS: Record<string, string> = {
  success: '✓',
  success_no_circle: '✓',
  info: 'i',
  warn: '!',
  waiting: '◷',
  cancel: '✕',
  download: '↓',
  search: '⌕',
  clear: '✕',
}

/** navigator, icon, progress and slider. */
export function defineSimpleControls(space: Space): void {
  defineNavigator(space)
  define(space, 'icon', {
    empty: true,
    properties: { type: String, size: null, color: String },
    create: ({ dom }) => ({ on: { type: (type) => void (dom.textContent = ICONS[type] ?? '●') } }),
  })
  defineProgress(space)
  defineSlider(space)
}

function defineNavigator(space: Space): void {
  define(space, 'navigator', {
    properties: {
      url: String,
      openType: { type: String, value: 'navigate' },
      delta: { type: Number, value: 1 },
      target: String,
      appId: String,
      path: String,
      extraData: null,
      version: String,
      shortLink: String,
    },
    create: ({ values }) => ({
      tap: () => {
        const { url, delta, openType } = values
        const fail = (error: { errMsg: string }) => reportFailure(error.errMsg)
        const go: Record<string, () => void> = {
          navigate: () => wx.navigateTo({ url, fail }),
          redirect: () => wx.redirectTo({ url, fail }),
          switchTab: () => wx.switchTab({ url, fail }),
          reLaunch: () => wx.reLaunch({ url, fail }),
          navigateBack: () => wx.navigateBack({ delta, fail }),
        }
        const move = go[openType]
        if (!move) throw lacking(`<navigator open-type="${openType}">`)
        move()
      },
    }),
  })
}

function defineProgress(space: Space): void {
  define(space, 'progress', {
    empty: true,
    properties: {
      percent: Number,
      showInfo: Boolean,
      strokeWidth: null,
      color: String,
      activeColor: String,
      backgroundColor: String,
      active: Boolean,
      borderRadius: null,
    },
    create({ dom }) {
      const bar = make('i')
      dom.append(bar)
      return {
        on: {
          percent: (percent) => void (bar.style.width = `${percent}%`),
          activeColor: (color) => void (bar.style.background = color),
        },
      }
    },
  })
}

function defineSlider(space: Space): void {
  define(space, 'slider', {
    empty: true,
    properties: {
      min: { type: Number, value: 0 },
      max: { type: Number, value: 100 },
      step: { type: Number, value: 1 },
      value: { type: Number, value: 0 },
      disabled: Boolean,
      color: String,
      activeColor: String,
      backgroundColor: String,
      blockSize: Number,
      blockColor: String,
      showValue: Boolean,
      name: String,
    },
    create(host) {
      const range = make('input')
      range.type = 'range'
      host.dom.append(range)
      const apply = () => {
        const { min, max, step, value } = host.values
        Object.assign(range, { min: String(min), max: String(max), step: String(step) })
        range.value = String(value)
      }
      range.addEventListener('input', (event) => {
        event.stopPropagation()
        host.emit('changing', { value: Number(range.value) })
      })
      range.addEventListener('change', (event) => {
        event.stopPropagation()
        host.set({ value: Number(range.value) })
        host.emit('change', { value: Number(range.value) })
      })
      return {
        on: {
          min: apply,
          max: apply,
          step: apply,
          value: apply,
          disabled: (disabled) => void (range.disabled = disabled),
        },
        attached: apply,
        field: { get: () => Number(range.value), set: (value: unknown) => host.set({ value: Number(value) }) },
      }
    },
  })
}
