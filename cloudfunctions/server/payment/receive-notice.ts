import { type Ports, type RawNotice } from '../ports'
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
  if (state !== 'refunded') return ports.log.alarm('refund needs a person', { orderNo: notice.orderNo, state })
  const sent = await recordFact(ports, attempt, { type: 'refundSent', refundNo })
  await recordFact(ports, sent, { type: 'refunded', refundNo })
}
