import { isByHand, isFormerRefund, refundNumber, type RefundNo } from '../../../domain/payment'
import type { AttemptDoc } from '../documents'
import { type Ports, type RawNotice } from '../ports'
import { recordRefund } from './refund-payment'
import { recordFact } from './resolve-attempt'
import { settlePayment } from './settle-payment'

/**
 * WeChat Pay's callback. Returning means it is stored, and WeChat stops telling.
 * @throws NoticeRefused when it is not believed, and anything else when it could not be stored: WeChat tells it again.
 */
export async function receiveNotice(ports: Ports, raw: RawNotice): Promise<void> {
  const notice = ports.pay.readNotice(raw)
  if (notice.kind === 'payment') {
    await settlePayment(ports, notice.order)
    return
  }
  const attempt = await ports.store.get('payAttempts', notice.orderNo)
  if (!attempt) throw new Error(`refund of an unknown order ${notice.orderNo}`)
  const { refundNo, state } = notice
  if (state === 'closed' && isFormer(refundNo, attempt)) return
  if (!isOurs(refundNo, attempt))
    return ports.log.alarm('a refund that is not ours', { orderNo: notice.orderNo, refundNo })
  if (state === 'closed') return void (await recordFact(ports, attempt, { type: 'refundClosed', refundNo }))
  await recordRefund(ports, attempt, refundNo, state)
}

/** WeChat tells again what we knew, and have asked for anew since. */
const isFormer = (refundNo: RefundNo, { _id, payment }: AttemptDoc): boolean =>
  'refundsClosed' in payment && isFormerRefund(refundNo, _id, payment.refundsClosed)

/**
 * The refund that is under way, or comes next. One made in the merchant's console, perhaps of a part, ends nothing here; and
 * when a person has sent the money back by hand, none of ours should.
 */
const isOurs = (refundNo: RefundNo, { _id, payment }: AttemptDoc): boolean =>
  'refundsClosed' in payment && !isByHand(payment) && refundNo === refundNumber(_id, payment.refundsClosed)
