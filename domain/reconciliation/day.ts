/** Days as WeChat Pay cuts them: at midnight in Beijing, which has no summer time, wherever the lot is. */
import { after, DAY_MINUTES, instant, MINUTE, minutes, wallClock, type Instant } from '../time'

/** yyyy-mm-dd */
export type BeijingDay = string & { readonly unit: 'day in Beijing' }

const BEIJING = minutes(480)

export const dayOf = (at: Instant): BeijingDay => wallClock(at, BEIJING).date as BeijingDay

/** 2026-11-21 23:59 */
export function beijingTime(at: Instant): string {
  const { date, clock } = wallClock(at, BEIJING)
  return `${date} ${clock}`
}

/** undefined: not yyyy-mm-dd, or no such day. */
export function readDay(text: string): BeijingDay | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined
  const at = Date.parse(`${text}T00:00:00+08:00`)
  return !Number.isNaN(at) && dayOf(instant(at)) === text ? (text as BeijingDay) : undefined
}

/** Its midnight. */
export const startOfDay = (day: BeijingDay): Instant => instant(Date.parse(`${day}T00:00:00+08:00`))

export const dayAfter = (day: BeijingDay, count = 1): BeijingDay =>
  dayOf(after(startOfDay(day), minutes(count * DAY_MINUTES)))

/** How far apart our clock and WeChat's bills may put one event. */
export const CLOCKS_APART = minutes(10)

/** Both ends too, oldest first. */
export function daysBetween(from: BeijingDay, to: BeijingDay): BeijingDay[] {
  const days: BeijingDay[] = []
  for (let day = from; day <= to; day = dayAfter(day)) days.push(day)
  return days
}

/** WeChat Pay has written a day's bill by ten in the morning after. */
const WRITTEN_BY = minutes(10 * 60)

/** The newest day whose bill is to be had. */
export const lastBilledDay = (now: Instant): BeijingDay => dayAfter(dayOf(instant(now - WRITTEN_BY * MINUTE)), -1)

/** WeChat Pay keeps bills for three months, the shortest of which have 89 days between them. */
export const BILLS_KEPT_DAYS = 89

export const oldestBilledDay = (now: Instant): BeijingDay => dayAfter(dayOf(now), -BILLS_KEPT_DAYS)
