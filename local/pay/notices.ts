import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock'
import { HOUR, MINUTE, rfc3339, SECOND } from './beijing'
import { DueTimer } from './due-timer'
import type { FaultKind, Faults } from './faults'
import type { Keys } from './keys'
import type { Ledger, Notice } from './ledger'
import { encryptResource, signatureHeaders, type Forgery } from './signature'

/** How long after each failed delivery the next one follows; after the last, nothing comes any more. 24 h 4 min in all. */
export const RETRY_AFTER: readonly number[] = [
  ...[15, 15, 30].map((count) => count * SECOND),
  ...[3, 10, 20, 30, 30, 30, 60].map((count) => count * MINUTE),
  ...[3, 3, 3, 6, 6].map((count) => count * HOUR),
]

/** An answer that takes longer counts as none. */
const ANSWER_WITHIN = 5 * SECOND

const FORGERIES: Partial<Record<FaultKind, Forgery>> = {
  'callback-wrongly-signed': 'wrongly-signed',
  'callback-unknown-serial': 'unknown-serial',
  'callback-old-clock': 'old-clock',
  'callback-headers-missing': 'headers-missing',
}

export const DELIVERY_FAULTS = [
  'callback-lost',
  'callback-late',
  'callback-doubled',
  'callback-doubled-at-once',
  'callback-reordered',
  'callback-wrongly-signed',
  'callback-unknown-serial',
  'callback-old-clock',
  'callback-headers-missing',
  'callback-wrong-amount',
] as const
type DeliveryFault = (typeof DELIVERY_FAULTS)[number]

export type NewNotice = Pick<Notice, 'url' | 'outTradeNo' | 'eventType' | 'originalType' | 'summary' | 'resource'>

function withWrongAmount(resource: Record<string, unknown>) {
  const amount = resource['amount'] as Record<string, number>
  const told = 'refund' in amount ? 'refund' : 'total'
  return { ...resource, amount: { ...amount, [told]: (amount[told] ?? 0) + 1 } }
}

interface NoticeDesk {
  ledger: Ledger
  keys: Keys
  clock: Clock
  faults: Faults
  /** Names the key that signs callbacks. */
  serial: string
  log: (line: string) => void
}

/** Callbacks: encrypted, signed, delivered at least once if the merchant answers, and kept until then. */
export class Notices {
  readonly #timer: DueTimer
  readonly #underWay = new Map<string, Promise<void>>()
  readonly #heldBack = new Set<string>()
  readonly #hangUp = new AbortController()

  constructor(private readonly desk: NoticeDesk) {
    this.#timer = new DueTimer(
      desk.clock,
      () => this.#nextDue(),
      () => this.#deliverDue(),
    )
  }

  /** Writes the callback down, due at once. Inside the same transaction as its cause; `arm` afterwards. */
  announce(notice: NewNotice): string {
    const now = this.desk.clock.now()
    const id = randomUUID()
    this.desk.ledger.saveNotice({ ...notice, id, createdAt: now, failures: 0, dueAt: now })
    return id
  }

  arm() {
    this.#timer.arm()
  }

  /** Delivers this one now and waits for the merchant's answer. */
  async deliverNow(id: string) {
    const notice = this.desk.ledger.notices().find((candidate) => candidate.id === id)
    if (notice) await this.#start(notice)
  }

  /** Callbacks not yet answered well, oldest first. */
  waiting(): Notice[] {
    return this.desk.ledger.notices().sort((a, b) => a.createdAt - b.createdAt)
  }

  /** Resolves when no delivery is under way; those that wait for their time keep waiting. */
  async idle() {
    while (this.#underWay.size > 0 || this.#dueNow().length > 0) {
      this.#deliverDue()
      await Promise.all(this.#underWay.values())
    }
  }

  close() {
    this.#timer.close()
    this.#hangUp.abort()
  }

  #dueNow() {
    const now = this.desk.clock.now()
    return this.desk.ledger.notices().filter(({ id, dueAt }) => dueAt <= now && !this.#underWay.has(id))
  }

  #nextDue() {
    const waiting = this.desk.ledger.notices().filter(({ id }) => !this.#underWay.has(id))
    return waiting.length > 0 ? Math.min(...waiting.map(({ dueAt }) => dueAt)) : undefined
  }

  #deliverDue() {
    for (const notice of this.#dueNow()) void this.#start(notice)
  }

  #start(notice: Notice) {
    const delivery = this.#deliver(notice).finally(() => {
      this.#underWay.delete(notice.id)
      this.arm()
    })
    this.#underWay.set(notice.id, delivery)
    return delivery
  }

  async #deliver(notice: Notice) {
    const fault = this.desk.faults.take(DELIVERY_FAULTS, { outTradeNo: notice.outTradeNo })
    if (fault?.kind === 'callback-late') return void this.#postpone(notice, fault.ms)
    if (fault?.kind === 'callback-reordered') return void this.#holdBack(notice)
    const answeredWell = await this.#send(notice, fault?.kind)
    if (this.#hangUp.signal.aborted) return
    this.desk.log(`${notice.eventType} of ${notice.outTradeNo} ${answeredWell ? 'delivered' : 'not taken'}`)
    if (answeredWell) this.#delivered(notice)
    else this.#failed(notice)
  }

  #postpone(notice: Notice, ms: number) {
    this.desk.ledger.saveNotice({ ...notice, dueAt: this.desk.clock.now() + ms })
  }

  #holdBack(notice: Notice) {
    this.#heldBack.add(notice.id)
    this.#postpone(notice, RETRY_AFTER[0] ?? 0)
  }

  #delivered(notice: Notice) {
    this.desk.ledger.dropNotice(notice.id)
    for (const held of this.desk.ledger.notices().filter(({ id }) => this.#heldBack.has(id))) this.#postpone(held, 0)
    this.#heldBack.clear()
  }

  #failed(notice: Notice) {
    const wait = RETRY_AFTER[notice.failures]
    if (wait === undefined) this.desk.ledger.dropNotice(notice.id)
    else this.desk.ledger.saveNotice({ ...notice, failures: notice.failures + 1, dueAt: this.desk.clock.now() + wait })
  }

  async #send(notice: Notice, fault: DeliveryFault | undefined): Promise<boolean> {
    if (fault === 'callback-lost') return false
    const post = () => this.#post(notice, fault)
    if (fault === 'callback-doubled-at-once') return (await Promise.all([post(), post()])).every(Boolean)
    const answeredWell = await post()
    return fault === 'callback-doubled' ? post() : answeredWell
  }

  /** The status alone counts: 200 with a body that says FAIL ends the retries. */
  async #post(notice: Notice, fault: DeliveryFault | undefined): Promise<boolean> {
    const body = this.#body(notice, fault)
    const signature = signatureHeaders(body, {
      keys: this.desk.keys,
      serial: this.desk.serial,
      now: this.desk.clock.now(),
      forgery: fault && FORGERIES[fault],
    })
    const headers = { ...signature, 'Content-Type': 'application/json', 'User-Agent': 'Mozilla/4.0' }
    const signal = AbortSignal.any([this.#hangUp.signal, AbortSignal.timeout(ANSWER_WITHIN)])
    try {
      const answer = await fetch(notice.url, { method: 'POST', headers, body, signal, redirect: 'manual' })
      await answer.arrayBuffer()
      return answer.status === 200 || answer.status === 204
    } catch {
      return false
    }
  }

  #body({ id, createdAt, eventType, summary, originalType, resource }: Notice, fault: DeliveryFault | undefined) {
    const told = fault === 'callback-wrong-amount' ? withWrongAmount(resource) : resource
    return JSON.stringify({
      id,
      create_time: rfc3339(createdAt),
      resource_type: 'encrypt-resource',
      event_type: eventType,
      summary,
      resource: encryptResource(told, originalType, this.desk.keys.merchant.apiV3Key),
    })
  }
}
