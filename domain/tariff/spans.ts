/** Cuts a stay where what it costs may change: at the edges of periods, blocks, free minutes, and days if they count. */
import { DAY_MINUTES } from '../time'
import { blockLine, type BlockLine } from './block-line'
import { FREE_WINDOW, type Cell } from './day-cells'
import type { ReadyPlan } from './ready'
import { WallClock, type MinuteNumber } from './wall-clock'

/** Free minutes that are taken off, or a coupon's. */
export const DEDUCTED = -2
/** The flat price of a block's first minutes. */
export const HEAD = -3
export { FREE_WINDOW }

/** A stretch [from, to) of a stay inside one occurrence of one period, and of one block and one day where these cut it. */
export interface Span {
  from: MinuteNumber
  to: MinuteNumber
  /** The period's place in the plan, or FREE_WINDOW, DEDUCTED or HEAD. */
  period: number
  /** Names the occurrence: the local day on which it began. */
  instance: number
  /** Local day on which the span begins, counted from 1970-01-01. */
  day: number
  /** Block in which the span begins. */
  block: number
}

export interface Stretch {
  from: MinuteNumber
  to: MinuteNumber
}

/** A stay by its spans, and the blocks that it lies in. */
export interface Walked {
  spans: Span[]
  blocks: BlockLine
}

type Occurrence = Pick<Span, 'period' | 'instance'>

/** Where charging stands while a stay is walked. */
interface Walk extends Walked {
  ready: ReadyPlan
  wall: WallClock
  block: number
  blockTo: MinuteNumber
  deductedUntil: MinuteNumber
  headUntil: MinuteNumber
  /** What prices the whole stay, where no period ends. */
  always: Occurrence | undefined
  /** For periods without a clock: the first day of the run of days, and the last day seen. */
  runs: ({ first: number; last: number } | undefined)[]
}

export function walkStay(ready: ReadyPlan, stretches: readonly Stretch[], shift: number): Walked {
  const walk = beginWalk(ready, stretches[0]?.from ?? 0, shift)
  for (const { from, to } of stretches) walkStretch(walk, from, to)
  return walk
}

function beginWalk(ready: ReadyPlan, entry: MinuteNumber, shift: number): Walk {
  const { free, blocks } = ready.plan
  const charged = entry + shift + (free?.mode === 'deduct' && ready.freeTime ? free.minutes : 0)
  const wall = new WallClock(ready.zone, entry)
  const walk: Walk = {
    ready,
    wall,
    spans: [],
    blocks: blockLine(ready.plan, wall, entry, blocks?.origin === 'billing' ? charged : entry),
    block: 0,
    blockTo: entry,
    deductedUntil: entry,
    headUntil: entry,
    always: undefined,
    runs: [],
  }
  walk.always = alwaysOf(walk, entry)
  openBlock(walk, entry, charged)
  return walk
}

function openBlock(walk: Walk, at: MinuteNumber, deductedUntil: MinuteNumber): void {
  const { blocks, ready } = walk
  walk.block = blocks.numberAt(at)
  walk.blockTo = blocks.endAfter(at)
  walk.deductedUntil = Math.max(walk.deductedUntil, deductedUntil)
  walk.headUntil = walk.deductedUntil + (ready.plan.head?.minutes ?? 0)
}

/** Where free minutes end that a block beginning at `at` brings with it. */
function renewedUntil({ plan, freeTime }: ReadyPlan, at: MinuteNumber): MinuteNumber {
  const { free } = plan
  return freeTime && free?.mode === 'deduct' && free.renew === 'block' ? at + free.minutes : at
}

function walkStretch(walk: Walk, from: MinuteNumber, to: MinuteNumber): void {
  for (let at = from; at < to;) {
    if (at >= walk.blockTo) openBlock(walk, at, renewedUntil(walk.ready, at))
    at = at < walk.headUntil ? walkStart(walk, at, to) : walkCell(walk, at, to)
  }
}

/** Inside the block's first minutes: deducted, or at the head's price. */
function walkStart(walk: Walk, at: MinuteNumber, limit: MinuteNumber): MinuteNumber {
  const { wall, block } = walk
  const deducted = at < walk.deductedUntil
  const until = Math.min(deducted ? walk.deductedUntil : walk.headUntil, wall.until(at, DAY_MINUTES))
  return put(walk, deducted ? DEDUCTED : HEAD, block, at, Math.min(limit, until))
}

function walkCell(walk: Walk, at: MinuteNumber, limit: MinuteNumber): MinuteNumber {
  const { ready, wall, always } = walk
  if (always) {
    const until = ready.cuts(always.period).day ? wall.until(at, DAY_MINUTES) : limit
    return put(walk, always.period, always.instance, at, Math.min(limit, until))
  }
  const cell = cellAt(walk, at)
  return put(walk, cell.period, instanceOf(walk, cell, at), at, Math.min(limit, wall.until(at, cell.to)))
}

const TIMELESS: Occurrence = { period: 0, instance: 0 }

function alwaysOf(walk: Walk, entry: MinuteNumber): Occurrence | undefined {
  if (walk.ready.timeless) return TIMELESS
  if (walk.ready.plan.crossing !== 'entry') return undefined
  const cell = cellAt(walk, entry)
  return { period: cell.period, instance: instanceOf(walk, cell, entry) }
}

function cellAt({ ready, wall }: Walk, at: MinuteNumber): Cell {
  const day = wall.dayOf(at)
  const ofDay = at + wall.offset(at) - day * DAY_MINUTES
  for (const cell of ready.cells(day)) if (ofDay < cell.to) return cell
  throw new RangeError(`minute ${ofDay} lies in no cell of its day`)
}

/** The day on which the occurrence began. Days in a row are one occurrence of a period without a clock. */
function instanceOf({ ready, runs, wall }: Walk, { period, daysSince }: Cell, at: MinuteNumber): number {
  if (period === FREE_WINDOW) return 0
  const day = wall.dayOf(at)
  if (!ready.clockless[period]) return day - daysSince
  const run = runs[period]
  if (run && day <= run.last + 1) {
    run.last = day
    return run.first
  }
  runs[period] = { first: day, last: day }
  return day
}

/** Joins what belongs together: the clock's change, and a midnight or block that cuts nothing. Answers where the span ends. */
function put(walk: Walk, period: number, instance: number, from: MinuteNumber, until: MinuteNumber): MinuteNumber {
  const { ready, spans, block } = walk
  const to = Math.min(until, walk.blockTo)
  const day = walk.wall.dayOf(from)
  const last = spans.at(-1)
  const cut = ready.cuts(period)
  const joins =
    last?.to === from &&
    last.period === period &&
    last.instance === instance &&
    (last.block === block || !cut.block) &&
    (last.day === day || !cut.day)
  if (joins) last.to = to
  else spans.push({ from, to, period, instance, day, block })
  return to
}
