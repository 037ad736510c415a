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
  if (ours === 'processing') return 'under-way'
  if (ours === 'unknown') return 'pay-failed'
  if (ours === 'refunded') await recordRefund(ports, attempt, refundNo, ours)
  else await recordFact(ports, attempt, { type: 'returnedByHand' })
  await ports.store.remove('outbox', effectId({ do: 'refund', orderNo }))
  return ours === 'refunded' ? 'back-already' : 'recorded'
}

/** none: WeChat Pay refuses to tell, for it has no such refund. The reply is an error, so nobody vouches for it. */
async function ownRefund({ pay }: Ports, refundNo: RefundNo): Promise<RefundState | 'none' | 'unknown'> {
  try {
    return await pay.refundState(refundNo)
  } catch (error) {
    if (!(error instanceof PayFailed)) throw error
    return error.why === 'rejected' ? 'none' : 'unknown'
  }
}
