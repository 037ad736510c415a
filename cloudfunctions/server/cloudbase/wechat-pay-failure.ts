import { PayFailed, type PayFault } from '../ports'
import { complaint } from './wechat-pay-wire'

/** What an error of the HTTP client may carry; its config and request, which it also carries, are not for logs. */
interface HttpFailure {
  code?: string
  message?: string
  response?: { status: number; data: unknown }
}

/** WeChat Pay's error codes, as `complaintIn` gives them, that mean more than their HTTP status does. */
const CODES: Readonly<Record<string, PayFault>> = {
  OUTTRADENOUSED: 'number-spent',
  ORDERPAID: 'number-spent',
  ORDERCLOSED: 'number-spent',
  RULELIMIT: 'rate-limited',
  RATELIMITEXCEEDED: 'rate-limited',
  FREQUENCYLIMITED: 'rate-limited',
  /** Sent with status 500, but asking again would not help. */
  OPENIDMISMATCH: 'rejected',
}

const NUMBER_REPEATED = /订单号重复/

function faultOf(status: number, { code, message }: { code: string; message: string }): PayFault {
  const known = CODES[code]
  if (known) return known
  if (code === 'INVALIDREQUEST' && NUMBER_REPEATED.test(message)) return 'number-spent'
  if (status === 429) return 'rate-limited'
  return status >= 500 ? 'server-error' : 'rejected'
}

/** Some codes are written with underscores on one of WeChat's pages and without on another. */
function said(data: unknown): { code: string; message: string } {
  const { code, message } = complaint.safeParse(data).data ?? { code: 'unreadable', message: '' }
  return { code: code.replaceAll('_', ''), message }
}

/** The code of an error reply, without underscores. Error replies are not authenticated: enough for a log or a second look, never for a decision. */
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
