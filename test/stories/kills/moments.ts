/** The moments at which something of a stay or of money is kept for good, told to a listener: just before, and just after. */
import type { AttemptDoc, Effect, OutboxDoc, StayDoc, VisitDoc } from '../../../cloudfunctions/server/documents'
import type { CommandState, LotEvent } from '../../../domain/gate'
import { EventQueue } from '../../../bridge/event-queue'
import { DiskJournal, type Change } from '../../../local/cloud/database/journal'
import { Ledger, type Order, type Refund } from '../../../local/pay/ledger'

/** `after`: it is on the disk, and nobody has been answered yet. */
export type When = 'before' | 'after'

/** What is kept there. An arm that rises counts too. */
export type What =
  | `attempt ${AttemptDoc['payment']['state']}`
  | `stay ${StayDoc['state']}`
  | `${VisitDoc['direction']} ${VisitDoc['state']} ${CommandState | 'unordered'}`
  | `${Effect['do']} ${'listed' | 'put off'}`
  | `${Exclude<Effect['do'], 'tell'> | 'tell-paid' | 'tell-returned'} done`
  | `WeChat's order ${'placed' | 'paid' | 'closed'}`
  | `WeChat's refund ${Refund['status']}`
  | 'callback answered'
  | `${LotEvent['type']}${string} delivered`
  | `${string} raised`

export type Listener = (when: When, what: What) => void

export function watchMoments(listener: Listener, acknowledged: (event: string) => void): void {
  watchCloud(listener)
  watchWeChat(listener)
  watchBridge(listener, acknowledged)
}

// ---------------------------------------------------------------- the cloud's documents

function watchCloud(listener: Listener): void {
  const write = Reflect.get(DiskJournal.prototype, 'write')
  DiskJournal.prototype.write = function (changes) {
    const told = changes.flatMap(nameOfChange)
    told.forEach((what) => listener('before', what))
    write.call(this, changes)
    // Waits before the reply does, so it is told first.
    void this.settled().then(() => told.forEach((what) => listener('after', what)))
  }
}

const NAMES: Partial<Record<string, (doc: never) => What>> = {
  payAttempts: ({ payment }: AttemptDoc) => `attempt ${payment.state}`,
  stays: ({ state }: StayDoc) => `stay ${state}`,
  laneVisits: ({ direction, state, commandState }: VisitDoc) => `${direction} ${state} ${commandState ?? 'unordered'}`,
  outbox: ({ effect, tries }: OutboxDoc) => `${effect.do} ${tries === 0 ? 'listed' : 'put off'}`,
}

function nameOfChange({ collection, id, doc }: Change): What[] {
  if (doc) return [NAMES[collection]?.(doc as never) ?? []].flat()
  return collection === 'outbox' ? [`${String(id).split(':')[0]} done` as What] : []
}

// ---------------------------------------------------------------- WeChat Pay's books

function watchWeChat(listener: Listener): void {
  const saveOrder = Reflect.get(Ledger.prototype, 'saveOrder')
  const saveRefund = Reflect.get(Ledger.prototype, 'saveRefund')
  const dropNotice = Reflect.get(Ledger.prototype, 'dropNotice')
  Ledger.prototype.saveOrder = function (order) {
    around(listener, nameOfOrder(order), () => saveOrder.call(this, order))
  }
  Ledger.prototype.saveRefund = function (refund) {
    around(listener, `WeChat's refund ${refund.status}`, () => saveRefund.call(this, refund))
  }
  Ledger.prototype.dropNotice = function (id) {
    around(listener, 'callback answered', () => dropNotice.call(this, id))
  }
}

function nameOfOrder({ payment, closedAt }: Order): What {
  if (payment) return "WeChat's order paid"
  return closedAt === undefined ? "WeChat's order placed" : "WeChat's order closed"
}

// ---------------------------------------------------------------- the bridge's events

function watchBridge(listener: Listener, acknowledged: (event: string) => void): void {
  const delivered = Reflect.get(EventQueue.prototype, 'delivered')
  EventQueue.prototype.delivered = function (sequence) {
    const head = this.head()
    if (head?.sequence !== sequence) throw new Error(`event ${sequence} was delivered out of turn`)
    acknowledged(head.id)
    around(listener, nameOfEvent(head.event), () => delivered.call(this, sequence))
  }
}

const nameOfEvent = (event: LotEvent): What => `${event.type}${'lane' in event ? ` ${event.lane}` : ''} delivered`

/** A transaction around `work` ends in the same turn: by the next microtask it is kept. */
function around(listener: Listener, what: What, work: () => void): void {
  listener('before', what)
  work()
  queueMicrotask(() => listener('after', what))
}
