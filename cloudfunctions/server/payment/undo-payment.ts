/** Money that counted goes back: the payer took the wrong car, or the lot gives some back. */
import type { Calls, PaymentView } from '../../../domain/contract'
import { subtract, type Fen } from '../../../domain/money'
import { evolve, type OpenId, type OrderNo, type PaymentFact } from '../../../domain/payment'
import { freeCoupons } from '../coupons/hold-coupons'
import type { AttemptDoc } from '../documents'
import { listEffect, runEffect } from '../effects/effects'
import { BridgeUnreachable, type Ports, type Transaction } from '../ports'
import { Refused } from '../refused'
import { paymentView } from './check-payment'
import { weighUndo } from './undoable'

/**
 * The payer takes a payment back: the stay is unpaid again, the coupons are free. Nobody waits for the money, which takes
 * days: `sweep` sends it, and there is time to allow a message about it.
 */
export async function undoPayment(ports: Ports, by: OpenId, ask: Calls['payment.undo']['ask']): Promise<PaymentView> {
  const attempt = await ports.store.get('payAttempts', ask.orderNo as OrderNo)
  if (!attempt || attempt.payer !== by) throw new Refused('not-found')
  const inTouch = await isInTouch(ports, attempt)
  const undone = await ports.store.transaction((tx) => undo(ports, tx, attempt, inTouch))
  return paymentView(ports, undone)
}

/** Events take a moment. Those that wait longer may tell that the car was let out by hand, while the line was down. */
const HEARD_WITHIN_MS = 10_000

const isInTouch = ({ bridge }: Ports, { lot }: AttemptDoc): Promise<boolean> =>
  bridge.eventDelay(lot).then((delay) => delay <= HEARD_WITHIN_MS, silent)

function silent(error: unknown): false {
  if (error instanceof BridgeUnreachable) return false
  throw error
}

async function undo(ports: Ports, tx: Transaction, attempt: AttemptDoc, inTouch: boolean): Promise<AttemptDoc> {
  const { _id: orderNo, payer: by } = attempt
  const { why, stay } = await weighUndo(tx, attempt, { by, now: ports.now(), inTouch })
  if (why) throw new Refused(why)
  const payments = stay.payments.filter((payment) => payment.orderNo !== orderNo)
  await tx.update('stays', stay._id, { payments, undoneBy: [...stay.undoneBy, by] })
  await freeCoupons(tx, attempt)
  return giveBack(ports, tx, attempt, { type: 'returned', why: 'undone', back: attempt.amount })
}

async function giveBack(
  ports: Ports,
  tx: Transaction,
  attempt: AttemptDoc,
  fact: Extract<PaymentFact, { type: 'returned' }>,
): Promise<AttemptDoc> {
  const payment = evolve(attempt.payment, fact)
  const change = {
    payment,
    leaveBy: null,
    returnedAt: payment.state === 'refunded' ? ports.now() : attempt.returnedAt,
    owedSince: payment.state === 'owed' ? ports.now() : attempt.owedSince,
  }
  await tx.update('payAttempts', attempt._id, change)
  if (payment.state === 'owed') await listEffect(ports, tx, { do: 'refund', orderNo: attempt._id })
  return { ...attempt, ...change }
}

/**
 * The lot gives some or all of a payment back after the car has left.
 * @throws RangeError when there is not so much to give back; Refused otherwise.
 */
export async function givePartBack(ports: Ports, orderNo: OrderNo, back: Fen): Promise<void> {
  await ports.store.transaction(async (tx) => {
    const attempt = await tx.get('payAttempts', orderNo)
    if (!attempt) throw new Refused('not-found')
    if (attempt.payment.state !== 'applied') throw new Refused('nothing-to-undo')
    if (back <= 0 || back > attempt.amount) throw new RangeError(`between 1 and ${attempt.amount} fen can go back`)
    const stay = await tx.get('stays', attempt.stayId)
    if (!stay) throw new Refused('still-inside')
    const payments = stay.payments.map((payment) =>
      payment.orderNo === orderNo ? { ...payment, amount: subtract(payment.amount, back) } : payment,
    )
    await tx.update('stays', stay._id, { payments })
    await giveBack(ports, tx, attempt, { type: 'returned', why: 'goodwill', back })
  })
  await runEffect(ports, { do: 'refund', orderNo })
}
