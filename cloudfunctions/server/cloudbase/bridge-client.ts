/** The port Bridge over HTTP. Whatever goes wrong on the way, one thing is said: unreachable, outcome unknown. */
import { randomUUID } from 'node:crypto'
import type { CommandReport, LaneCommand, LotId } from '../../../domain/gate'
import type { Instant } from '../../../domain/time'
import { BridgeUnreachable, type Bridge } from '../ports'
import type { BridgeKeys } from './bridge-keys'
import { signedHeaders } from './bridge-signature'
import { commandReport, health, laneCommand, laneCurrent } from './gate-wire'

export interface BridgeClientOptions {
  /** Where the bridge of a lot is reached: its lot document says so. */
  address: (lot: LotId) => Promise<string | undefined>
  /** Told when there was no answer there, so that whoever keeps the address looks it up again. */
  silent?: (lot: LotId) => void
  keys: BridgeKeys
  now: () => Instant
  /** Someone waits at the barrier: longer than this helps nobody. */
  timeoutMs?: number
}

interface Question {
  method: 'GET' | 'POST'
  path: string
  headers?: Record<string, string>
  body?: string
}

export function bridgeClient({ address, silent, keys, now, timeoutMs = 2_000 }: BridgeClientOptions): Bridge {
  async function answerTo(lot: LotId, { method, path, headers, body = '' }: Question): Promise<unknown> {
    const [key] = keys.get(lot) ?? []
    const base = await address(lot)
    if (!key || !base) throw new BridgeUnreachable(`lot ${lot} has no bridge address or key`)
    const stamp = { timestamp: new Date(now()).toISOString(), nonce: randomUUID() }
    const response = await fetch(base.replace(/\/$/, '') + path, {
      method,
      headers: {
        ...headers,
        ...signedHeaders({ method, path, body }, stamp, key),
        'x-boyi-deadline': new Date(now() + timeoutMs).toISOString(),
      },
      ...(method === 'POST' && { body }),
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (!response.ok)
      throw new BridgeUnreachable(`the bridge of ${lot} answered ${response.status} ${await codeIn(response)}`)
    return response.json()
  }

  const ask = async <Answer>(lot: LotId, question: Question, read: (json: unknown) => Answer): Promise<Answer> => {
    try {
      return read(await answerTo(lot, question))
    } catch (error) {
      silent?.(lot)
      if (error instanceof BridgeUnreachable) throw error
      throw new BridgeUnreachable(`the bridge of ${lot} did not answer`, { cause: error })
    }
  }

  const reportIn = (json: unknown): CommandReport => commandReport.decode(json as never)
  return {
    send: (lot, command) => ask(lot, sending(command), reportIn),
    state: (lot, command) => ask(lot, { method: 'GET', path: `/v1/commands/${encodeURIComponent(command)}` }, reportIn),
    current: (lot, lane) =>
      ask(lot, { method: 'GET', path: `/v1/lanes/${encodeURIComponent(lane)}/current` }, (json) =>
        laneCurrent.decode(json as never),
      ),
    eventDelay: (lot) =>
      ask(lot, { method: 'GET', path: '/v1/health' }, (json) => {
        const { time, eventsWaitingSince } = health.decode(json as never)
        return eventsWaitingSince === null ? 0 : time - eventsWaitingSince
      }),
  }
}

/** The command's id is its idempotency key too: the bridge answers a second sending from its store. */
const sending = (command: LaneCommand): Question => ({
  method: 'POST',
  path: `/v1/lanes/${encodeURIComponent(command.lane)}/commands`,
  headers: { 'content-type': 'application/json', 'idempotency-key': command.id },
  body: JSON.stringify(laneCommand.encode(command)),
})

async function codeIn(response: Response): Promise<string> {
  const body = (await response.json().catch(() => ({}))) as { error?: { code?: string } }
  return body.error?.code ?? ''
}
