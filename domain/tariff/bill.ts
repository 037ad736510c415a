/** The bill of a stay at one moment: fee, what was paid before, what is due. */
import { add, fen, NOTHING, subtract, type Fen } from '../money'
import { after, type Instant, type Minutes } from '../time'
import { charge, totalOf, type BillLine } from './charge'
import type { Tariff } from './tariff'

export interface PaidBefore {
  at: Instant
  amount: Fen
  /** The moment of the bill that was paid: a minute that began while the person was paying is not charged. */
  billedTo: Instant
}

export interface Bill {
  entry: Instant
  /** The moment it was made for. */
  at: Instant
  tariff: { id: string; version: string }
  /** How long one may take to leave after paying this bill. */
  payGrace: Minutes
  lines: BillLine[]
  /** Fee of the whole stay, before payments. */
  fee: Fen
  due: Fen
  /** Paid, and this long to drive out; absent when nothing was paid or the time is over. */
  leaveBy?: Instant
}

/** Within the grace after the last payment nothing is due; later, the whole fee less all payments. */
export function bill(tariff: Tariff, entry: Instant, payments: readonly PaidBefore[], at: Instant): Bill {
  const leaveBy = leaveByAfter(tariff, payments)
  const inGrace = leaveBy !== undefined && at <= leaveBy
  const paid = add(NOTHING, ...payments.map(({ amount }) => amount))
  const charged = charge(tariff, entry, inGrace ? latest(payments, 'billedTo') : at)
  const fee = totalOf(charged)
  const credit = payments.map(({ at, amount }): BillLine => ({ kind: 'paid', at, amount: fen(-amount) }))
  return {
    entry,
    at,
    tariff: { id: tariff.id, version: tariff.version },
    payGrace: tariff.payGrace,
    lines: [...charged, ...credit],
    fee,
    due: inGrace ? NOTHING : fen(Math.max(0, subtract(fee, paid))),
    ...(inGrace && { leaveBy }),
  }
}

/** Whether the bill knew of every payment: one that came after it makes its sum wrong. */
export const countsAll = ({ lines }: Bill, payments: readonly PaidBefore[]): boolean =>
  lines.filter(({ kind }) => kind === 'paid').length === payments.length

const latest = (payments: readonly PaidBefore[], field: 'at' | 'billedTo'): Instant =>
  Math.max(...payments.map((payment) => payment[field])) as Instant

function leaveByAfter(tariff: Tariff, payments: readonly PaidBefore[]): Instant | undefined {
  return payments.length === 0 ? undefined : after(latest(payments, 'at'), tariff.payGrace)
}
