/** Finds two periods of a plan that claim the same minute of some day. */
import { partsOf, type Part } from '../period-window'
import { WEEKDAYS, type DayName, type Period, type Plan, type Tariff } from '../tariff'

interface Overlap {
  earlier: number
  later: number
  /** tue 07:00 */
  at: string
}

/** A day as periods see it. */
interface Day {
  weekday: string
  type: string | undefined
}

/** Every weekday with every type that the calendar may give it. */
function possibleDays({ calendar }: Tariff): Day[] {
  const types = [...new Set(calendar?.days.map(({ type }) => type) ?? [undefined])]
  return WEEKDAYS.flatMap((weekday) => types.map((type) => ({ weekday, type })))
}

const fits = (names: readonly DayName[] | undefined, { weekday, type }: Day): boolean =>
  !names || names.includes(weekday) || (type !== undefined && names.includes(type))

/** What a period claims of a day after another day. */
const claimed = (period: Period, before: Day, day: Day): Part[] =>
  partsOf(period, (names, daysBefore) =>
    daysBefore === 0
      ? fits(names, day)
      : daysBefore === 1
        ? fits(names, before)
        : fits(names, earlier(day, daysBefore)),
  )

/** A day of which nothing but its weekday is asked. */
const earlier = ({ weekday }: Day, days: number): Day => ({ weekday: weekdayBefore(weekday, days), type: undefined })

const NAMES: readonly string[] = WEEKDAYS

const weekdayBefore = (weekday: string, days: number): string =>
  NAMES[(NAMES.indexOf(weekday) + 7 - (days % 7)) % 7] ?? ''

export function overlapOf({ periods }: Plan, tariff: Tariff): Overlap | undefined {
  const days = possibleDays(tariff)
  for (const day of days)
    for (const before of daysBefore(days, day)) {
      const found = overlapOn(periods, before, day)
      if (found) return found
    }
  return undefined
}

/** The weekday before, of whatever type. */
const daysBefore = (days: readonly Day[], day: Day): Day[] =>
  days.filter(({ weekday }) => weekday === weekdayBefore(day.weekday, 1))

function overlapOn(periods: readonly Period[], before: Day, day: Day): Overlap | undefined {
  const parts = periods.flatMap((period, place) => claimed(period, before, day).map((part) => ({ ...part, place })))
  for (const [index, one] of parts.entries())
    for (const other of parts.slice(index + 1)) {
      const from = Math.max(one.from, other.from)
      if (one.place !== other.place && from < Math.min(one.to, other.to))
        return { earlier: one.place, later: other.place, at: `${day.weekday} ${said(from)}` }
    }
  return undefined
}

const two = (count: number): string => String(count).padStart(2, '0')
const said = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
