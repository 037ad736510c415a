/** WeChat Pay's callback, over HTTP. It is told again until it is answered with success. */
import { readHttpEvent, type HttpEvent } from '../server/cloudbase/http'
import { cloudPorts } from '../server/cloudbase/ports'
import { receiveNotice } from '../server/payment/receive-notice'
import { NoticeRefused, type Log, type NoticeFault } from '../server/ports'

export async function main(event: HttpEvent) {
  const ports = cloudPorts()
  try {
    await receiveNotice(ports, readHttpEvent(event))
    return { statusCode: 204, headers: {}, body: '' }
  } catch (error) {
    if (error instanceof NoticeRefused) return refused(ports.log, error.why)
    ports.log.alarm('payment notice not stored', { error: String(error) })
    return failure(500, 'not stored, tell it again')
  }
}

/**
 * These mostly come of a key of ours that is missing or wrong, and then of every notice. The others are what strangers send, and
 * WeChat itself to see whether we look; a stranger can send a serial that nobody knows, too.
 */
const OURS: ReadonlySet<NoticeFault> = new Set(['unknown-serial', 'not-decryptable', 'not-understood'])

function refused(log: Log, why: NoticeFault) {
  if (OURS.has(why)) log.alarm('payment notice cannot be read', { why })
  else log.info('payment notice refused', { why })
  return failure(401, why)
}

const failure = (statusCode: number, message: string) => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ code: 'FAIL', message }),
})
