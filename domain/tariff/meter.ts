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

/** What was charged, and where. */
export interface Charge {
  exact: number
  place: Place
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

interface CapRule {
  cap: Fen
  over: CapLine['over']
  /** The period's name. */
  of?: string
  keyOf: KeyOf
  blocks?: number
}

/** A cap while it fills up. */
class Cap {
  /** Names the window that it is open for. */
  private key: number | undefined = undefined
  private sum = 0
  private from = 0 as Instant
  private readonly limit: number
  private readonly said: Fen
  private entry: Entry | undefined = undefined

  constructor(
    { capFactor, parts }: ReadyPlan,
    private readonly rule: CapRule,
    /** What is waived before the cap, which leaves that much more room. */
    private readonly waived: readonly Charge[],
  ) {
    this.limit = Math.round(rule.cap * capFactor * parts)
    this.said = capFactor === 1 ? rule.cap : fen(Math.round(rule.cap * capFactor))
  }

  /** What the cap leaves of an amount. */
  leave(exact: number, place: Place, { from, to }: { from: Instant; to: Instant }, opened: Entry[]): number {
    const key = this.keyOf(place)
    if (key === undefined) return exact
    if (key !== this.key) this.reopen(key, from)
    const before = Math.max(0, this.sum - this.limit)
    this.sum += exact
    const excess = Math.max(0, this.sum - this.limit) - before
    return excess === 0 ? exact : exact - this.takeOff(excess, to, opened)
  }

  private keyOf(place: Place): number | undefined {
    return this.rule.keyOf(place, this.rule.blocks ?? 1)
  }

  private reopen(key: number, from: Instant): void {
    this.key = key
    this.from = from
    this.sum = 0
    for (const { exact, place } of this.waived) if (this.keyOf(place) === key) this.sum -= exact
    this.entry = undefined
  }

  /** What it cuts from now on stands on another line. */
  close(): void {
    this.entry = undefined
  }

  private takeOff(excess: number, to: Instant, opened: Entry[]): number {
    if (!this.entry) opened.push((this.entry = { line: this.line(), exact: 0 }))
    this.entry.exact -= excess
    ;(this.entry.line as CapLine).to = to
    return excess
  }

  private line(): CapLine {
    const { said: cap, from } = this
    const { over, of } = this.rule
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
  private readonly capped: Entry[] = []
  private block = 0

  /** `waived`: charges of this stay that no cap counts. */
  constructor(ready: ReadyPlan, waived: readonly Charge[] = []) {
    this.periods = ready.plan.periods
    this.periodCaps = this.periods.map((_, place) => periodCap(ready, place, waived))
    this.blockCaps = blockCaps(ready, waived)
    this.stayCap = stayCap(ready, waived)
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
    for (const cap of this.periodCaps) cap?.close()
    for (const cap of this.blockCaps) cap.close()
    this.stayCap?.close()
    for (const entry of this.capped) this.entries.push(entry)
    this.capped.length = 0
  }
}

/** Writes down what is charged, and caps nothing. */
export class Uncapped implements Pick<Meter, 'charge'> {
  readonly charges: Charge[] = []

  charge(_line: BillLine, exact: number, place: Place): void {
    this.charges.push({ exact, place })
  }
}

function periodCap(ready: ReadyPlan, place: number, waived: readonly Charge[]): Cap | undefined {
  const { cap, name: of, capPer } = ready.plan.periods[place] ?? {}
  if (cap === undefined || of === undefined) return undefined
  const keyOf = capPer === 'block' ? WINDOWS.instanceInBlock : WINDOWS.instance
  const within = waived.filter((charge) => charge.place.period === place)
  return new Cap(ready, { cap, over: 'period', of, keyOf }, within)
}

const NO_CAPS: readonly Cap[] = []

function blockCaps(ready: ReadyPlan, waived: readonly Charge[]): readonly Cap[] {
  const { blocks, periods } = ready.plan
  if (!blocks) return NO_CAPS
  const { cap, capTimes, groups = [] } = blocks
  const within = waived.filter(({ place }) => !periods[place.period]?.outsideCap)
  const keyOf = capTimes === 'first' ? WINDOWS.firstBlock : WINDOWS.blocks
  const caps = cap === undefined ? [] : [new Cap(ready, { cap, over: 'block', keyOf }, within)]
  for (const group of groups) caps.push(new Cap(ready, { ...group, over: 'blocks', keyOf: WINDOWS.blocks }, within))
  return caps
}

function stayCap(ready: ReadyPlan, waived: readonly Charge[]): Cap | undefined {
  const { totalCap: cap } = ready.plan
  return cap === undefined ? undefined : new Cap(ready, { cap, over: 'stay', keyOf: WINDOWS.stay }, waived)
}
