/** Finds out how an attempt that nobody heard of again has ended, and ends it when nobody paid. */
import { NOTHING } from '../../../domain/money'
import { evolve, isOpen, type PaymentFact } from '../../../domain/payment'
import { after, minutes, type Instant } from '../../../domain/time'
import type { AttemptDoc } from '../documents'
import { freeCoupons } from '../coupons/hold-coupons'
import { listEffect } from '../effects/effects'
import { PayFailed, type Ports, type Transaction } from '../ports'
import { settlePayment } from './settle-payment'

/**
 * Asks WeChat and records what is certain. An error reply is certain of nothing. An order that coupons alone would have paid
 * was never there to be asked about: it is closed, whether or not somebody settles it at this moment.
 */
export async function learn(ports: Ports, attempt: AttemptDoc): Promise<AttemptDoc> {
  if (attempt.amount === NOTHING) return recordFact(ports, attempt, { type: 'neverPlaced' })
  const order = await ports.pay.query(attempt._id)
  switch (order.state) {
    case 'paid':
      return settlePayment(ports, order)
    case 'closed':
      return recordFact(ports, attempt, { type: 'closed' })
    case 'unpaid':
      return recordFact(ports, attempt, { type: 'prepaid' })
    case 'missing':
      return attempt
  }
}

/**
 * Closes the order so that nobody can pay it any more; it is closed only when a query says so. One that is still `created` and
 * unknown to WeChat gave no phone its parameters, so there is nothing that could be paid: whether it still is `created` when
 * that is written decides, because the order may have arrived behind the question.
 */
export async function closeAttempt(ports: Ports, attempt: AttemptDoc): Promise<AttemptDoc> {
  const before = await learn(ports, attempt)
  if (!isOpen(before.payment)) return before
  await ports.pay.close(attempt._id).catch(answeredByQuery)
  const known = await learn(ports, before)
  return known.payment.state === 'created' ? recordFact(ports, known, { type: 'neverPlaced' }) : known
}

/** Whatever closing said, the query that follows knows. */
function answeredByQuery(error: unknown): void {
  if (!(error instanceof PayFailed)) throw error
}

/** Records a fact on the attempt, and what follows from it at once. */
export async function recordFact(ports: Ports, { _id }: AttemptDoc, fact: PaymentFact): Promise<AttemptDoc> {
  return ports.store.transaction(async (tx) => {
    const attempt = await tx.get('payAttempts', _id)
    if (!attempt) throw new Error(`attempt ${_id} is gone`)
    const payment = evolve(attempt.payment, fact)
    if (payment === attempt.payment) return attempt
    const changed = {
      ...attempt,
      payment,
      open: isOpen(payment),
      ...(payment.state === 'refunded' && { returnedAt: ports.now(), owedSince: null }),
    }
    await tx.put('payAttempts', changed)
    if (payment.state === 'closed') await setFree(tx, attempt)
    if (payment.state === 'refunded' && attempt.tellReturned)
      await listEffect(ports, tx, { do: 'tell', of: 'returned', orderNo: _id })
    return changed
  })
}

/** Nobody can pay the order any more: its stay and its coupons are there for the next. */
async function setFree(tx: Transaction, attempt: AttemptDoc): Promise<void> {
  const stay = await tx.get('stays', attempt.stay)
  if (stay?.openAttempt === attempt._id) await tx.update('stays', stay._id, { openAttempt: null })
  await freeCoupons(tx, attempt)
}

/** When `sweep` asks again: soon after ordering, then at the order's end. */
export const nextCheck = (attempt: AttemptDoc, now: Instant): Instant =>
  now < attempt.expiresAt ? attempt.expiresAt : after(now, minutes(1))
