/** What a crossing rule has charged, as lines: units, shares by the minute, flat prices, free time. */
import { minutes } from '../time'
import type { BillLine } from './line'
import { instantOf, ZERO, type Meter } from './meter'
import type { BlockLine } from './block-line'
import type { ReadyPlan } from './ready'
import { DEDUCTED, HEAD, type Span } from './spans'
import type { Band, Period } from './tariff'
import type { MinuteNumber } from './wall-clock'

/** What all lines of one calculation are written with. */
export interface Charging {
  ready: ReadyPlan
  meter: Pick<Meter, 'charge'>
  blocks: BlockLine
}

/** Units back to back from `from`; the last of them may end after `to`, where the line ends. */
export interface Run {
  span: Span
  period: Period
  band: Band
  from: MinuteNumber
  to: MinuteNumber
  units: number
  /** Minutes added up, where they do not lie between `from` and `to`. */
  sum?: number
}

/** A unit counts in the block in which it begins, also where the run goes on into the next. */
export function chargeRun(charging: Charging, run: Run): void {
  if (charging.ready.cuts(run.span.period).block) write(charging, run, run.span.block)
  else chargeAcrossBlocks(charging, run)
}

function chargeAcrossBlocks(charging: Charging, run: Run): void {
  const { blocks } = charging
  let { from, units } = run
  do {
    const here = unitsUntil(run.band, units, blocks.endAfter(from) - from)
    const rest = units - here
    const to = rest > 0 ? from + here * run.band.unit : run.to
    write(charging, { ...run, from, to, units: here }, blocks.numberAt(from))
    ;[from, units] = [to, rest]
  } while (units > 1e-9)
}

const unitsUntil = ({ unit, round }: Band, units: number, left: number): number =>
  Math.min(units, round === 'prorata' ? left / unit : Math.ceil(left / unit))

function write({ ready, meter }: Charging, { span, period, band, from, to, units, sum }: Run, block: number): void {
  const { period: place, instance } = span
  const line = band.round === 'prorata' ? shareLine : unitsLine
  const exact = inParts(ready, band.price, units)
  meter.charge(line(ready, { period, band, from, to, units, sum }), exact, { period: place, instance, block })
}

/** A price for the vehicle's class, in parts of a fen. */
export const inParts = ({ factor, parts }: ReadyPlan, price: number, count = 1): number =>
  Math.round(price * count * factor * parts)

type Written = Pick<Run, 'period' | 'band' | 'from' | 'to' | 'units'> & { sum: number | undefined }

function unitsLine({ factor }: ReadyPlan, { period, band, from, to, units, sum }: Written): SpanLine {
  const { unit, price } = band
  const line: Extract<BillLine, { kind: 'units' }> = {
    kind: 'units',
    period: period.name,
    from: instantOf(from),
    to: instantOf(to),
    units,
    unit,
    price,
    amount: ZERO,
  }
  if (sum !== undefined) line.minutes = minutes(sum)
  if (factor !== 1) line.times = factor
  return line
}

function shareLine({ factor }: ReadyPlan, { period, band, from, to, units }: Written): SpanLine {
  const { unit, price } = band
  const line: Extract<BillLine, { kind: 'prorata' }> = {
    kind: 'prorata',
    period: period.name,
    from: instantOf(from),
    to: instantOf(to),
    minutes: minutes(Math.round(units * unit)),
    unit,
    price,
    amount: ZERO,
  }
  if (factor !== 1) line.times = factor
  return line
}

export type SpanLine = Extract<BillLine, { from: unknown; to: unknown }>

const flatLine = (name: string, { from, to }: Span): SpanLine => ({
  kind: 'flat',
  period: name,
  from: instantOf(from),
  to: instantOf(to),
  amount: ZERO,
})

type FlatPeriod = Extract<Period, { flat: unknown }>

const keyOf: Readonly<Record<NonNullable<FlatPeriod['per']>, (span: Span) => string | number>> = {
  instance: ({ instance }) => instance,
  calendarDay: ({ day }) => day,
  stay: () => 0,
  piece: ({ instance, from }) => `${instance} ${from}`,
}

/** Which occurrences, days and stays have paid their flat price. */
export class Flats {
  private readonly paid = new Set<string>()

  charge({ ready, meter }: Charging, span: Span, period: FlatPeriod): void {
    if (this.firstTime(`${span.period} ${keyOf[period.per ?? 'instance'](span)}`))
      meter.charge(flatLine(period.name, span), inParts(ready, period.flat), span)
  }

  chargeHead({ ready, meter }: Charging, span: Span): void {
    const { head } = ready.plan
    if (head && this.firstTime(`head ${span.block}`))
      meter.charge(flatLine(head.name, span), inParts(ready, head.price), span)
  }

  private firstTime(key: string): boolean {
    if (this.paid.has(key)) return false
    this.paid.add(key)
    return true
  }
}

/** A block that was short enough to be free. */
export const FREE_BLOCK = -4

type FreeLine = Extract<BillLine, { kind: 'free' }>

/** Everything else that is free is a window. */
const WHY_FREE: Readonly<Record<number, FreeLine['why']>> = { [DEDUCTED]: 'deducted', [FREE_BLOCK]: 'threshold' }

function writeFree({ meter }: Charging, span: Span): void {
  const why = WHY_FREE[span.period] ?? 'window'
  meter.charge({ kind: 'free', why, from: instantOf(span.from), to: instantOf(span.to), amount: ZERO }, 0, span)
}

/** Charges whatever has no ladder. */
export function chargeWhole(charging: Charging, flats: Flats, span: Span): boolean {
  const period = charging.ready.plan.periods[span.period]
  if (period && 'ladder' in period) return false
  if (span.period === HEAD) flats.chargeHead(charging, span)
  else if (period && 'flat' in period) flats.charge(charging, span, period)
  else writeFree(charging, span)
  return true
}
