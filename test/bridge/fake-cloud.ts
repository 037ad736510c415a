import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readBridgeKeys } from '../../cloudfunctions/server/cloudbase/bridge-keys'
import {
  DoorRefused,
  lotAnswerJson,
  nonceMemory,
  readLotMessage,
  refusalJson,
} from '../../cloudfunctions/server/cloudbase/gate-link-door'
import type { LaneDecision, LotId, LotMessage } from '../../domain/gate'
import { instant } from '../../domain/time'

export const LOT = 'north' as LotId
export const SECRETS = { k1: 'a secret of the test lot' }
export const KEYS = readBridgeKeys(JSON.stringify({ [LOT]: SECRETS }))

/** How the cloud's door behaves: well, not at all, or like a captive portal. */
type Mood = 'answers' | 'silent' | 'fails' | 'portal' | 'not-understood'

/** The cloud as a bridge sees it: the real door, and behind it what the test decides. */
export interface FakeCloud {
  url: string
  /** Every message that was believed, doubles included, in the order of arrival. */
  messages: LotMessage[]
  mood: Mood
  decide: (message: LotMessage) => LaneDecision | undefined
  now: () => number
  close(): Promise<void>
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

export async function fakeCloud(keys = KEYS): Promise<FakeCloud> {
  const nonceSeen = nonceMemory()
  const cloud: Omit<FakeCloud, 'url' | 'close'> = {
    messages: [],
    mood: 'answers',
    decide: () => undefined,
    now: Date.now,
  }

  async function answer(request: IncomingMessage): Promise<[status: number, text: string]> {
    const body = await bodyOf(request)
    if (cloud.mood === 'fails') return [503, '{}']
    if (cloud.mood === 'portal') return [200, '<html>please log in</html>']
    if (cloud.mood === 'not-understood') return [400, '{"error":{"code":"request.invalid"}}']
    try {
      const headers = request.headers as Record<string, string>
      const message = readLotMessage({ method: 'POST', headers, body }, keys, instant(cloud.now()), nonceSeen)
      cloud.messages.push(message)
      const decision = cloud.decide(message)
      return [200, lotAnswerJson({ received: message.id, ...(decision && { decision }) })]
    } catch (error) {
      if (error instanceof DoorRefused) return [error.status, refusalJson(error)]
      throw error
    }
  }

  const server = createServer((request, response) => {
    if (cloud.mood === 'silent') return
    void answer(request).then(([status, text]) => response.writeHead(status).end(text))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/gate-link`
  return Object.assign(cloud, {
    url,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
}
