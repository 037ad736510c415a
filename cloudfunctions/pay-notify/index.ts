/** WeChat Pay's callback, over HTTP. It is told again until it is answered with success. */
import { readHttpEvent, type HttpEvent } from '../server/cloudbase/http'
import { cloudPorts } from '../server/cloudbase/ports'
import { receiveNotice } from '../server/payment/receive-notice'
import { NoticeRefused } from '../server/ports'

export async function main(event: HttpEvent) {
  const ports = cloudPorts()
  try {
    await receiveNotice(ports, readHttpEvent(event))
    return { statusCode: 204, headers: {}, body: '' }
  } catch (error) {
    const refused = error instanceof NoticeRefused
    if (refused) ports.log.info('payment notice refused', { why: error.why })
    else ports.log.alarm('payment notice not stored', { error: String(error) })
    return failure(refused ? 401 : 500, refused ? error.why : 'not stored, tell it again')
  }
}

const failure = (statusCode: number, message: string) => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ code: 'FAIL', message }),
})
