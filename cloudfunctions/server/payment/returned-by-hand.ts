/** Money that a person has sent back by another way than our refund: it ends here. */
import { refundNumber, type OrderNo, type RefundNo } from '../../../domain/payment'
import type { ByHand } from '../../../domain/reconciliation/open-money'
import { effectId } from '../effects/effects'
import { PayFailed, type Ports, type RefundState } from '../ports'
import { recordRefund } from './refund-payment'
import { recordFact } from './resolve-attempt'

/** The person's word counts, unless WeChat Pay says that our own refund is done or under way. */
export async function noteReturnedByHand(ports: Ports, orderNo: OrderNo): Promise<ByHand> {
  const attempt = await ports.store.get('payAttempts', orderNo)
  if (!attempt) return 'no-such-order'
  const { payment } = attempt
  if (payment.state === 'refunded') return 'back-already'
  if (payment.state !== 'owed' && payment.state !== 'refunding') return 'nothing-owed'
  const refundNo = refundNumber(orderNo, payment.refundsClosed)
  const ours = await ownRefund(ports, refundNo)
  if (ours === 'unknown') return 'pay-failed'
  if (ours === 'processing' || (ours === 'missing' && payment.state === 'refunding')) return 'under-way'
  if (ours === 'refunded') await recordRefund(ports, attempt, refundNo, ours)
  else await recordFact(ports, attempt, { type: 'returnedByHand' })
  await ports.store.remove('outbox', effectId({ do: 'refund', orderNo }))
  return ours === 'refunded' ? 'back-already' : 'recorded'
}

/** unknown: WeChat Pay does not tell, whatever the reason; it may be under way. */
async function ownRefund({ pay }: Ports, refundNo: RefundNo): Promise<RefundState | 'missing' | 'unknown'> {
  try {
    return await pay.refundState(refundNo)
  } catch (error) {
    if (error instanceof PayFailed) return 'unknown'
    throw error
  }
}
