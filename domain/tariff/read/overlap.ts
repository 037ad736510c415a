/** Finds two periods of a plan that claim the same minute of some day. */
import { clockMinutes } from '../clock'
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

type Part = readonly [from: number, to: number]

/** What a period claims of a day after another day. */
function partsOf({ from, to, days, dayBy }: Period, before: Day, day: Day): Part[] {
  const [start, end] = [from === undefined ? 0 : clockMinutes(from), to === undefined ? 1440 : clockMinutes(to)]
  const today = fits(days, day)
  if (start < end) return today ? [[start, end]] : []
  const begun = dayBy === 'start' ? fits(days, before) : today
  return [...(begun ? [[0, end] as const] : []), ...(today ? [[start, 1440] as const] : [])]
}

export function overlapOf({ periods }: Plan, tariff: Tariff): Overlap | undefined {
  const days = possibleDays(tariff)
  for (const [place, day] of days.entries())
    for (const before of daysBefore(days, place)) {
      const found = overlapOn(periods, before, day)
      if (found) return found
    }
  return undefined
}

/** The weekday before, of whatever type. */
function daysBefore(days: readonly Day[], place: number): Day[] {
  const weekdays = WEEKDAYS as readonly string[]
  const before = weekdays[(weekdays.indexOf(days[place]?.weekday ?? '') + 6) % 7]
  return days.filter(({ weekday }) => weekday === before)
}

function overlapOn(periods: readonly Period[], before: Day, day: Day): Overlap | undefined {
  const parts = periods.flatMap((period, place) => partsOf(period, before, day).map((part) => ({ place, part })))
  for (const [index, one] of parts.entries())
    for (const other of parts.slice(index + 1)) {
      const from = Math.max(one.part[0], other.part[0])
      if (one.place !== other.place && from < Math.min(one.part[1], other.part[1]))
        return { earlier: one.place, later: other.place, at: `${day.weekday} ${said(from)}` }
    }
  return undefined
}

const two = (count: number): string => String(count).padStart(2, '0')
const said = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
