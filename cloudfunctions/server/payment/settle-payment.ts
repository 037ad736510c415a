/** The one place where money is counted: callback, return from the cashier, sweep and reconciliation all end here. */
import { evolve, isOpen, moneyArrived, type UnappliedReason } from '../../../domain/payment'
import { countsAll } from '../../../domain/tariff/bill'
import { after } from '../../../domain/time'
import type { AttemptDoc, Effect, StayDoc } from '../documents'
import { effectId, runEffect } from '../effects/effects'
import type { OrderState, Ports, Transaction } from '../ports'

export type PaidOrder = Extract<OrderState, { state: 'paid' }>

/**
 * Applies a payment that WeChat vouches for, or notes that it cannot be applied and sends it back. Telling it twice, or from
 * two sides at once, has one effect.
 * @throws Error when we have no such order: the teller must try again, and a person must look.
 */
export async function settlePayment(ports: Ports, order: PaidOrder): Promise<AttemptDoc> {
  const { attempt, effect } = await ports.store.transaction((tx) => apply(ports, tx, order))
  if (effect) await runEffect(ports, effect)
  return attempt
}

function unknownOrder({ log }: Ports, order: PaidOrder): never {
  log.alarm('paid order is not ours', { orderNo: order.orderNo, amount: order.amount })
  throw new Error(`no attempt ${order.orderNo}`)
}

interface Settled {
  attempt: AttemptDoc
  effect?: Effect
}

async function apply(ports: Ports, tx: Transaction, order: PaidOrder): Promise<Settled> {
  const attempt = await tx.get('payAttempts', order.orderNo)
  if (!attempt) return unknownOrder(ports, order)
  if (moneyArrived(attempt.payment)) return { attempt }
  const stay = await stayOf(tx, attempt, order)
  const why = whyUnapplied(ports, order, attempt, stay)
  const settled = { ...settledAttempt(attempt, order, why), at: stay?.waitsAt ?? attempt.at }
  await tx.put('payAttempts', settled)
  if (!why && stay) await payStay(tx, stay, settled, order)
  else await freeStay(tx, stay, attempt)
  const effect = effectOf(settled, why, stay)
  if (effect) await tx.put('outbox', { _id: effectId(effect), effect, state: 'due', dueAt: ports.now(), tries: 0 })
  return { attempt: settled, ...(effect && { effect }) }
}

/** The stay that the money is for: still inside, or left after the money was paid and before we heard of it. */
async function stayOf(tx: Transaction, attempt: AttemptDoc, { paidAt }: PaidOrder): Promise<StayDoc | undefined> {
  const inside = await tx.get('stays', attempt.stay)
  if (inside?.id === attempt.stayId) return inside
  const left = await tx.get('stays', attempt.stayId)
  return left && left.leftAt !== null && paidAt < left.leftAt ? left : undefined
}

function settledAttempt(
  attempt: AttemptDoc,
  { transactionId, paidAt }: PaidOrder,
  why: UnappliedReason | undefined,
): AttemptDoc {
  const payment = evolve(attempt.payment, { type: 'paid', transactionId, paidAt, ...(why && { unapplied: why }) })
  return {
    ...attempt,
    payment,
    open: isOpen(payment),
    paidAt,
    leaveBy: why ? null : after(paidAt, attempt.bill.payGrace),
  }
}

function whyUnapplied(
  { pay, log }: Ports,
  order: PaidOrder,
  attempt: AttemptDoc,
  stay: StayDoc | undefined,
): UnappliedReason | undefined {
  const ours = order.appid === pay.merchant.appid && order.mchid === pay.merchant.mchid && order.currency === 'CNY'
  if (!ours || order.amount !== attempt.amount) {
    log.alarm('payment differs from its order', { orderNo: order.orderNo, paid: order.amount, ordered: attempt.amount })
    return 'amount-differs'
  }
  if (order.refunded) log.alarm('refunded elsewhere before it was known to be paid', { orderNo: order.orderNo })
  if (!stay || stay.id !== attempt.stayId) return 'stay-over'
  return countsAll(attempt.bill, stay.payments) ? undefined : 'paid-already'
}

async function payStay(
  tx: Transaction,
  stay: StayDoc,
  attempt: AttemptDoc,
  { orderNo, paidAt }: PaidOrder,
): Promise<void> {
  const payment = { orderNo, at: paidAt, amount: attempt.amount, billedTo: attempt.bill.at }
  await tx.update('stays', stay._id, { payments: [...stay.payments, payment], ...freed(stay, attempt) })
}

async function freeStay(tx: Transaction, stay: StayDoc | undefined, attempt: AttemptDoc): Promise<void> {
  if (stay?.openAttempt === attempt._id) await tx.update('stays', stay._id, { openAttempt: null })
}

const freed = (stay: StayDoc, { _id }: AttemptDoc): { openAttempt?: null } =>
  stay.openAttempt === _id ? { openAttempt: null } : {}

function effectOf(
  { _id, lot, at, stay }: AttemptDoc,
  why: UnappliedReason | undefined,
  paidFor: StayDoc | undefined,
): Effect | undefined {
  if (why) return { do: 'refund', orderNo: _id }
  return at && paidFor?.state === 'inside' && !paidFor.locked ? { do: 'let-out', lot, stay, ...at } : undefined
}
