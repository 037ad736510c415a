/** What is stored. One type a collection; the ids make the wrong thing impossible (DESIGN: data). */
import type { CommandFault, CommandId, CommandState, Direction, OpenCause, Refusal } from '../../domain/gate'
import type { BatchId, Coupon, CouponBatch, CouponCode } from '../../domain/coupon'
import type { Fen } from '../../domain/money'
import type { OpenId, OrderNo, PaymentState, StayPayment } from '../../domain/payment'
import type { Plate, PlateColour } from '../../domain/plate'
import type { DayTotals } from '../../domain/reconciliation/compare'
import type { BeijingDay } from '../../domain/reconciliation/day'
import type { Difference } from '../../domain/reconciliation/difference'
import type { DayState } from '../../domain/reconciliation/report'
import type { Car, LaneId, LotId, StayId, VisitId } from '../../domain/stay'
import type { Bill } from '../../domain/tariff/bill'
import type { TariffVersion } from '../../domain/tariff/in-force'
import type { Tariff } from '../../domain/tariff/tariff'
import type { Instant, Zone } from '../../domain/time'

export interface LotDoc {
  _id: LotId
  name: string
  phone: string
  zone: Zone
  spaces: number
  /** Versions of its price list and when each is in force, as `versionsOf` makes them of the tariffs. */
  tariffs: readonly TariffVersion[]
  /** The bridge on the lot's network. Its keys are configuration, not data. */
  bridge: string
}

export interface LaneDoc {
  _id: LaneId
  lot: LotId
  name: string
  direction: Direction
  open: boolean
  /** The car that stands there now, as far as the cloud was told. */
  visit: VisitId | null
}

/** Tariffs never change: a new price is a new version. */
export interface TariffDoc {
  /** `{id}@{version}` */
  _id: string
  tariff: Tariff
}

export interface VehicleDoc {
  /** `{owner}:{plate}` */
  _id: string
  owner: OpenId
  plate: Plate
  colour: PlateColour
  isDefault: boolean
  addedAt: Instant
}

export interface StayDoc {
  /** `{lot}:{plate}` while inside; the stay's own id once it is over. */
  _id: string
  id: StayId
  lot: LotId
  car: Car
  /** The plate again, or null, so that an index can serve it. */
  plate: Plate | null
  /** Who let an unplated car in. */
  owner: OpenId | null
  state: 'inside' | 'left'
  enteredAt: Instant
  entryLane: LaneId
  entryVisit: VisitId
  leftAt: Instant | null
  payments: StayPayment[]
  locked: boolean
  /** The one attempt to pay that may be going on; nobody pays a stay twice. */
  openAttempt: OrderNo | null
  /**
   * The exit lane where it was seen last, noted before it is let out: whoever pays, from wherever, opens that lane, and nobody
   * takes a payment back while the car stands there.
   */
  waitsAt: LanePlace | null
  /** Who has taken a payment for this stay back. */
  undoneBy: OpenId[]
}

export interface VisitDoc {
  _id: VisitId
  lot: LotId
  lane: LaneId
  direction: Direction
  /** null: no plate that can be read, or none that is one. */
  plate: Plate | null
  colour: PlateColour
  seenAt: Instant
  state: 'waiting' | 'admitted' | 'passed' | 'turnedBack' | 'refused'
  refusal: Refusal | null
  /** Exit: the place of the stay that pays for it. */
  stay: string | null
  /** Entry by code: who asked. */
  owner: OpenId | null
  /** The newest command for this visit; null: none was made. Numbered `{visit}-1`, `-2` … */
  commandId: CommandId | null
  commandState: CommandState | null
  commandFault: CommandFault | 'lot-offline' | null
  commandCause: OpenCause | null
  commandExpiresAt: Instant | null
  commandMadeAt: Instant | null
}

/** A car in a lane, and since when it is there. */
export interface LanePlace {
  visit: VisitId
  lane: LaneId
  since: Instant
}

export interface QuoteDoc {
  _id: string
  askedBy: OpenId
  stay: string
  stayId: StayId
  /** The lane in which the car waits, when the bill was made there. */
  at: LanePlace | null
  bill: Bill
  /** What the bill takes off by; paying it uses them up. */
  coupons: CouponCode[]
  validUntil: Instant
}

export interface AttemptDoc {
  _id: OrderNo
  payer: OpenId
  stay: string
  stayId: StayId
  lot: LotId
  car: Car
  /** The plate again, or null, so that an index can serve it. */
  plate: Plate | null
  enteredAt: Instant
  amount: Fen
  bill: Bill
  /** Held while the attempt is open, used up when it is applied. */
  coupons: CouponCode[]
  /** The lane in which the car waits: paid, it is let out there. */
  at: LanePlace | null
  payment: PaymentState
  /** Nobody knows yet how it ends; `sweep` asks when `checkAt` is reached. */
  open: boolean
  checkAt: Instant
  /** When the payer began: an order that follows one of their own for the same stay began with that. */
  madeAt: Instant
  expiresAt: Instant
  /** null until money arrived. */
  paidAt: Instant | null
  /** Its place among the payer's transactions: when it was paid, and the order number. null until then. */
  listKey: string | null
  /** When WeChat had sent the money back, as far as some or all of it went back. */
  returnedAt: Instant | null
  /** Since when money is to go back; null when none is, or all of it has. */
  owedSince: Instant | null
  /** Messages that the payer has allowed. */
  tellPaid: boolean
  tellReturned: boolean
  /** Paid in time to leave until then; null until applied. */
  leaveBy: Instant | null
}

export type Effect =
  /** The car is paid for: open for it, if it still waits in its lane. */
  | { do: 'let-out'; lot: LotId; visit: VisitId; lane: LaneId; stay: string }
  /** Give the money back. */
  | { do: 'refund'; orderNo: OrderNo }
  /** Tell the payer that the time to leave is nearly over. */
  | { do: 'warn'; orderNo: OrderNo }
  /** Tell the payer that the money arrived, or that it went back. */
  | { do: 'tell'; of: 'paid' | 'returned'; orderNo: OrderNo }

export interface CouponDoc extends Coupon {
  _id: CouponCode
  batch: BatchId
  /** 1 to the batch's count; no two of a batch have the same. */
  number: number
  /** Its batch's again, so that an index can serve it. */
  validUntil: Instant
  /** When it came into somebody's list, or was used. */
  ownedAt: Instant | null
  usedAt: Instant | null
}

/** Coupons that were issued together. */
export interface CouponBatchDoc extends CouponBatch {
  _id: BatchId
  /** 开业优惠 */
  name: string
  /** In which the days of its validity are meant. */
  zone: Zone
  issuedAt: Instant
  count: number
}

export interface OutboxDoc {
  /** The effect in words, so that the same effect is not listed twice. */
  _id: string
  effect: Effect
  state: 'due' | 'dead'
  dueAt: Instant
  tries: number
}

export interface InboxDoc {
  /** `{lot}:{eventId}` */
  _id: string
  at: Instant
  /** What was answered, to be answered again. */
  answer: string
}

/** A day's money here against WeChat Pay's bills. */
export interface ReconciliationDoc {
  /** In Beijing, yyyy-mm-dd. */
  _id: BeijingDay
  state: DayState
  /** When `sweep` compares it, or compares it again after a failure. */
  dueAt: Instant
  tries: number
  comparedAt: Instant | null
  totals: DayTotals | null
  /** The first of them; all are counted. */
  differences: Difference[]
  differenceCount: number
  /** Orders that a comparison brought up to date. */
  mended: OrderNo[]
}

export interface Documents {
  lots: LotDoc
  lanes: LaneDoc
  tariffs: TariffDoc
  vehicles: VehicleDoc
  stays: StayDoc
  laneVisits: VisitDoc
  quotes: QuoteDoc
  payAttempts: AttemptDoc
  coupons: CouponDoc
  couponBatches: CouponBatchDoc
  outbox: OutboxDoc
  inbox: InboxDoc
  reconciliations: ReconciliationDoc
}

export type CollectionName = keyof Documents
