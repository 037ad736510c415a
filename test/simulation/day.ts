/** What everybody in a simulated day shares: time, chance, the cloud's functions as they can be called, and the story. */
import { createSecretKey } from 'node:crypto'
import { signedCodes } from '../../cloudfunctions/server/cloudbase/codes'
import type { LaneDoc, LotDoc } from '../../cloudfunctions/server/documents'
import { StoreBusy, type Message, type Ports, type Store } from '../../cloudfunctions/server/ports'
import { answer } from '../../cloudfunctions/server/router'
import type { CallName, CallRefusal, Calls, Envelope } from '../../domain/contract'
import type { OpenId } from '../../domain/payment'
import type { LaneId, LotId } from '../../domain/stay'
import type { Tariff } from '../../domain/tariff/tariff'
import { documentId, versionsOf } from '../../domain/tariff/in-force'
import type { Instant } from '../../domain/time'
import { MemoryBridge } from '../support/memory-bridge'
import { MemoryPay } from '../support/memory-pay'
import { deployedIndexes, memoryStore } from '../support/memory-store'
import { Garage } from './garage'
import { Crash, mortalPorts, REPLY_LOST, type Life } from './mortal-ports'
import { Random } from './random'
import { Scheduler } from './scheduler'
import { ELSEWHERE, ENTRIES, EXITS, LOT, SPACES, START, TARIFFS } from './setting'

/** Breaks one rule from outside, to see whether the simulation notices. */
export type Plant = (ports: Ports) => Ports

/** A rule does not hold. */
export class Violation extends Error {
  override name = 'Violation'
}

const declarations = deployedIndexes()

/** Nothing to wait for but the scheduler: a transaction that met a conflict runs again after its own first sleep. */
const pause = () => Promise.resolve()

const KEY = createSecretKey(Buffer.from('a key for lane codes in simulated days'))

export interface Happening {
  at: Instant
  line: string
}

/** Alarms that tell of a fault of ours, never of the world's. */
const IMPOSSIBLE: ReadonlySet<string> = new Set([
  'entered twice',
  'left without a stay',
  'a car passed that nobody saw come',
  'a car at a lane that the lot does not have',
  'effect given up',
  'no price list in force',
  'price list cannot be used',
])

const CLEAN = { crash: 0, loss: 0 }
const ROUGH = { crash: 0.12, loss: 0.005 }

export class Day {
  readonly random: Random
  readonly time: Scheduler
  readonly tariff: Tariff
  /** Everybody comes and goes at the same time. */
  readonly isRush: boolean
  readonly store: Store
  readonly pay: MemoryPay
  readonly bridge: MemoryBridge
  readonly garage: Garage
  /** With the planted fault, if any, and before any other. */
  readonly ports: Ports
  readonly story: Happening[] = []
  readonly faults = new Map<string, number>()
  readonly touched = new Set<string>()
  /** What people were told. */
  readonly messages: Message[] = []
  /** Places of the stays that are locked, and since when. */
  readonly locked = new Map<string, number>()
  /** Faults have stopped. */
  calm = false
  /** The first rule that was broken. */
  problem: unknown
  #rates = CLEAN
  #counter = 0

  constructor(
    readonly seed: number,
    plant: Plant = (ports) => ports,
  ) {
    this.random = new Random(seed)
    this.time = new Scheduler(START, this.random)
    this.tariff = this.random.pick(TARIFFS)
    this.isRush = this.random.chance(0.3)
    this.store = memoryStore({ declarations, pause })
    this.pay = new MemoryPay({ now: this.now, pause: (ms) => this.time.sleep(ms) })
    this.bridge = new MemoryBridge(this.now)
    this.garage = new Garage(this)
    this.ports = plant(this.#ports())
  }

  now = (): Instant => this.time.now()

  name = (): string => `id${String(++this.#counter).padStart(8, '0')}`

  #ports(): Ports {
    return {
      store: this.store,
      pay: this.pay.gateway,
      bridge: this.garage.bridge,
      messenger: { send: (message) => this.#send(message) },
      codes: signedCodes(KEY, 'https://boyi.example/l/'),
      ids: { next: this.name, bytes: (count) => Uint8Array.from({ length: count }, () => this.random.between(0, 255)) },
      now: this.now,
      log: { info: () => undefined, alarm: (event, facts) => this.#alarm(event, facts) },
    }
  }

  async furnish(): Promise<void> {
    await this.store.put('tariffs', { _id: documentId(this.tariff), tariff: this.tariff })
    for (const id of [LOT, ELSEWHERE]) await this.store.put('lots', this.#lot(id))
    for (const id of ENTRIES) await this.store.put('lanes', lane(id, 'entry'))
    for (const id of EXITS) await this.store.put('lanes', lane(id, 'exit'))
  }

  #lot(_id: LotId): LotDoc {
    const { zone } = this.tariff
    const tariffs = versionsOf([this.tariff])
    return { _id, name: '示范停车场', phone: '010-12345678', zone, spaces: SPACES, tariffs, bridge: 'http://bridge' }
  }

  // ------------------------------------------------------------ the story

  tell(line: string): void {
    this.story.push({ at: this.now(), line })
  }

  happened = (fault: string): void => {
    this.faults.set(fault, (this.faults.get(fault) ?? 0) + 1)
    this.tell(`! ${fault}`)
  }

  /** Who else could be blamed is known: a lost reply surfaces as a failed question. */
  #alarm(event: string, facts: Record<string, unknown> = {}): void {
    this.tell(`alarm: ${event} ${JSON.stringify(facts).slice(0, 200)}`)
    if (event === 'a question failed' && !String(facts['error']).includes(REPLY_LOST))
      this.violated(`a question failed: ${String(facts['error'])}`)
    if (IMPOSSIBLE.has(event)) this.violated(event)
  }

  violated(rule: string): void {
    this.problem ??= new Violation(rule)
  }

  /** Goes on beside everything else. */
  spawn(work: Promise<unknown>): void {
    work.catch((error: unknown) => (this.problem ??= error))
  }

  /** A call may die, lose a reply or meet too many others; anything else is a fault of ours. */
  expected(error: unknown): void {
    if (error instanceof Crash || error instanceof StoreBusy || String(error).includes(REPLY_LOST)) return
    this.problem ??= error
  }

  // ------------------------------------------------------------ faults

  setRough(rough: boolean): void {
    this.#rates = rough ? ROUGH : CLEAN
  }

  #send(message: Message): Promise<void> {
    if (this.calm || !this.random.chance(0.2)) {
      this.messages.push(message)
      return Promise.resolve()
    }
    this.happened('message not sent')
    return Promise.reject(new Error('no message today'))
  }

  // ------------------------------------------------------------ calling the cloud

  /** One invocation of a function: it may die between any two of its operations. @throws Crash when it did. */
  async call<T>(what: string, work: (ports: Ports) => Promise<T>): Promise<T> {
    const life = this.#newLife()
    const ports = mortalPorts(this.ports, life, {
      random: this.random,
      sleep: (ms) => this.time.sleep(ms),
      lossRate: () => this.#rates.loss,
      touched: (collection, id) => void this.touched.add(`${collection}/${id}`),
      happened: this.happened,
    })
    try {
      const value = await work(ports)
      if (!life.dead) return value
      throw new Crash()
    } catch (error) {
      if (life.dead) this.happened('crash')
      if (life.dead) this.tell(`${what} died ${life.diedIn}`)
      throw life.dead ? new Crash() : error
    }
  }

  #newLife(): Life {
    const dies = this.random.chance(this.#rates.crash)
    return { dead: false, left: dies ? this.random.between(1, 18) : Infinity, effect: this.random.chance(0.5) }
  }

  /** A phone's question; undefined when no answer came. */
  async ask<Name extends CallName>(
    by: OpenId,
    name: Name,
    ask: Calls[Name]['ask'],
  ): Promise<Calls[Name]['answer'] | undefined> {
    const envelope = await this.#envelope(by, name, ask)
    this.tell(`${by} ${name}: ${envelope ? words(envelope) : 'no answer'}`)
    return envelope?.ok ? envelope.answer : undefined
  }

  async #envelope<Name extends CallName>(by: OpenId, name: Name, ask: Calls[Name]['ask']) {
    try {
      const envelope = await this.call(`${by} ${name}`, (ports) => answer(ports, by, { name, ask }))
      if (!this.random.chance(this.#rates.crash / 3)) return envelope as Envelope<Calls[Name]['answer']>
      this.happened('answer lost')
    } catch (error) {
      if (!(error instanceof Crash)) throw error
    }
    return undefined
  }
}

const lane = (id: LaneId, direction: LaneDoc['direction']): LaneDoc => ({
  _id: id,
  lot: LOT,
  name: id,
  direction,
  open: true,
  visit: null,
})

function words(envelope: Envelope<unknown>): CallRefusal | string {
  if (!envelope.ok) return envelope.why
  const { situation, why, state, kind, orderNo, barrier, bill, due } = envelope.answer as Record<string, unknown>
  const parts = { situation, why, state, kind, orderNo, due: due ?? (bill as { due?: number } | undefined)?.due }
  const told = Object.values({ ...parts, ...(barrier ? { barrier: JSON.stringify(barrier) } : {}) })
  return told.filter((part) => part !== undefined).join(' ')
}
