/** The lines of a bill: one thing each that was charged, let off, or paid before. They add up to what is due. */
import { fen, type Fen } from '../money'
import type { Instant, Minutes } from '../time'
import type { Coupon } from './coupon'

interface Span {
  from: Instant
  to: Instant
}

export type BillLine = { amount: Fen } & (
  | ({ kind: 'free'; why: 'threshold' | 'deducted' | 'window' } & Span)
  /** `minutes`: those added up, where they do not lie in one piece. `times`: the vehicle's factor, where it has one. */
  | ({
      kind: 'units'
      period: string
      units: number
      unit: Minutes
      price: Fen
      minutes?: Minutes
      times?: number
    } & Span)
  | ({ kind: 'prorata'; period: string; minutes: Minutes; unit: Minutes; price: Fen; times?: number } & Span)
  | ({ kind: 'flat'; period: string } & Span)
  | ({ kind: 'product'; product: string; dates?: number } & Span)
  | ({ kind: 'longStay'; units?: number; unit?: Minutes; price?: Fen } & Span)
  /** A cap takes off what exceeds it. `of`: the period's name, for a cap of a period. */
  | ({ kind: 'cap'; over: 'period' | 'block' | 'blocks' | 'stay' | 'visits'; of?: string; cap: Fen } & Span)
  | ({ kind: 'waiver' } & Span)
  | { kind: 'class'; name: string }
  | { kind: 'rounding' }
  | { kind: 'lostTicket' | 'unplated' | 'zeroStay' | 'minimum' }
  | { kind: 'coupon'; coupon: Coupon }
  | { kind: 'paid'; at: Instant }
  /** What is neither due nor given back: a payment closed the account. */
  | { kind: 'settled' }
)

export function totalOf(lines: readonly BillLine[]): Fen {
  let total = 0
  for (const { amount } of lines) total += amount
  return fen(total)
}
