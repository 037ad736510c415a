/**
 * Writes down what is charged, and lets the caps cut it, from the inner to the outer one. Amounts are in parts of a fen
 * (`ReadyPlan.parts`) until the whole is settled.
 */
import { fen, type Fen } from '../money'
import { MINUTE, type Instant } from '../time'
import type { BillLine } from './line'
import type { ReadyPlan } from './ready'
import type { MinuteNumber } from './spans'

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

/** A cap while it fills up; `key` names the window that it is open for. */
interface Cap {
  over: CapLine['over']
  of?: string
  limit: number
  cap: Fen
  key: string | number
  sum: number
  from: Instant
  entry?: Entry | undefined
  keyOf(place: Place): string | number | undefined
}

export class Meter {
  readonly entries: Entry[] = []
  readonly #periods: (Cap | undefined)[]
  readonly #outer: readonly Cap[]
  #caps: Entry[] = []
  #block = 0

  constructor(ready: ReadyPlan) {
    this.#periods = periodCaps(ready)
    this.#outer = outerCaps(ready)
  }

  charge(line: BillLine & { from: Instant; to: Instant }, exact: number, place: Place): void {
    if (place.block !== this.#block) this.#closeBlock(place.block)
    this.entries.push({ line, exact })
    if (exact === 0) return
    const inner = this.#periods[place.period]
    let rest = inner ? this.#cut(inner, exact, place, line) : exact
    for (const cap of this.#outer) rest = this.#cut(cap, rest, place, line)
  }

  finish(): Entry[] {
    this.#closeBlock(this.#block)
    return this.entries
  }

  /** What the cap leaves of an amount. */
  #cut(cap: Cap, exact: number, place: Place, { from, to }: { from: Instant; to: Instant }): number {
    const key = cap.keyOf(place)
    if (key === undefined) return exact
    if (key !== cap.key) Object.assign(cap, { key, sum: 0, from, entry: undefined })
    const before = Math.max(0, cap.sum - cap.limit)
    cap.sum += exact
    const excess = Math.max(0, cap.sum - cap.limit) - before
    if (excess === 0) return exact
    cap.entry ??= this.#open(cap)
    cap.entry.exact -= excess
    ;(cap.entry.line as CapLine).to = to
    return exact - excess
  }

  #open({ over, of, cap, from }: Cap): Entry {
    const line: CapLine = { kind: 'cap', over, ...(of !== undefined && { of }), cap, from, to: from, amount: ZERO }
    const entry = { line, exact: 0 }
    this.#caps.push(entry)
    return entry
  }

  /** Caps stand after what they cut; one that goes on into the next block gets another line there. */
  #closeBlock(next: number): void {
    this.#block = next
    this.entries.push(...this.#caps)
    this.#caps = []
    for (const cap of [...this.#periods, ...this.#outer]) if (cap) cap.entry = undefined
  }
}

const newCap = (ready: ReadyPlan, cap: Fen, rest: Pick<Cap, 'over' | 'keyOf'> & { of?: string }): Cap => ({
  ...rest,
  cap: fen(Math.round(cap * ready.capFactor)),
  limit: Math.round(cap * ready.capFactor * ready.parts),
  key: '',
  sum: 0,
  from: 0 as Instant,
})

const periodCaps = (ready: ReadyPlan): (Cap | undefined)[] =>
  ready.plan.periods.map(({ cap, name, capPer }) =>
    cap === undefined
      ? undefined
      : newCap(ready, cap, {
          over: 'period',
          of: name,
          keyOf: ({ instance, block }) => (capPer === 'block' ? `${instance} ${block}` : instance),
        }),
  )

function outerCaps(ready: ReadyPlan): Cap[] {
  const { blocks, totalCap } = ready.plan
  const firstOnly = blocks?.capTimes === 'first'
  return [
    ...(blocks?.cap === undefined
      ? []
      : [
          newCap(ready, blocks.cap, {
            over: 'block',
            keyOf: ({ block }) => (firstOnly && block > 0 ? undefined : block),
          }),
        ]),
    ...(blocks?.groups ?? []).map((group) =>
      newCap(ready, group.cap, { over: 'blocks', keyOf: ({ block }) => Math.floor(block / group.blocks) }),
    ),
    ...(totalCap === undefined ? [] : [newCap(ready, totalCap, { over: 'stay', keyOf: () => 0 })]),
  ]
}
