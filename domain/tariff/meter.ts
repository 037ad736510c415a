/**
 * Writes down what is charged, and lets the caps cut it, from the inner to the outer one. Amounts are in parts of a fen
 * (`ReadyPlan.parts`) until the whole is settled.
 */
import { fen, type Fen } from '../money'
import { MINUTE, type Instant } from '../time'
import type { BillLine } from './line'
import type { ReadyPlan } from './ready'
import type { Period } from './tariff'
import type { MinuteNumber } from './wall-clock'

export const instantOf = (at: MinuteNumber): Instant => (at * MINUTE) as Instant

export const ZERO = fen(0)

/** A line whose amount is not settled yet. */
export interface Entry {
  line: BillLine
  /** In parts of a fen. */
  exact: number
}

/** Which caps a charge counts against. */
export interface Place {
  period: number
  instance: number
  block: number
}

type CapLine = BillLine & { kind: 'cap' }

type KeyOf = (place: Place, blocks: number) => number | undefined

/** More than any stay has. */
const MOST_BLOCKS = 1_000_000

/** The windows that caps are for; `blocks` are how many one holds. */
const WINDOWS = {
  instance: ({ instance }) => instance,
  instanceInBlock: ({ instance, block }) => instance * MOST_BLOCKS + block,
  firstBlock: ({ block }) => (block > 0 ? undefined : block),
  blocks: ({ block }, blocks) => Math.floor(block / blocks),
  stay: () => 0,
} satisfies Record<string, KeyOf>

/** A cap while it fills up. */
class Cap {
  /** Names the window that it is open for. */
  private key: number | undefined = undefined
  private sum = 0
  private from = 0 as Instant
  private readonly limit: number
  entry: Entry | undefined = undefined

  constructor(
    ready: ReadyPlan,
    private readonly cap: Fen,
    private readonly over: CapLine['over'],
    private readonly of: string | undefined,
    private readonly keyOf: KeyOf,
    private readonly blocks = 1,
  ) {
    this.limit = Math.round(cap * ready.capFactor * ready.parts)
    if (ready.capFactor !== 1) this.cap = fen(Math.round(cap * ready.capFactor))
  }

  /** What the cap leaves of an amount. */
  leave(exact: number, place: Place, { from, to }: { from: Instant; to: Instant }, opened: Entry[]): number {
    const key = this.keyOf(place, this.blocks)
    if (key === undefined) return exact
    if (key !== this.key) this.reopen(key, from)
    const before = Math.max(0, this.sum - this.limit)
    this.sum += exact
    const excess = Math.max(0, this.sum - this.limit) - before
    return excess === 0 ? exact : exact - this.takeOff(excess, to, opened)
  }

  private reopen(key: number, from: Instant): void {
    this.key = key
    this.from = from
    this.sum = 0
    this.entry = undefined
  }

  private takeOff(excess: number, to: Instant, opened: Entry[]): number {
    if (!this.entry) opened.push((this.entry = { line: this.line(), exact: 0 }))
    this.entry.exact -= excess
    ;(this.entry.line as CapLine).to = to
    return excess
  }

  private line(): CapLine {
    const { over, cap, from, of } = this
    const line: CapLine = { kind: 'cap', over, cap, from, to: from, amount: ZERO }
    if (of !== undefined) line.of = of
    return line
  }
}

export class Meter {
  private readonly entries: Entry[] = []
  private readonly periods: readonly Period[]
  private readonly periodCaps: readonly (Cap | undefined)[]
  /** Of blocks and groups, from the inner to the outer one. */
  private readonly blockCaps: readonly Cap[]
  private readonly stayCap: Cap | undefined
  /** Lines of the outer caps that have cut something in this block. */
  private capped: Entry[] = []
  private block = 0

  constructor(ready: ReadyPlan) {
    this.periods = ready.plan.periods
    this.periodCaps = this.periods.map((period) => periodCap(ready, period))
    this.blockCaps = blockCaps(ready)
    this.stayCap = stayCap(ready)
  }

  charge(line: BillLine & { from: Instant; to: Instant }, exact: number, place: Place): void {
    if (place.block !== this.block) this.closeBlock(place.block)
    this.entries.push({ line, exact })
    if (exact === 0) return
    let rest = this.periodCaps[place.period]?.leave(exact, place, line, this.entries) ?? exact
    if (!this.periods[place.period]?.outsideCap)
      for (const cap of this.blockCaps) rest = cap.leave(rest, place, line, this.capped)
    this.stayCap?.leave(rest, place, line, this.capped)
  }

  finish(): Entry[] {
    this.closeBlock(this.block)
    return this.entries
  }

  /** A block's caps stand at its end; a cap that goes on into the next block gets another line there. */
  private closeBlock(next: number): void {
    this.block = next
    for (const entry of this.capped) this.entries.push(entry)
    this.capped = []
    for (const cap of [...this.periodCaps, ...this.blockCaps, this.stayCap]) if (cap) cap.entry = undefined
  }
}

function periodCap(ready: ReadyPlan, { cap, name, capPer }: Period): Cap | undefined {
  if (cap === undefined) return undefined
  return new Cap(ready, cap, 'period', name, capPer === 'block' ? WINDOWS.instanceInBlock : WINDOWS.instance)
}

function blockCaps(ready: ReadyPlan): Cap[] {
  const { cap, capTimes, groups = [] } = ready.plan.blocks ?? {}
  const over = capTimes === 'first' ? WINDOWS.firstBlock : WINDOWS.blocks
  return [
    ...(cap === undefined ? [] : [new Cap(ready, cap, 'block', undefined, over)]),
    ...groups.map((group) => new Cap(ready, group.cap, 'blocks', undefined, WINDOWS.blocks, group.blocks)),
  ]
}

const stayCap = (ready: ReadyPlan): Cap | undefined =>
  ready.plan.totalCap === undefined ? undefined : new Cap(ready, ready.plan.totalCap, 'stay', undefined, WINDOWS.stay)
