/** A garage without a machine: the real use cases on ports in memory, a clock that the test moves, and a bridge and a WeChat Pay that do as they are told. */
import { createSecretKey } from 'node:crypto'
import { signedCodes } from '../../cloudfunctions/server/cloudbase/codes'
import type { LaneDoc } from '../../cloudfunctions/server/documents'
import { receiveMessage } from '../../cloudfunctions/server/gate/receive-message'
import { receiveNotice } from '../../cloudfunctions/server/payment/receive-notice'
import { NoticeRefused, type Message, type Ports, type Store } from '../../cloudfunctions/server/ports'
import { answer } from '../../cloudfunctions/server/router'
import { sweep } from '../../cloudfunctions/server/sweep/sweep'
import type { CallName, CallRefusal, Calls, Envelope } from '../../domain/contract'
import type { LotAnswer, LotEvent } from '../../domain/gate'
import type { OpenId, PaymentParams } from '../../domain/payment'
import type { LaneId, LotId, VisitId } from '../../domain/stay'
import { documentId, versionsOf } from '../../domain/tariff/in-force'
import { instant, MINUTE, readInstant, type Instant } from '../../domain/time'
import type { Tariff } from '../../domain/tariff/tariff'
import { TENGCHONG } from '../fixtures/tariffs/tengchong'
import { MemoryBridge } from './memory-bridge'
import { MemoryPay } from './memory-pay'
import { memoryStore } from './memory-store'

export const LOT = 'demo' as LotId
export const ENTRY = 'demo-in-1' as LaneId
export const EXIT = 'demo-out-1' as LaneId
export const LIN = 'o-lin' as OpenId
export const WANG = 'o-wang' as OpenId
export const LINK = 'https://boyi.example/l/'

/** Ten in the morning: the first three hours cost ¥3.00. */
export const MORNING = readInstant('2026-03-02T10:00:00+08:00')

export interface World {
  ports: Ports
  store: Store
  pay: MemoryPay
  bridge: MemoryBridge
  alarms: string[]
  messages: Message[]
  now(): Instant
  /** Time passes. */
  wait(minutes: number): void
  ask<Name extends CallName>(by: OpenId, name: Name, ask: Calls[Name]['ask']): Promise<Calls[Name]['answer']>
  /** The refusal of a question that must be refused. */
  refusal<Name extends CallName>(by: OpenId, name: Name, ask: Calls[Name]['ask']): Promise<CallRefusal>
  raw(by: OpenId, event: unknown): Promise<Envelope<unknown>>
  code(lane: LaneId): string
  /** The lot tells something; `again` tells the last message once more. */
  tell(event: LotEvent): Promise<LotAnswer>
  again(): Promise<LotAnswer>
  /** A car stops at a lane; what the cloud decided is carried out. */
  arrives(lane: LaneId, plate: string | null): Promise<{ visit: VisitId; answer: LotAnswer }>
  passes(lane: LaneId, visit: VisitId): Promise<void>
  backsOut(lane: LaneId, visit: VisitId): Promise<void>
  /** In by camera and through. */
  comesIn(plate: string): Promise<VisitId>
  /** The cashier, and WeChat's callbacks after it. */
  pays(by: OpenId, params: PaymentParams): Promise<void>
  callbacks(): Promise<void>
  sweep(): Promise<void>
}

const lane = (id: LaneId, name: string, direction: LaneDoc['direction']): LaneDoc => ({
  _id: id,
  lot: LOT,
  name,
  direction,
  open: true,
  visit: null,
})

async function furnish(store: Store, spaces: number, prices: Tariff): Promise<void> {
  await store.put('tariffs', { _id: documentId(prices), tariff: prices })
  await store.put('lots', {
    _id: LOT,
    name: '示范停车场',
    phone: '010-12345678',
    zone: prices.zone,
    spaces,
    tariffs: versionsOf([prices]),
    bridge: 'http://bridge',
  })
  await store.put('lanes', lane(ENTRY, '1 号入口', 'entry'))
  await store.put('lanes', lane(EXIT, '1 号出口', 'exit'))
}

interface Setting {
  spaces?: number
  wrap?: (store: Store) => Store
  tariff?: Tariff
}

export async function makeWorld({
  spaces = 3,
  wrap = (store) => store,
  tariff = TENGCHONG,
}: Setting = {}): Promise<World> {
  let time: number = MORNING
  const now = () => instant(time)
  const store = wrap(memoryStore())
  const pay = new MemoryPay({ now })
  const bridge = new MemoryBridge(now)
  const alarms: string[] = []
  const messages: Message[] = []
  let counter = 0
  const ports: Ports = {
    store,
    pay: pay.gateway,
    bridge: bridge.port,
    messenger: {
      send(message) {
        messages.push(message)
        return Promise.resolve()
      },
    },
    codes: signedCodes(createSecretKey(Buffer.from('a key for lane codes in tests')), LINK),
    ids: {
      next: () => `id${String(++counter).padStart(8, '0')}`,
      bytes: (count) => Uint8Array.from({ length: count }, () => (++counter * 7) % 256),
    },
    now,
    log: { info: () => undefined, alarm: (event) => alarms.push(event) },
  }
  await furnish(store, spaces, tariff)
  let last: Parameters<typeof receiveMessage>[1] | undefined

  const world: World = {
    ports,
    store,
    pay,
    bridge,
    alarms,
    messages,
    now,
    wait: (minutes) => void (time += minutes * MINUTE),
    raw: (by, event) => answer(ports, by, event),
    async ask(by, name, ask) {
      const envelope = (await answer(ports, by, { name, ask })) as Envelope<Calls[typeof name]['answer']>
      if (!envelope.ok) throw new Error(`${name} was refused: ${envelope.why}`)
      return envelope.answer
    },
    async refusal(by, name, ask) {
      const envelope = await answer(ports, by, { name, ask })
      if (envelope.ok) throw new Error(`${name} was not refused`)
      return envelope.why
    },
    code: (id) => ports.codes.laneCode(id),
    tell(event) {
      const sequence = ++counter
      last = { id: `m${sequence}`, lot: LOT, sequence, observedAt: now(), sentAt: now(), event }
      return receiveMessage(ports, last)
    },
    again() {
      if (!last) throw new Error('nothing was told yet')
      return receiveMessage(ports, last)
    },
    async arrives(at, plate) {
      const visit = `${at}-v${++counter}` as VisitId
      bridge.stands(at, visit)
      const reading = { text: plate, colour: 'unknown' as const }
      const told = await world.tell({ type: 'vehicle.atLane', lane: at, visit, plate: reading })
      if (told.decision?.do === 'open') {
        const report = bridge.carryOut(told.decision.command)
        await world.tell({ type: 'command.state', ...report })
      }
      return { visit, answer: told }
    },
    async passes(at, visit) {
      bridge.stands(at, undefined)
      await world.tell({ type: 'vehicle.passed', lane: at, visit })
    },
    async backsOut(at, visit) {
      bridge.stands(at, undefined)
      await world.tell({ type: 'vehicle.turnedBack', lane: at, visit })
    },
    async comesIn(plate) {
      const { visit } = await world.arrives(ENTRY, plate)
      await world.passes(ENTRY, visit)
      return visit
    },
    async pays(by, params) {
      const outcome = pay.pay(params, by)
      if (outcome !== 'paid') throw new Error(`the cashier said ${outcome}`)
      await world.callbacks()
    },
    callbacks: () =>
      pay.runDue((notice) =>
        receiveNotice(ports, notice).then(
          () => true,
          (error: unknown) => {
            if (!(error instanceof NoticeRefused)) alarms.push(String(error))
            return false
          },
        ),
      ),
    sweep: () => sweep(ports).then(() => undefined),
  }
  return world
}
