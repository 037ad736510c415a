import { refundNumber, type OrderNo } from '../../../domain/payment'
import type { RefundState, Ports } from '../ports'
import { recordFact } from './resolve-attempt'

const REASON = '未使用的停车费退回'

/**
 * Sends a payment that was not needed back to its payer. The number is made from the order's, so repeating it refunds once.
 * @returns whether it has ended; while WeChat works on it, it is asked again.
 */
export async function refundPayment(ports: Ports, orderNo: OrderNo): Promise<boolean> {
  const attempt = await ports.store.get('payAttempts', orderNo)
  if (!attempt) throw new Error(`no attempt ${orderNo} to refund`)
  const { payment } = attempt
  if (payment.state === 'refunded') return true
  const refundNo = refundNumber(orderNo, 'refundsClosed' in payment ? payment.refundsClosed : 0)
  const state = await askRefund(ports, attempt.payment.state === 'refunding', {
    refundNo,
    orderNo,
    amount: attempt.amount,
    total: attempt.amount,
    reason: REASON,
  })
  const sent = await recordFact(ports, attempt, { type: 'refundSent', refundNo })
  if (state === 'refunded') await recordFact(ports, sent, { type: 'refunded', refundNo })
  if (state === 'closed') await recordFact(ports, sent, { type: 'refundClosed', refundNo })
  if (state === 'abnormal') ports.log.alarm('refund needs a person', { orderNo, state })
  return state === 'refunded'
}

const askRefund = (
  { pay }: Ports,
  sent: boolean,
  refund: Parameters<Ports['pay']['refund']>[0],
): Promise<RefundState> => (sent ? pay.refundState(refund.refundNo) : pay.refund(refund))
