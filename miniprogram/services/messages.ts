/** Messages that the cloud sends later: WeChat asks the person first, straight after a tap. */
import type { Instant, OrderNo } from '../domain'
import { LEAVE_BY_TEMPLATE, PAID_TEMPLATE, RETURNED_TEMPLATE } from '../config'
import { ask, type CallFailure } from './cloud'

export type Reminder =
  { end: 'set'; at: Instant } | { end: 'too-late' } | { end: 'declined' } | { end: 'failed'; why: CallFailure }

/** A warning before the time to leave is over. */
export async function remindToLeave(orderNo: OrderNo): Promise<Reminder> {
  if (!(await allowed(LEAVE_BY_TEMPLATE))) return { end: 'declined' }
  const result = await ask('payment.remind', { orderNo })
  if (!result.ok) return { end: 'failed', why: result.why }
  return result.answer.at === null ? { end: 'too-late' } : { end: 'set', at: result.answer.at }
}

/** What a message can tell of an order. */
export type News = 'paid' | 'returned'

/** over: it has happened already, there is nothing to wait for. */
export type Promised = { of: News; end: 'set' | 'over' | 'declined' | 'failed' }

const TEMPLATES: Record<News, string> = { paid: PAID_TEMPLATE, returned: RETURNED_TEMPLATE }

/** A word when the money has arrived, or has gone back. */
export async function tellWhen(orderNo: OrderNo, of: News): Promise<Promised> {
  if (!(await allowed(TEMPLATES[of]))) return { of, end: 'declined' }
  const result = await ask('payment.tell', { orderNo, of })
  if (!result.ok) return { of, end: 'failed' }
  return { of, end: result.answer.willTell ? 'set' : 'over' }
}

/** accept, acceptWithAudio, acceptWithAlert: a person may allow more than was asked. Otherwise it is reject, ban or filter. */
const ACCEPTED = 'accept'

async function allowed(template: string): Promise<boolean> {
  try {
    const consent = await wx.requestSubscribeMessage({ tmplIds: [template] })
    return String(consent[template]).startsWith(ACCEPTED)
  } catch {
    return false
  }
}
