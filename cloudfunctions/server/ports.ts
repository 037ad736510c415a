/** What the use cases need from the world outside. Each port has more than one implementation, held to one behaviour suite. */
import type { CommandReport, LaneCommand, LaneCurrent, LaneId, LotId } from '../../domain/gate'
import type { Fen } from '../../domain/money'
import type { OpenId, OrderNo, PaymentParams, RefundNo, ReturnReason } from '../../domain/payment'
import type { FundBill, TradeBill } from '../../domain/reconciliation/bills'
import type { BeijingDay } from '../../domain/reconciliation/day'
import type { Instant, Zone } from '../../domain/time'
import type { CollectionName, Documents } from './documents'

// ---------------------------------------------------------------- store

type Scalar = string | number | boolean | null

/** A condition on one field: a value it equals, or a comparison. */
export type Condition<Value> =
  Value | { in: readonly Value[] } | { ne: Value } | { gt?: Value; gte?: Value; lt?: Value; lte?: Value }

/** All conditions must hold. Only scalar top-level fields can be asked for; an index must serve the question. An array field equals a value when it contains it. */
export type Where<Doc> = {
  readonly [
    Field in keyof Doc as NonNullable<Doc[Field]> extends Scalar | readonly Scalar[] ? Field : never
  ]?: Condition<NonNullable<Doc[Field]> extends readonly (infer Item)[] ? Item : Doc[Field]>
}

/** Replaces the named top-level fields; `undefined` removes a field. */
export type Change<Doc> = {
  readonly [Field in keyof Doc as Field extends '_id' ? never : Field]?: Doc[Field] | undefined
}

export interface Page<Doc> {
  /** At most 1,000. */
  limit: number
  orderBy?: readonly (readonly [keyof Doc & string, 'asc' | 'desc'])[]
  skip?: number
}

export interface Reader {
  get<C extends CollectionName>(collection: C, id: string): Promise<Documents[C] | undefined>
}

export interface Writer {
  /** @throws AlreadyExists when the id, or a unique index, is taken. */
  insert<C extends CollectionName>(collection: C, doc: Documents[C]): Promise<void>
  /** Writes the whole document, whether it exists or not. */
  put<C extends CollectionName>(collection: C, doc: Documents[C]): Promise<void>
  /** Whether the document exists, and so was changed. */
  update<C extends CollectionName>(collection: C, id: string, change: Change<Documents[C]>): Promise<boolean>
  /** Whether there was something to remove. */
  remove(collection: CollectionName, id: string): Promise<boolean>
}

/** Single documents only: the platform's transactions know nothing else. */
export type Transaction = Reader & Writer

export interface Store extends Reader, Writer {
  find<C extends CollectionName>(
    collection: C,
    where: Where<Documents[C]>,
    page: Page<Documents[C]>,
  ): Promise<Documents[C][]>
  count<C extends CollectionName>(collection: C, where: Where<Documents[C]>): Promise<number>
  /** Changes the document if it still is as `when` says, in one step; whether it did. A change must alter what `when` tests. */
  updateIf<C extends CollectionName>(
    collection: C,
    id: string,
    when: Where<Documents[C]>,
    change: Change<Documents[C]>,
  ): Promise<boolean>
  /**
   * All of `work`'s writes or none, on a snapshot. `work` runs again after a conflict with another transaction, so it has no
   * effect of its own besides the transaction's. What it throws rolls back and is thrown on.
   * @throws StoreBusy when conflicts did not end.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
}

export class AlreadyExists extends Error {
  override name = 'AlreadyExists'
  constructor(
    readonly collection: string,
    readonly id: string,
  ) {
    super(`${collection} has a document with this id or unique key already`)
  }
}

export class StoreBusy extends Error {
  override name = 'StoreBusy'
}

// ---------------------------------------------------------------- WeChat Pay

export interface NewOrder {
  orderNo: OrderNo
  payer: OpenId
  amount: Fen
  /** Shown in the cashier and on the voucher, at most 127 characters. */
  description: string
  /** The last moment to pay; WeChat raises it to at least one minute after ordering. */
  expiresAt: Instant
}

/** An order as WeChat Pay knows it, from a verified reply or callback; never from an error reply. */
export type OrderState =
  | {
      state: 'paid'
      orderNo: OrderNo
      transactionId: string
      amount: Fen
      currency: string
      appid: string
      mchid: string
      paidAt: Instant
      /** Some or all of it was refunded since. */
      refunded: boolean
    }
  | { state: 'unpaid'; orderNo: OrderNo }
  | { state: 'closed'; orderNo: OrderNo }
  /** WeChat has no such order: it was never placed, or the reply said 404 (which is not authenticated: never act on it alone). */
  | { state: 'missing'; orderNo: OrderNo }

export type RefundState = 'processing' | 'refunded' | 'closed' | 'abnormal'

export interface NewRefund {
  refundNo: RefundNo
  orderNo: OrderNo
  amount: Fen
  /** The order's whole amount. */
  total: Fen
  /** Shown to the payer. */
  reason: string
}

export type PayNotice =
  | { kind: 'payment'; id: string; order: Extract<OrderState, { state: 'paid' }> }
  | { kind: 'refund'; id: string; refundNo: RefundNo; orderNo: OrderNo; state: RefundState }

/** A callback as it arrived over HTTP: header names in any case, the body's bytes untouched. */
export interface RawNotice {
  headers: Readonly<Record<string, string | undefined>>
  body: Buffer
}

/** The bill of a day that is over. */
export type BillAnswer<Bill> =
  | { state: 'there'; bill: Bill }
  /** WeChat still writes it: it is there by ten the next morning. */
  | { state: 'not-ready' }
  /** Nothing happened on that day, or it is more than three months ago. The reply is an error, so nobody vouches for it. */
  | { state: 'none' }

export interface PayGateway {
  /** Whose money it is; a payment to anybody else is not ours. */
  readonly merchant: { readonly appid: string; readonly mchid: string }
  /** Places the order, or fetches the same order's prepay id again; returns what wx.requestPayment needs, freshly signed. */
  order(order: NewOrder): Promise<PaymentParams>
  query(orderNo: OrderNo): Promise<OrderState>
  /** Asks for the order to be closed. Proves nothing: query until it says closed. */
  close(orderNo: OrderNo): Promise<void>
  /** Accepted, not done: the state comes by query or notice. The same number never refunds twice. */
  refund(refund: NewRefund): Promise<RefundState>
  /** missing: it was never taken on; the reply that says so is an error, so nobody vouches for it. */
  refundState(refundNo: RefundNo): Promise<RefundState | 'missing'>
  /** Every payment and refund of a day, as far as the file is the one whose hash WeChat signed. */
  tradeBill(day: BeijingDay): Promise<BillAnswer<TradeBill>>
  /** Every movement of money in the merchant's account on a day. */
  fundBill(day: BeijingDay): Promise<BillAnswer<FundBill>>
  /** Verifies, then decrypts. @throws NoticeRefused by name; the caller answers it with an error status. */
  readNotice(notice: RawNotice): PayNotice
}

/** Why a callback is not believed, cheapest check first. */
export type NoticeFault =
  'headers-missing' | 'stale' | 'unknown-serial' | 'bad-signature' | 'not-decryptable' | 'not-understood'

export class NoticeRefused extends Error {
  override name = 'NoticeRefused'
  constructor(readonly why: NoticeFault) {
    super(`payment notice refused: ${why}`)
  }
}

/** Why a call to WeChat Pay came back without a verified answer; nothing may be concluded about the order from it. */
export type PayFault =
  /** No answer in time, or no connection: the effect may have happened. */
  | 'unreachable'
  /** The number was used with other parameters, or its order was paid or closed: a query tells. */
  | 'number-spent'
  | 'rate-limited'
  /** WeChat's own 5xx. */
  | 'server-error'
  /** Our request or signature is wrong: an alarm, not a retry. */
  | 'rejected'
  /** The reply's signature does not verify. */
  | 'forged-reply'
  /** A downloaded file is not the one that was promised: try again. */
  | 'damaged-file'

export class PayFailed extends Error {
  override name = 'PayFailed'
  constructor(
    readonly why: PayFault,
    readonly detail: string,
  ) {
    super(`WeChat Pay: ${why}: ${detail}`)
  }
}

// ---------------------------------------------------------------- barrier

export interface Bridge {
  /** Hands the command over. The same command twice is carried out once. @throws BridgeUnreachable: the outcome is unknown. */
  send(lot: LotId, command: LaneCommand): Promise<CommandReport>
  /** What became of a command; `unknown` when the bridge never heard of it. @throws BridgeUnreachable */
  state(lot: LotId, command: LaneCommand['id']): Promise<CommandReport>
  current(lot: LotId, lane: LaneId): Promise<LaneCurrent>
  /** Milliseconds that the oldest event which the lot could not yet tell us has waited; 0: none waits. @throws BridgeUnreachable */
  eventDelay(lot: LotId): Promise<number>
}

export class BridgeUnreachable extends Error {
  override name = 'BridgeUnreachable'
}

// ---------------------------------------------------------------- messages

/** What people are told by WeChat's subscribe messages, each allowed by a tap. */
export type Message = { to: OpenId; plate: string; lot: string } & (
  | { kind: 'leaveBy'; leaveBy: string }
  /** The money arrived. `zone`: in which `at` is written. */
  | { kind: 'paid'; amount: Fen; at: Instant; zone: Zone }
  /** The money went back. */
  | { kind: 'returned'; amount: Fen; why: ReturnReason; at: Instant; zone: Zone }
)

export interface Messenger {
  /**
   * Nothing happens when the person does not want messages.
   * @throws Error when it could not be sent and may be tried again.
   */
  send(message: Message): Promise<void>
}

// ---------------------------------------------------------------- codes, time, chance

/** Lane codes: a lane's name with a mark that only the cloud can make. */
export interface Codes {
  laneCode(lane: LaneId): string
  /** The lane, or undefined for a code that is altered or not ours. */
  readLaneCode(code: string): LaneId | undefined
}

export interface Ids {
  /** Unguessable, unique, sortable by time of making; letters and digits only. */
  next(): string
  /** Bytes of pure chance. */
  bytes(count: number): Uint8Array
}

export interface Ports {
  store: Store
  pay: PayGateway
  bridge: Bridge
  messenger: Messenger
  codes: Codes
  ids: Ids
  /** The clock of the cloud: the only one the rules are asked by. */
  now: () => Instant
  log: Log
}

/** One line per happening, in English, without secrets, full plates or phone numbers. */
export interface Log {
  info(event: string, facts?: Record<string, unknown>): void
  /** Something a person must look at. */
  alarm(event: string, facts?: Record<string, unknown>): void
}
