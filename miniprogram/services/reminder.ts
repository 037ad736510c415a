/** A warning before the time to leave is over: WeChat asks the person, the cloud sends it. */
import type { Instant, OrderNo } from '../domain'
import { LEAVE_BY_TEMPLATE } from '../config'
import { ask, type CallFailure } from './cloud'

export type Reminder =
  { end: 'set'; at: Instant } | { end: 'too-late' } | { end: 'declined' } | { end: 'failed'; why: CallFailure }

/** WeChat shows its question only straight after a tap. */
export async function remindToLeave(orderNo: OrderNo): Promise<Reminder> {
  if (!(await allowed())) return { end: 'declined' }
  const result = await ask('payment.remind', { orderNo })
  if (!result.ok) return { end: 'failed', why: result.why }
  return result.answer.at === null ? { end: 'too-late' } : { end: 'set', at: result.answer.at }
}

async function allowed(): Promise<boolean> {
  try {
    const consent = await wx.requestSubscribeMessage({ tmplIds: [LEAVE_BY_TEMPLATE] })
    return consent[LEAVE_BY_TEMPLATE] === 'accept'
  } catch {
    return false
  }
}
