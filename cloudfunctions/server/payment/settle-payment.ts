/** The one place where money is counted: callback, return from the cashier, sweep and reconciliation all end here. */
import { evolve, isOpen, isOver, moneyArrived, type OrderNo, type ReturnReason } from '../../../domain/payment'
import { countsAll, countsMore } from '../../../domain/tariff/bill'
import type { Coupon as TakesOff } from '../../../domain/tariff/coupon'
import { after, type Instant } from '../../../domain/time'
import type { AttemptDoc, Effect, LanePlace, StayDoc } from '../documents'
import { canUse, freeCoupons, useCoupons } from '../coupons/hold-coupons'
import { listEffect, runEffect } from '../effects/effects'
import type { OrderState, Ports, Transaction } from '../ports'

/** An order that is paid: by WeChat's word, or by coupons alone, which WeChat knows nothing of. */
export type PaidOrder = Omit<Extract<OrderState, { state: 'paid' }>, 'state' | 'transactionId'> & {
  transactionId: string | null
}

/**
 * Applies a payment that WeChat vouches for, or notes that it cannot be applied and lists its refund. Telling it twice, or from
 * two sides at once, has one effect. Only the barrier is opened at once: nobody waits for what else follows, and `sweep` does it.
 * @throws Error when we have no such order: the teller must try again, and a person must look.
 */
export async function settlePayment(ports: Ports, order: PaidOrder): Promise<AttemptDoc> {
  const { attempt, effects } = await ports.store.transaction((tx) => apply(ports, tx, order))
  for (const effect of effects) if (effect.do === 'let-out') await runEffect(ports, effect)
  return attempt
}

function unknownOrder({ log }: Ports, order: PaidOrder): never {
  log.alarm('paid order is not ours', { orderNo: order.orderNo, amount: order.amount })
  throw new Error(`no attempt ${order.orderNo}`)
}

interface Settled {
  attempt: AttemptDoc
  effects: readonly Effect[]
}

async function apply(ports: Ports, tx: Transaction, order: PaidOrder): Promise<Settled> {
  const attempt = await tx.get('payAttempts', order.orderNo)
  if (!attempt) return unknownOrder(ports, order)
  if (isOver(attempt.payment, order.amount)) return { attempt, effects: [] }
  const stay = await stayOf(tx, attempt, order)
  const why = whyUnapplied(ports, order, attempt, stay) ?? ((await canUse(tx, attempt)) ? undefined : 'coupon-gone')
  const settled = { ...settledAttempt(attempt, order, why), at: laneOf(stay, attempt) }
  await tx.put('payAttempts', settled)
  if (!why && stay) {
    await payStay(tx, stay, settled, order)
    await useCoupons(ports, tx, settled)
  } else {
    await freeStay(tx, stay, attempt)
    await freeCoupons(tx, attempt)
  }
  const effects = effectsOf(settled, why, stay)
  for (const effect of effects) await listEffect(ports, tx, effect)
  return { attempt: settled, effects }
}

/** Where the car was seen last: at the lane where the bill was made, or at one that it came to since. */
function laneOf(stay: StayDoc | undefined, { at }: AttemptDoc): LanePlace | null {
  const seen = stay?.waitsAt ?? null
  if (!seen || !at) return seen ?? at
  return seen.since > at.since ? seen : at
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
  why: ReturnReason | undefined,
): AttemptDoc {
  const money = { transactionId, paidAt, paid: attempt.amount }
  const payment = evolve(attempt.payment, { type: 'paid', ...money, ...(why && { unapplied: why }) })
  if (!moneyArrived(payment)) return { ...attempt, payment, open: isOpen(payment) }
  return {
    ...attempt,
    payment,
    open: isOpen(payment),
    paidAt,
    listKey: listKey(paidAt, attempt._id),
    owedSince: payment.state === 'owed' ? paidAt : null,
    leaveBy: why ? null : after(paidAt, attempt.bill.payGrace),
  }
}

/** Sorts as text by the time of payment; no two are the same. */
const listKey = (paidAt: Instant, order: OrderNo): string => `${String(paidAt).padStart(15, '0')}-${order}`

function whyUnapplied(
  { pay, log }: Ports,
  order: PaidOrder,
  attempt: AttemptDoc,
  stay: StayDoc | undefined,
): ReturnReason | undefined {
  const ours = order.appid === pay.merchant.appid && order.mchid === pay.merchant.mchid && order.currency === 'CNY'
  if (!ours || order.amount !== attempt.amount) {
    log.alarm('payment differs from its order', { orderNo: order.orderNo, paid: order.amount, ordered: attempt.amount })
    return 'amount-differs'
  }
  if (order.refunded) log.alarm('refunded elsewhere before it was known to be paid', { orderNo: order.orderNo })
  if (!stay || stay.id !== attempt.stayId) return 'stay-over'
  if (countsAll(attempt.bill, stay.payments)) return undefined
  return countsMore(attempt.bill, stay.payments) ? 'earlier-undone' : 'paid-already'
}

/** A car whose plate no camera could read is noted here at the lane that its payment opens. */
async function payStay(
  tx: Transaction,
  stay: StayDoc,
  attempt: AttemptDoc,
  { orderNo, paidAt }: PaidOrder,
): Promise<void> {
  const coupons = usedLines(attempt)
  const payment = { orderNo, at: paidAt, amount: attempt.amount, billedTo: attempt.bill.at, coupons }
  const payments = [...stay.payments, payment]
  await tx.update('stays', stay._id, { payments, waitsAt: attempt.at, ...freed(stay, attempt) })
}

/** What this payment's own coupons took off; those of earlier payments stay with these. */
const usedLines = ({ bill, coupons }: AttemptDoc): TakesOff[] =>
  bill.lines.flatMap((line) =>
    line.kind === 'coupon' && coupons.some((code) => code === line.coupon.id) ? [line.coupon] : [],
  )

async function freeStay(tx: Transaction, stay: StayDoc | undefined, attempt: AttemptDoc): Promise<void> {
  if (stay?.openAttempt === attempt._id) await tx.update('stays', stay._id, { openAttempt: null })
}

const freed = (stay: StayDoc, { _id }: AttemptDoc): { openAttempt?: null } =>
  stay.openAttempt === _id ? { openAttempt: null } : {}

function effectsOf(
  { _id, lot, at, stay, payment, tellPaid }: AttemptDoc,
  why: ReturnReason | undefined,
  paidFor: StayDoc | undefined,
): Effect[] {
  if (why) return payment.state === 'owed' ? [{ do: 'refund', orderNo: _id }] : []
  const letsOut = at && paidFor?.state === 'inside' && !paidFor.locked
  return [
    ...(letsOut ? [{ do: 'let-out' as const, lot, stay, visit: at.visit, lane: at.lane }] : []),
    ...(tellPaid ? [{ do: 'tell' as const, of: 'paid' as const, orderNo: _id }] : []),
  ]
}
