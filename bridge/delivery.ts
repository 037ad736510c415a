/** Carries the queue to the cloud: one event at a time, in order, again and again until the cloud says it has it. */
import type { Logger } from 'pino'
import type { LotAnswer, LotId } from '../domain/gate'
import type { EventQueue, QueuedEvent } from './event-queue'
import { sign, type Keys } from './signature'
import { lotAnswer, lotMessage, type Instant } from './wire'

/** What the signature covers as path, whatever prefix a gateway serves the door under. */
export const GATE_LINK_PATH = '/gate-link'

const ANSWER_WITHIN_MS = 8_000
const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 30_000

export interface DeliveryOptions {
  lot: LotId
  queue: EventQueue
  keys: Keys
  cloudUrl: string
  now: () => number
  log: Logger
  /** Runs before the event counts as delivered: what it stores and what the cloud answered stay together. */
  onAnswer: (event: QueuedEvent, answer: LotAnswer) => void
}

export interface Delivery {
  close(): Promise<void>
}

class NotUnderstood extends Error {}

async function post(
  { lot, keys, cloudUrl, now }: DeliveryOptions,
  event: QueuedEvent,
  stop: AbortSignal,
): Promise<LotAnswer> {
  const message = { lot, ...event, sentAt: now() as Instant }
  const body = JSON.stringify(lotMessage.encode(message))
  const response = await fetch(cloudUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-boyi-lot': lot,
      'idempotency-key': event.id,
      ...sign({ method: 'POST', path: GATE_LINK_PATH, body }, keys, now()),
    },
    body,
    signal: AbortSignal.any([stop, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
  })
  const text = await response.text()
  if (response.status === 400 || response.status === 422) throw new NotUnderstood(text.slice(0, 500))
  if (!response.ok) throw new Error(`the cloud answered ${response.status}`)
  return acknowledged(event, text)
}

/** A captive portal or a proxy also answers 200: only the event's own id counts as an acknowledgement. */
function acknowledged(event: QueuedEvent, text: string): LotAnswer {
  const answer = lotAnswer.decode(JSON.parse(text) as never)
  if (answer.received !== event.id) throw new Error('the answer names another event')
  return answer
}

export function startDelivery(options: DeliveryOptions): Delivery {
  const { queue, log, onAnswer } = options
  const stop = new AbortController()
  let wake = () => {}

  const pause = (ms?: number) =>
    new Promise<void>((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  async function deliver(event: QueuedEvent): Promise<'done' | 'again'> {
    try {
      onAnswer(event, await post(options, event, stop.signal))
      queue.delivered(event.sequence)
      return 'done'
    } catch (error) {
      if (!(error instanceof NotUnderstood)) {
        log.warn({ sequence: event.sequence, err: error }, 'event not delivered')
        return 'again'
      }
      log.error({ sequence: event.sequence, type: event.event.type }, 'event not understood by the cloud, set aside')
      queue.setAside(event.sequence, error.message)
      return 'done'
    }
  }

  const stopped = () => stop.signal.aborted

  async function run(): Promise<void> {
    let failures = 0
    while (!stopped()) {
      const event = queue.head()
      if (!event) await pause()
      else if ((await deliver(event)) === 'done') failures = 0
      else if (!stopped()) await pause(backOff(failures++))
    }
  }

  // A new event also ends a back-off: the next car at a lane tries the line at once.
  queue.onAdd(() => wake())
  const running = run()
  return {
    async close() {
      stop.abort()
      wake()
      await running
    },
  }
}

/** Doubling, with up to a fifth of chance, so that many lots do not return in step after an outage. */
const backOff = (failures: number): number =>
  Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures) * (0.8 + Math.random() * 0.4)
