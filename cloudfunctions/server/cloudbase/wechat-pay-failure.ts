import { PayFailed, type PayFault } from '../ports'
import { complaint } from './wechat-pay-wire'

/** What an error of the HTTP client may carry; its config and request, which it also carries, are not for logs. */
interface HttpFailure {
  code?: string
  message?: string
  response?: { status: number; data: unknown }
}

/** WeChat Pay's error codes that mean more than their HTTP status does. */
const CODES: Readonly<Record<string, PayFault>> = {
  OUT_TRADE_NO_USED: 'number-used',
  ORDERPAID: 'already-paid',
  ORDER_CLOSED: 'order-closed',
  RULELIMIT: 'rate-limited',
  RATELIMIT_EXCEEDED: 'rate-limited',
  FREQUENCY_LIMITED: 'rate-limited',
  /** Sent with status 500, but asking again would not help. */
  OPENID_MISMATCH: 'rejected',
}

const NUMBER_REPEATED = /订单号重复/

function faultOf(status: number, { code, message }: { code: string; message: string }): PayFault {
  const known = CODES[code]
  if (known) return known
  if (code === 'INVALID_REQUEST' && NUMBER_REPEATED.test(message)) return 'number-used'
  if (status === 429) return 'rate-limited'
  return status >= 500 ? 'server-error' : 'rejected'
}

const said = (data: unknown) => complaint.safeParse(data).data ?? { code: 'unreadable', message: '' }

/** The code of an error reply. Error replies are not authenticated: enough for a log or a second look, never for a decision. */
export function complaintIn(error: unknown): { status: number; code: string } | undefined {
  const { response } = error as HttpFailure
  return response && { status: response.status, code: said(response.data).code }
}

export function payFailed(error: unknown): PayFailed {
  if (error instanceof PayFailed) return error
  const { code, message, response } = error as HttpFailure
  // The plugin's own codes for a reply whose signature headers are missing, old, unknown or wrong.
  if (code?.startsWith('EV3_RES_')) return new PayFailed('forged-reply', code)
  if (!response) return new PayFailed('unreachable', code ?? message ?? 'no reply')
  const words = said(response.data)
  return new PayFailed(faultOf(response.status, words), `${response.status} ${words.code} ${words.message}`.trim())
}
