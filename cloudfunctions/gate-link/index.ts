/** What the lot's bridge reports, over HTTP, signed. A car at a lane is answered with what to do. */
import { readBridgeKeys, type BridgeKeys } from '../server/cloudbase/bridge-keys'
import {
  DoorRefused,
  lotAnswerJson,
  nonceMemory,
  readLotMessage,
  refusalJson,
} from '../server/cloudbase/gate-link-door'
import { readHttpEvent, type HttpEvent } from '../server/cloudbase/http'
import { cloudPorts } from '../server/cloudbase/ports'
import { receiveMessage } from '../server/gate/receive-message'

const nonceSeen = nonceMemory()
let keys: BridgeKeys | undefined

export async function main(event: HttpEvent) {
  const ports = cloudPorts()
  try {
    keys ??= readBridgeKeys(process.env['BRIDGE_KEYS'] ?? '{}')
    const message = readLotMessage(readHttpEvent(event), keys, ports.now(), nonceSeen)
    return reply(200, lotAnswerJson(await receiveMessage(ports, message)))
  } catch (error) {
    if (error instanceof DoorRefused) return reply(error.status, refusalJson(error))
    ports.log.alarm('lot message not stored', { error: error instanceof Error ? error.stack : String(error) })
    return reply(500, JSON.stringify({ error: { code: 'fault', message: 'not stored, tell it again' } }))
  }
}

const reply = (statusCode: number, body: string) => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body,
})
