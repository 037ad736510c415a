/** The fee of a stay by one plan, as lines: free time, products, the calculation by periods, what is taken off at the end. */
import { fen, type Fen } from '../money'
import type { Minutes } from '../time'
import { FREE_BLOCK, inParts, type Charging, type SpanLine } from './charges'
import { CROSSINGS } from './crossing'
import { climb } from './ladder'
import type { BillLine } from './line'
import { instantOf, Meter, Uncapped, ZERO, type Entry } from './meter'
import { normalOffered, offersFor, type Offer } from './product'
import type { ReadyPlan } from './ready'
import { settle } from './settle'
import { walkStay, type Span, type Stretch } from './spans'
import type { Band, FreeTime, Plan, VehicleClass } from './tariff'

export interface Fee {
  lines: BillLine[]
  total: Fen
}

/** What is charged: stretches in time order (several when visits are added up), and how many minutes a coupon takes off the start. */
export interface Charged {
  stretches: readonly Stretch[]
  shift: number
}

export function feeOf(ready: ReadyPlan, vehicle: VehicleClass, charged: Charged): Fee {
  return forClass(settle(priced(ready, charged), ready), vehicle)
}

const whole = ({ stretches }: Charged): Stretch => ({
  from: stretches[0]?.from ?? 0,
  to: stretches.at(-1)?.to ?? 0,
})

export const lengthOf = ({ stretches }: Charged): number =>
  stretches.reduce((length, { from, to }) => length + to - from, 0)

function priced(ready: ReadyPlan, charged: Charged): Entry[] {
  const length = lengthOf(charged)
  if (length === 0) return zeroStay(ready)
  if (isWithinFree(ready, length)) return [freeEntry(charged, 'threshold')]
  if (charged.shift >= length) return [freeEntry(charged, 'deducted')]
  return ready.plan.waiveFirst === undefined ? chosen(ready, charged) : waived(ready, charged, ready.plan.waiveFirst)
}

const zeroStay = ({ plan, factor, parts }: ReadyPlan): Entry[] =>
  plan.zeroStay ? [{ line: { kind: 'zeroStay', amount: ZERO }, exact: Math.round(plan.zeroStay * factor * parts) }] : []

const isWithinFree = ({ plan: { free }, freeTime }: ReadyPlan, length: number): boolean =>
  freeTime && free?.mode === 'threshold' && free.renew !== 'block' && isShort(free, length)

const isShort = ({ minutes, strict }: FreeTime, length: number): boolean =>
  strict ? length < minutes : length <= minutes

function freeEntry(charged: Charged, why: 'threshold' | 'deducted'): Entry {
  const { from, to } = whole(charged)
  return { line: { kind: 'free', why, from: instantOf(from), to: instantOf(to), amount: ZERO }, exact: 0 }
}

export const exactOf = (entries: readonly { exact: number }[]): number =>
  entries.reduce((total, { exact }) => total + exact, 0)

/** Products against the calculation by periods: the first that fits, or the cheapest. */
function chosen(ready: ReadyPlan, charged: Charged): Entry[] {
  const stay = whole(charged)
  const offers = offersFor(ready, stay)
  const [first] = offers
  if (!first) return byPeriods(ready, charged)
  if (ready.plan.choose !== 'min') return [productEntry(ready, first)]
  const cheapest = productEntry(
    ready,
    offers.reduce((best, offer) => (offer.price < best.price ? offer : best)),
  )
  if (!normalOffered(ready, stay)) return [cheapest]
  const normal = byPeriods(ready, charged)
  return exactOf(normal) <= cheapest.exact ? normal : [cheapest]
}

const productEntry = (ready: ReadyPlan, { line, price }: Offer): Entry => ({ line, exact: inParts(ready, price) })

function byPeriods(ready: ReadyPlan, charged: Charged): Entry[] {
  const { plan } = ready
  if (plan.longStay && lengthOf(charged) - charged.shift > plan.longStay.after)
    return longStay(ready, plan.longStay, charged)
  return metered(ready, charged, new Meter(ready)).finish()
}

function metered<M extends Charging['meter']>(ready: ReadyPlan, charged: Charged, meter: M): M {
  const { spans, blocks } = walkStay(ready, charged.stretches, charged.shift)
  CROSSINGS[ready.plan.crossing ?? 'split']({ ready, meter, blocks }, grantBlocks(ready, spans))
  return meter
}

/** Where free time is renewed in each block, the blocks that are short enough cost nothing. */
function grantBlocks(ready: ReadyPlan, spans: Span[]): Span[] {
  const { free } = ready.plan
  if (free?.mode !== 'threshold' || free.renew !== 'block' || !ready.freeTime) return spans
  const lengths = new Map<number, number>()
  for (const { block, from, to } of spans) lengths.set(block, (lengths.get(block) ?? 0) + to - from)
  return spans.map((span) => (isShort(free, lengths.get(span.block) ?? 0) ? { ...span, period: FREE_BLOCK } : span))
}

type LongStay = NonNullable<Plan['longStay']>

/** A price for the first days or weeks, and a ladder from there on. */
function longStay(ready: ReadyPlan, { after, base, ladder }: LongStay, charged: Charged): Entry[] {
  const stay = whole(charged)
  const from = stay.from + charged.shift
  const span: Stretch = { from: from + after, to: stay.to }
  const first: SpanLine = { kind: 'longStay', from: instantOf(from), to: instantOf(span.from), amount: ZERO }
  return [{ line: first, exact: inParts(ready, base) }, ...beyond(ready, ladder, span)]
}

function beyond(ready: ReadyPlan, ladder: readonly Band[], span: Stretch): Entry[] {
  const { steps } = climb(ladder, 0, span.to - span.from, false)
  return steps.map(({ band, from, to, units }) => ({
    line: {
      kind: 'longStay',
      ...{ from: instantOf(span.from + from), to: instantOf(span.from + to) },
      ...{ units, unit: band.unit, price: band.price },
      amount: ZERO,
    },
    exact: inParts(ready, band.price, units),
  }))
}

/** What the first minutes cost is taken off, before or after the caps. */
function waived(ready: ReadyPlan, charged: Charged, length: Minutes): Entry[] {
  const first = firstMinutes(ready, charged, length)
  if (ready.plan.waiveWhen !== 'beforeCaps')
    return lessWaived(chosen(ready, charged), exactOf(chosen(first.ready, first.charged)), first.charged)
  const { charges } = metered(first.ready, first.charged, new Uncapped())
  return lessWaived(metered(ready, charged, new Meter(ready, charges)).finish(), exactOf(charges), first.charged)
}

function lessWaived(entries: Entry[], off: number, first: Charged): Entry[] {
  const { from, to } = whole(first)
  const exact = Math.min(off, exactOf(entries))
  const line: SpanLine = { kind: 'waiver', from: instantOf(from), to: instantOf(to), amount: ZERO }
  return exact > 0 ? [...entries, { line, exact: -exact }] : entries
}

/** The first charged minutes alone. Whether the stay is free is not asked again: the whole stay has answered. */
export function firstMinutes(
  ready: ReadyPlan,
  charged: Charged,
  length: number,
): { ready: ReadyPlan; charged: Charged } {
  const { free } = ready.plan
  const deducts = free?.mode === 'deduct'
  let left = length + (deducts && ready.freeTime ? free.minutes : 0)
  const stretches = charged.stretches.map(({ from, to }): Stretch => {
    const taken = Math.min(left, to - from)
    left -= taken
    return { from, to: from + taken }
  })
  return {
    ready: deducts ? ready : { ...ready, freeTime: false },
    charged: { ...charged, stretches: stretches.filter(({ from, to }) => to > from) },
  }
}

/** What the vehicle's class changes when the fee is settled: a factor after rounding, an amount taken off or added. */
function forClass(fee: Fee, { name, multiplier, minus = fen(0), plus = fen(0) }: VehicleClass): Fee {
  /** Whole, so that half a fen is exactly that. */
  const hundredths = multiplier?.when === 'afterRounding' ? Math.round(multiplier.by * 100) : 100
  const less = Math.max(0, Math.round((fee.total * hundredths) / 100) - minus)
  const total = fen(fee.total > 0 ? less + plus : less)
  const amount = fen(total - fee.total)
  if (amount === 0) return fee
  return { lines: [...fee.lines, { kind: 'class', name, amount }], total }
}
