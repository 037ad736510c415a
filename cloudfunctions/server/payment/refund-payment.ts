import { refundNumber, type OrderNo, type RefundNo, type ReturnReason } from '../../../domain/payment'
import type { AttemptDoc } from '../documents'
import type { NewRefund, Ports, RefundState } from '../ports'
import { recordFact } from './resolve-attempt'

/** What the payer reads beside the refund in WeChat. */
const REASONS: Record<ReturnReason, string> = {
  'stay-over': '车辆已离场，停车费退回',
  'paid-already': '重复缴费退回',
  'earlier-undone': '此前的缴费已撤销，停车费退回',
  'amount-differs': '付款金额不符，停车费退回',
  'coupon-gone': '优惠券已失效，停车费退回',
  undone: '缴费已撤销，停车费退回',
  goodwill: '车场退款',
}

/**
 * Sends back what is owed to a payer. The number is made from the order's, so repeating it refunds once.
 * @returns whether it has ended; while WeChat works on it, it is asked again.
 */
export async function refundPayment(ports: Ports, orderNo: OrderNo): Promise<boolean> {
  const attempt = await ports.store.get('payAttempts', orderNo)
  if (!attempt) throw new Error(`no attempt ${orderNo} to refund`)
  const { payment } = attempt
  if (payment.state === 'refunded') return true
  if (payment.state !== 'owed' && payment.state !== 'refunding') throw new Error(`nothing of ${orderNo} is owed`)
  const { back: amount, paid: total, why } = payment
  const refundNo = refundNumber(orderNo, payment.refundsClosed)
  const refund = { refundNo, orderNo, amount, total, reason: REASONS[why] }
  const state = await askRefund(ports, payment.state === 'refunding', refund)
  await recordRefund(ports, attempt, refundNo, state)
  return state === 'refunded'
}

/** What WeChat says of the refund that is under way. */
export async function recordRefund(
  ports: Ports,
  attempt: AttemptDoc,
  refundNo: RefundNo,
  state: RefundState,
): Promise<void> {
  const sent = await recordFact(ports, attempt, { type: 'refundSent', refundNo })
  if (state === 'processing') return
  // Told before it is recorded: one alarm too many is better than one that a crash has swallowed.
  if (state === 'abnormal' && sent.payment.state === 'refunding' && !sent.payment.stuck)
    ports.log.alarm('refund needs a person', { orderNo: attempt._id })
  await recordFact(ports, sent, { type: ENDS[state], refundNo })
}

const ENDS = { refunded: 'refunded', closed: 'refundClosed', abnormal: 'refundStuck' } as const

/** What was sent and is not known there is sent again: the same number never refunds twice. */
async function askRefund({ pay }: Ports, isSent: boolean, refund: NewRefund): Promise<RefundState> {
  const state = isSent ? await pay.refundState(refund.refundNo) : 'missing'
  return state === 'missing' ? pay.refund(refund) : state
}
