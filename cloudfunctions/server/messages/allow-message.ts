import type { Calls } from '../../../domain/contract'
import { isOpen, type OpenId, type OrderNo } from '../../../domain/payment'
import type { AttemptDoc } from '../documents'
import type { Ports } from '../ports'
import { Refused } from '../refused'

/** Notes that the payer has just allowed a message; it is listed with the change that it tells of. */
export async function allowMessage(
  { store }: Ports,
  by: OpenId,
  { orderNo, of }: Calls['payment.tell']['ask'],
): Promise<Calls['payment.tell']['answer']> {
  const willTell = await store.transaction(async (tx) => {
    const attempt = await tx.get('payAttempts', orderNo as OrderNo)
    if (!attempt || attempt.payer !== by) throw new Refused('not-found')
    if (!isToCome(attempt, of)) return false
    await tx.update('payAttempts', attempt._id, of === 'paid' ? { tellPaid: true } : { tellReturned: true })
    return true
  })
  return { willTell }
}

const isToCome = ({ payment }: AttemptDoc, of: 'paid' | 'returned'): boolean =>
  of === 'paid'
    ? isOpen(payment) || payment.state === 'closed'
    : payment.state === 'owed' || payment.state === 'refunding'
