/** Cuts a stay where what it costs may change: at the edges of periods, blocks, free minutes, and days if they count. */
import { DAY_MINUTES, MINUTE, steadyClock, type Instant, type SteadyClock } from '../time'
import { FREE_WINDOW } from './day-cells'
import { blockLength, type ReadyPlan } from './ready'

/** Minutes since 1970-01-01 UTC. */
export type MinuteNumber = number

/** Free minutes that are taken off, or a coupon's. */
export const DEDUCTED = -2
/** The flat price of a block's first minutes. */
export const HEAD = -3
export { FREE_WINDOW }

/** A stretch [from, to) of a stay inside one occurrence of one period, one block, and one day if days count. */
export interface Span {
  from: MinuteNumber
  to: MinuteNumber
  /** The period's place in the plan, or FREE_WINDOW, DEDUCTED or HEAD. */
  period: number
  /** Names the occurrence: the local day on which it began. */
  instance: number
  /** Local day, counted from 1970-01-01. */
  day: number
  block: number
}

export interface Stretch {
  from: MinuteNumber
  to: MinuteNumber
}

/** Where charging stands while a stay is walked. */
interface Walk {
  ready: ReadyPlan
  spans: Span[]
  /** Where elapsed blocks are counted from. */
  origin: MinuteNumber
  firstDay: number
  block: number
  blockTo: MinuteNumber
  deductedUntil: MinuteNumber
  headUntil: MinuteNumber
  clock: SteadyClock
  /** For periods without a clock: the first day of the run of days, and the last day seen. */
  runs: ({ first: number; last: number } | undefined)[]
}

export function spansOf(ready: ReadyPlan, stretches: readonly Stretch[], shift: number): Span[] {
  const walk = beginWalk(ready, stretches[0]?.from ?? 0, shift)
  for (const { from, to } of stretches) walkStretch(walk, from, to)
  return walk.spans
}

/** Minutes from the entry in which nothing is charged: those the plan deducts, and a coupon's. */
const deductedMinutes = ({ plan, freeTime }: ReadyPlan, shift: number): number =>
  shift + (plan.free?.mode === 'deduct' && freeTime ? plan.free.minutes : 0)

/** Where elapsed blocks are counted from. */
export const originOf = (ready: ReadyPlan, entry: MinuteNumber, shift: number): MinuteNumber =>
  ready.plan.blocks?.origin === 'billing' ? entry + deductedMinutes(ready, shift) : entry

function beginWalk(ready: ReadyPlan, entry: MinuteNumber, shift: number): Walk {
  const clock = clockAt(ready, entry)
  const firstDay = localDay(entry, clock)
  const walk: Walk = {
    ready,
    spans: [],
    origin: originOf(ready, entry, shift),
    firstDay,
    block: 0,
    blockTo: entry,
    deductedUntil: 0,
    headUntil: 0,
    clock,
    runs: [],
  }
  openBlock(walk, entry, firstDay)
  walk.deductedUntil = entry + deductedMinutes(ready, shift)
  walk.headUntil = headFrom(walk, walk.deductedUntil)
  return walk
}

const clockAt = (ready: ReadyPlan, at: MinuteNumber): SteadyClock => steadyClock((at * MINUTE) as Instant, ready.zone)

const localDay = (at: MinuteNumber, { offset }: SteadyClock): number => Math.floor((at + offset) / DAY_MINUTES)

const headFrom = ({ ready }: Walk, from: MinuteNumber): MinuteNumber =>
  ready.plan.head ? from + ready.plan.head.minutes : from

function openBlock(walk: Walk, at: MinuteNumber, day: number): void {
  const { blocks, free } = walk.ready.plan
  walk.block = blockNumber(walk, at, day)
  const cut = blocks?.by === 'elapsed' && blocks.cut !== false
  walk.blockTo = cut ? walk.origin + (walk.block + 1) * blockLength(walk.ready) : Number.MAX_SAFE_INTEGER
  const renewed = free?.mode === 'deduct' && free.renew === 'block' && walk.ready.freeTime
  walk.deductedUntil = Math.max(walk.deductedUntil, renewed ? at + free.minutes : at)
  walk.headUntil = headFrom(walk, walk.deductedUntil)
}

function blockNumber({ ready, origin, firstDay }: Walk, at: MinuteNumber, day: number): number {
  const { blocks } = ready.plan
  if (!blocks || blocks.cut === false) return 0
  if (blocks.by === 'calendarDay') return day - firstDay
  return Math.max(0, Math.floor((at - origin) / blockLength(ready)))
}

function walkStretch(walk: Walk, from: MinuteNumber, to: MinuteNumber): void {
  for (let at = from; at < to;) {
    if (at * MINUTE >= walk.clock.until) walk.clock = clockAt(walk.ready, at)
    const day = localDay(at, walk.clock)
    if (blockNumber(walk, at, day) !== walk.block) openBlock(walk, at, day)
    at = at < walk.headUntil ? walkStart(walk, at, to, day) : walkCell(walk, at, to, day)
  }
}

/** Inside the block's first minutes: deducted, or at the head's price. */
function walkStart(walk: Walk, at: MinuteNumber, limit: MinuteNumber, day: number): MinuteNumber {
  const deducted = at < walk.deductedUntil
  const end = Math.min(limit, deducted ? walk.deductedUntil : walk.headUntil, walk.blockTo, dayEnd(walk, day))
  put(walk, { from: at, to: end, period: deducted ? DEDUCTED : HEAD, instance: walk.block, day, block: walk.block })
  return end
}

/** The end of the local day, or of the steady clock on the way there. */
const dayEnd = ({ clock }: Walk, day: number): MinuteNumber =>
  Math.min((day + 1) * DAY_MINUTES - clock.offset, clock.until / MINUTE)

function walkCell(walk: Walk, at: MinuteNumber, limit: MinuteNumber, day: number): MinuteNumber {
  const { ready, clock } = walk
  if (ready.timeless) return walkTimeless(walk, at, limit, day)
  const ofDay = at + clock.offset - day * DAY_MINUTES
  for (const cell of ready.cells(day)) {
    if (ofDay >= cell.to) continue
    const cellEnd = day * DAY_MINUTES + cell.to - clock.offset
    const end = Math.min(limit, cellEnd, clock.until / MINUTE, walk.blockTo)
    const instance = instanceOf(walk, cell.period, cell.begunBefore ? day - 1 : day)
    put(walk, { from: at, to: end, period: cell.period, instance, day, block: walk.block })
    return end
  }
  throw new RangeError(`minute ${ofDay} lies in no cell of its day`)
}

/** One period, always: nothing changes before the block ends. */
function walkTimeless(walk: Walk, at: MinuteNumber, limit: MinuteNumber, day: number): MinuteNumber {
  const end = Math.min(limit, walk.blockTo)
  put(walk, { from: at, to: end, period: 0, instance: 0, day, block: walk.block })
  return end
}

/** Days in a row are one occurrence of a period without a clock. */
function instanceOf({ ready, runs }: Walk, period: number, day: number): number {
  if (period === FREE_WINDOW) return 0
  if (!ready.clockless[period]) return day
  const run = runs[period]
  if (run && day <= run.last + 1) {
    run.last = day
    return run.first
  }
  runs[period] = { first: day, last: day }
  return day
}

/** Joins what belongs together: the clock's change and a midnight that nobody counts cut nothing. */
function put({ ready, spans }: Walk, span: Span): void {
  const last = spans.at(-1)
  const joins =
    last?.to === span.from &&
    last.period === span.period &&
    last.instance === span.instance &&
    last.block === span.block &&
    (last.day === span.day || !ready.countsDays)
  if (joins) last.to = span.to
  else spans.push(span)
}
