/** What a bill was made in spite of: the sum stands, and somebody has to look at the price list. */
import { DAY_MINUTES, MINUTE, offsetAt, type Instant } from '../time'
import { ready } from './ready'
import type { DateText, Tariff } from './tariff'

export type Warning =
  /** The stay lies outside of the dates for which the calendar is complete: its days were charged by their weekdays. */
  | { kind: 'outside-calendar'; covers: readonly [DateText, DateText] }
  /** The price list has no price for a lost ticket: the time was charged. */
  | { kind: 'lost-ticket-unpriced' }

export function warningsFor(
  tariff: Tariff,
  { entry, at, lostTicket = false }: { entry: Instant; at: Instant; lostTicket?: boolean },
): Warning[] {
  const warnings: Warning[] = []
  if (tariff.calendar && !isCovered(tariff, entry, at))
    warnings.push({ kind: 'outside-calendar', covers: tariff.calendar.covers })
  if (lostTicket && tariff.stay.lostTicket === undefined) warnings.push({ kind: 'lost-ticket-unpriced' })
  return warnings
}

/** A stay that ends at midnight does not touch the day that begins there. */
function isCovered(tariff: Tariff, entry: Instant, at: Instant): boolean {
  const { isKnown } = ready(tariff).days
  return isKnown(dayOf(entry, tariff)) && isKnown(dayOf(Math.max(entry, at - 1), tariff))
}

const dayOf = (ms: number, { zone }: Tariff): number =>
  Math.floor((ms / MINUTE + offsetAt(ms as Instant, zone)) / DAY_MINUTES)
