import type { Calls, ReceiptView } from '../../../domain/contract'
import { isByHand, isStuck, moneyArrived, type OpenId, type OrderNo } from '../../../domain/payment'
import { loadLot } from '../lot/lots'
import { undoableUntil } from '../payment/undoable'
import type { Ports } from '../ports'
import { Refused } from '../refused'
import { transactionView } from './list-transactions'

/** One payment of the asker's, with the bill that was paid. */
export async function showReceipt(
  { store, now }: Ports,
  by: OpenId,
  ask: Calls['transactions.receipt']['ask'],
): Promise<ReceiptView> {
  const attempt = await store.get('payAttempts', ask.orderNo as OrderNo)
  if (!attempt || attempt.payer !== by || !moneyArrived(attempt.payment)) throw new Refused('not-found')
  const { bill, payment, enteredAt, returnedAt } = attempt
  const until = await undoableUntil(store, attempt, by, now())
  return {
    ...transactionView(attempt, await loadLot(store, attempt.lot)),
    enteredAt,
    billedTo: bill.at,
    lines: bill.lines,
    fee: bill.fee,
    tariffVersion: bill.tariff.version,
    transactionId: 'transactionId' in payment ? payment.transactionId : null,
    ...('why' in payment && { why: payment.why }),
    ...(isStuck(payment) && { stuck: true as const }),
    ...(isByHand(payment) && { byHand: true as const }),
    ...(returnedAt !== null && { returnedAt }),
    ...(until !== undefined && { undoUntil: until }),
  }
}
