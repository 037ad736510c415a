/** Days of the lot's wall clock, counted from 1970-01-01, and what the calendar calls them. */
import { WEEKDAYS, type Calendar, type DayName, type Tariff, type Weekday } from './tariff'

export interface Days {
  weekday(day: number): Weekday
  fits(names: readonly DayName[] | undefined, day: number): boolean
  /** Equal for days that every period treats alike. */
  kind(day: number): string
  /** Whether the calendar's sets of dates are complete for the day. */
  isKnown(day: number): boolean
}

/** 1970-01-01 was a Thursday. */
const weekdayOf = (day: number): Weekday => WEEKDAYS[(((day + 3) % 7) + 7) % 7] ?? 'mon'

export const dayNumber = (date: string): number => Math.floor(Date.parse(`${date}T00:00:00Z`) / 86_400_000)

export function daysOf({ calendar }: Pick<Tariff, 'calendar'>): Days {
  const typeOf = typesOf(calendar)
  const [first, last] = calendar?.covers.map(dayNumber) ?? []
  return {
    weekday: weekdayOf,
    fits: (names, day) => !names || names.includes(weekdayOf(day)) || names.includes(typeOf(day) ?? ''),
    kind: (day) => `${weekdayOf(day)} ${typeOf(day) ?? ''}`,
    isKnown: (day) => day >= (first ?? -Infinity) && day <= (last ?? Infinity),
  }
}

function typesOf(calendar: Calendar | undefined): (day: number) => DayName | undefined {
  if (!calendar) return () => undefined
  const sets = Object.fromEntries(
    Object.entries(calendar.dates).map(([name, dates]) => [name, new Set(dates.map(dayNumber))]),
  )
  return (day) =>
    calendar.days.find((rule) =>
      'dates' in rule ? sets[rule.dates]?.has(day) : rule.weekdays.includes(weekdayOf(day)),
    )?.type
}
