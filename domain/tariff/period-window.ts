/** When a period is: from which minute of which days, for how long. */
import { DAY_MINUTES } from '../time'
import { clockMinutes } from './clock'
import { WEEKDAYS, type ClockTime, type DayName, type Period, type Weekday, type WeekTime } from './tariff'

interface PeriodWindow {
  /** Minute of the day on which it begins. */
  from: number
  /** Minutes from that day's midnight on; more than a day's where it ends on a later one. */
  to: number
  days: readonly DayName[] | undefined
  /** `days` are those on which it begins, and not those of each minute. */
  byStart: boolean
}

/** Minutes [from, to) of a day. */
export interface Part {
  from: number
  to: number
  /** How many days before the occurrence began. */
  daysSince: number
}

/** fri 18:00 */
export const isWeekTime = (time: ClockTime | WeekTime): time is WeekTime => time.includes(' ')

/** [4, 1080] */
export function weekTime(time: WeekTime): [weekday: number, minute: number] {
  const [weekday, clock] = time.split(' ') as [Weekday, ClockTime]
  return [WEEKDAYS.indexOf(weekday), clockMinutes(clock)]
}

function windowOf({ from = '00:00', to = '24:00', days, dayBy }: Period): PeriodWindow {
  if (isWeekTime(from) && isWeekTime(to)) return weekWindow(from, to)
  const [start, end] = [clockMinutes(from as ClockTime), clockMinutes(to as ClockTime)]
  return { from: start, to: start < end ? end : end + DAY_MINUTES, days, byStart: dayBy === 'start' }
}

function weekWindow(from: WeekTime, to: WeekTime): PeriodWindow {
  const [[first, start], [last, clock]] = [weekTime(from), weekTime(to)]
  const end = ((last - first + 7) % 7) * DAY_MINUTES + clock
  return { from: start, to: start < end ? end : end + 7 * DAY_MINUTES, days: [WEEKDAYS[first] ?? ''], byStart: true }
}

/** What a period has of a day. `fits`: whether so many days before is one of those named. */
export function partsOf(period: Period, fits: (days: PeriodWindow['days'], daysBefore: number) => boolean): Part[] {
  const { days, byStart, ...window } = windowOf(period)
  const parts: Part[] = []
  for (let daysSince = 0; daysSince * DAY_MINUTES < window.to; daysSince += 1) {
    const from = Math.max(0, window.from - daysSince * DAY_MINUTES)
    const to = Math.min(DAY_MINUTES, window.to - daysSince * DAY_MINUTES)
    if (from < to && fits(days, byStart ? daysSince : 0)) parts.push({ from, to, daysSince })
  }
  return parts
}
