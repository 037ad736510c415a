/** The lot's clock, which can be pushed forward. */
import { minutes, instant, offsetAt, wallClock, type Zone } from '../../../domain/time'
import { button, h } from './dom'
import { clockFace, pushClock, type ClockFace } from './machine'

const HOUR = 3_600_000
const STEPS = [
  ['+15 分', HOUR / 4],
  ['+1 小时', HOUR],
  ['+1 天', 24 * HOUR],
] as const
const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']

const offset = (now: number) => offsetAt(instant(now), 'Asia/Shanghai' as Zone)

function shownTime(now: number): { day: string; clock: string } {
  const { date, clock } = wallClock(instant(now), minutes(offset(now)))
  const [, month, day] = date.split('-').map(Number)
  const weekday = WEEKDAYS[new Date(now + offset(now) * 60_000).getUTCDay()] ?? ''
  return { day: `${month}月${day}日 ${weekday}`, clock }
}

export interface ClockView {
  element: HTMLElement
}

export function clockView(pushed: () => void): ClockView {
  const day = h('span', { class: 'day' })
  const time = h('span', { class: 'time' })
  let ahead = 0
  const show = () => {
    const shown = shownTime(Date.now() + ahead)
    day.textContent = shown.day
    time.textContent = shown.clock
  }
  // The machine's clock counts, not this browser's.
  const set = ({ now }: ClockFace) => {
    ahead = now - Date.now()
    show()
  }
  const push = async (ms: number) => {
    set(await pushClock(ms))
    time.animate([{ color: '#0b5cd6', transform: 'scale(1.15)' }, {}], { duration: 240 })
    pushed()
  }
  const refresh = () => void clockFace().then(set, () => undefined)
  refresh()
  setInterval(show, 1_000)
  setInterval(refresh, 15_000)
  const buttons = STEPS.map(([text, ms]) =>
    button(text, () => void push(ms), { class: 'push', title: '把停车场的时钟往前拨' }),
  )
  return {
    element: h('div', { class: 'clock', label: '停车场的时钟' }, h('div', { class: 'face' }, day, time), ...buttons),
  }
}
