/** The three conventions for a stay that crosses from one period into another. */
import { chargeRun, chargeWhole, Flats, type Charging, type Run } from './charges'
import { Counter, startIn } from './counter'
import { climb, toleranceOf, type Step } from './ladder'
import type { Span } from './spans'
import type { Band, Period, Plan } from './tariff'
import type { MinuteNumber } from './wall-clock'

export type Crossing = (charging: Charging, spans: readonly Span[]) => void

type Ladder = Extract<Period, { ladder: unknown }>

const ladderOf = (charging: Charging, span: Span): Ladder => charging.ready.plan.periods[span.period] as Ladder

const isExclusive = (period: Ladder): boolean => period.upper === 'exclusive'

/** Each piece is charged and rounded alone. */
const split: Crossing = (charging, spans) => {
  const flats = new Flats()
  const counter = new Counter(charging.ready.plan)
  let piece = 0
  for (const span of spans) {
    counter.enter(span, ++piece)
    if (chargeWhole(charging, flats, span)) continue
    const period = ladderOf(charging, span)
    const start = counter.positionAt(span, piece, span.from)
    const { steps, position } = climb(period.ladder, start, span.to - span.from, isExclusive(period))
    for (const step of steps) chargeRun(charging, runOf(span, period, step))
    counter.reach(span, piece, position)
  }
}

const runOf = (span: Span, period: Period, { band, from, to, units }: Step): Run => ({
  span,
  period,
  band,
  units,
  from: span.from + from,
  to: span.from + to,
})

/** Units lie back to back; each runs to its end by the period in which it starts. */
const carry: Crossing = (charging, spans) => {
  const [flats, counter] = [new Flats(), new Counter(charging.ready.plan)]
  const exit = spans.at(-1)?.to ?? 0
  let at = -Infinity
  for (const [piece, span] of spans.entries()) {
    counter.enter(span, piece)
    if (at >= span.to) continue
    at = Math.max(at, span.from)
    if (chargeWhole(charging, flats, startingAt(charging, span, at))) at = span.to
    else at = carrySpan(charging, counter, { span, piece, at, limit: limitOf(charging, span, at, exit) })
  }
}

const startingAt = ({ blocks }: Charging, span: Span, from: MinuteNumber): Span =>
  from === span.from ? span : { ...span, from, block: blocks.numberAt(from) }

/** Where the running unit is cut: at the exit, or before that at the end of its block. */
const limitOf = ({ ready, blocks }: Charging, { period }: Span, at: MinuteNumber, exit: MinuteNumber): MinuteNumber =>
  ready.cuts(period).block ? Math.min(exit, blocks.endAfter(at)) : exit

interface Carried {
  span: Span
  piece: number
  at: MinuteNumber
  limit: MinuteNumber
}

/** Starts units until the span ends; answers where the last of them ends. */
function carrySpan(charging: Charging, counter: Counter, { span, piece, at, limit }: Carried): MinuteNumber {
  const period = ladderOf(charging, span)
  let position = counter.positionAt(span, piece, at)
  let from = at
  for (const band of period.ladder) {
    if (from >= span.to) break
    const left = (band.to ?? Infinity) - position
    if (left <= 0) continue
    const { units, to } = unitsCarried(band, { left, until: span.to - from, limit: limit - from })
    chargeRun(charging, { span, period, band, from, to: Math.min(from + to, limit), units })
    ;[from, position] = [from + to, position + to]
  }
  counter.reach(span, piece, position)
  return Math.min(from, limit)
}

/** Lengths from where the first of the units starts: what is left of the band, of the period, of the block. */
interface Room {
  left: number
  until: number
  limit: number
}

/** How many units of a band start, and where they end; one that the limit cuts is rounded there. */
function unitsCarried(band: Band, { left, until, limit }: Room): { units: number; to: number } {
  if (band.round === 'prorata') {
    const to = Math.min(left, until)
    return { units: to / band.unit, to }
  }
  const units = Math.ceil(Math.min(left, until) / band.unit)
  const to = Math.min(units * band.unit, left)
  const rest = limit - (units - 1) * band.unit
  const dropped = to > limit && rest <= toleranceOf(band)
  return { units: dropped ? units - 1 : units, to }
}

/** The minutes in each period are added up over a block, a day or the stay, then charged once. */
const accumulate: Crossing = (charging, spans) => {
  const flats = new Flats()
  let sums = new Map<number, Sum>()
  for (const [place, span] of spans.entries()) {
    if (!chargeWhole(charging, flats, span)) sums.set(span.period, grown(sums.get(span.period), span))
    const next = spans[place + 1]
    if (next && scopeOf(charging.ready.plan, next) === scopeOf(charging.ready.plan, span)) continue
    for (const sum of sums.values()) chargeSum(charging, sum)
    sums = new Map()
  }
}

interface Sum {
  span: Span
  minutes: number
}

const grown = (sum: Sum | undefined, span: Span): Sum => ({
  span: sum ? { ...sum.span, to: span.to } : span,
  minutes: (sum?.minutes ?? 0) + span.to - span.from,
})

/** The block, which is the whole stay where there are none; or each day in it. */
const scopeOf = ({ counter }: Plan, { block, day }: Span): string =>
  counter === 'calendarDay' ? `${block} ${day}` : `${block}`

function chargeSum(charging: Charging, { span, minutes }: Sum): void {
  const period = ladderOf(charging, span)
  const start = startIn(span.block, charging.ready.plan)
  const { steps } = climb(period.ladder, start, minutes, isExclusive(period))
  for (const { band, from, to, units } of steps)
    chargeRun(charging, { span, period, band, from: span.from, to: span.to, units, sum: to - from })
}

export const CROSSINGS: Readonly<Record<NonNullable<Plan['crossing']>, Crossing>> = {
  split,
  carry,
  accumulate,
  /** The spans are all of one period already. */
  entry: split,
}
