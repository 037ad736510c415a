/** What a stay costs, with the calculation: each charge becomes a line, and the lines are the fee. */
import { add, fen, NOTHING, times, type Fen } from '../money'
import {
  DAY_MINUTES,
  instant,
  MINUTE,
  minuteOfDay,
  minutes,
  minutesBetween,
  offsetAt,
  startOfMinute,
  type Instant,
  type Minutes,
  type Zone,
} from '../time'
import type { Band, ClockTime, Period, Tariff } from './tariff'

/** One thing that was charged, let off, or paid before. Amounts of a bill's lines add up to what is due. */
export type BillLine =
  | { kind: 'free'; from: Instant; to: Instant; amount: Fen }
  | { kind: 'units'; period: string; from: Instant; to: Instant; units: number; unit: Minutes; price: Fen; amount: Fen }
  | { kind: 'flat'; period: string; from: Instant; to: Instant; amount: Fen }
  | { kind: 'paid'; at: Instant; amount: Fen }

/** The fee of a stay from `entry` to `exit`, line by line. Seconds are cut off; a stay of no minute costs nothing. */
export function charge(tariff: Tariff, entry: Instant, exit: Instant): BillLine[] {
  const [from, to] = [startOfMinute(entry), startOfMinute(exit)]
  const stayed = minutesBetween(from, to)
  if (stayed <= tariff.freeMinutes) return stayed > 0 ? [{ kind: 'free', from, to, amount: NOTHING }] : []
  return pieces(tariff, from, to).flatMap(chargePiece)
}

interface Piece {
  period: Period
  from: Instant
  to: Instant
}

/** Cuts the stay where one period ends and the next begins. */
function pieces(tariff: Tariff, entry: Instant, exit: Instant): Piece[] {
  const found: Piece[] = []
  for (let from = entry; from < exit;) {
    const period = periodAt(tariff, from)
    const to = instant(Math.min(exit, endOf(period, from, tariff.zone)))
    found.push({ period, from, to })
    from = to
  }
  return found
}

export function clockMinutes(time: ClockTime): Minutes {
  const [hours = 0, rest = 0] = time.split(':').map(Number)
  return minutes(hours * 60 + rest)
}

function periodAt({ periods, zone, id }: Tariff, at: Instant): Period {
  const now = minuteOfDay(at, offsetAt(at, zone))
  const found = periods.find((period) => {
    const [from, to] = [clockMinutes(period.from), clockMinutes(period.to)]
    return from < to ? from <= now && now < to : now >= from || now < to
  })
  if (!found) throw new RangeError(`tariff ${id} has no period for minute ${now} of the day`)
  return found
}

/** The next time the wall clock shows the period's end; a clock change on the way moves it. */
function endOf(period: Period, at: Instant, zone: Zone): Instant {
  const offset = offsetAt(at, zone)
  const left = (clockMinutes(period.to) - minuteOfDay(at, offset) + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES
  const end = instant(at + left * MINUTE)
  return instant(end - (offsetAt(end, zone) - offset) * MINUTE)
}

function chargePiece({ period, from, to }: Piece): BillLine[] {
  if ('flat' in period) return [{ kind: 'flat', period: period.name, from, to, amount: period.flat }]
  return climb(period.name, period.ladder, from, to)
}

function climb(period: string, ladder: readonly Band[], from: Instant, to: Instant): BillLine[] {
  const lines: BillLine[] = []
  const length = minutesBetween(from, to)
  let position = minutes(0)
  for (const band of ladder) {
    if (position >= length) break
    const end = minutes(Math.min(length, band.to ?? length))
    const units = Math.ceil((end - position) / band.unit)
    const at = (position_: Minutes) => instant(from + position_ * MINUTE)
    lines.push({
      kind: 'units',
      period,
      from: at(position),
      to: at(end),
      units,
      unit: band.unit,
      price: band.price,
      amount: times(band.price, units),
    })
    position = end
  }
  return lines
}

export const totalOf = (lines: readonly BillLine[]): Fen => add(fen(0), ...lines.map(({ amount }) => amount))
