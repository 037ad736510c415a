/**
 * Every question the mini program may ask, and the answer. Instants are milliseconds since 1970, money is fen; both ends
 * share this file, and the cloud parses each question at its door.
 */
import type { Direction, LaneId, LotId, Refusal, VisitId } from './gate'
import type { CouponCode, CouponRefusal } from './coupon'
import type { Fen } from './money'
import type { OrderNo, PaymentParams, ReturnReason, UndoRefusal } from './payment'
import type { Plate, PlateColour } from './plate'
import type { StayId } from './stay'
import type { Coupon as TakesOff } from './tariff/coupon'
import type { BillLine } from './tariff/line'
import type { Instant, Minutes } from './time'
import type { VehicleRefusal } from './vehicle'

// ---------------------------------------------------------------- what screens show

export interface LotView {
  id: LotId
  name: string
  /** Minutes that the lot's wall clock is ahead of UTC now. */
  offset: Minutes
  /** To call when nothing else helps. */
  phone: string
}

export interface CarView {
  /** null: a car without a plate. */
  plate: Plate | null
  /** What people call it: 京A·12345, masked for others, or 无牌车. */
  name: string
  colour: PlateColour | 'none'
}

/** Where a car stands in its stay, as home shows it. */
export type CarState =
  | { state: 'away' }
  | { state: 'inside'; stay: StayId; lot: LotView; enteredAt: Instant; due: Fen }
  /** No price list can be used for it: a fault of ours, and somebody was told. */
  | { state: 'unpriced'; stay: StayId; lot: LotView; enteredAt: Instant }
  /** Paid, and not yet out. After leaveBy it is `inside` again with what overtime costs. */
  | { state: 'paid'; stay: StayId; lot: LotView; enteredAt: Instant; leaveBy: Instant }

export interface HomeView {
  /** The default car first, then the other cars that are inside, then a stay without a plate. Empty: no vehicle is bound yet. */
  cars: (CarState & { car: CarView })[]
}

export interface VehicleView {
  plate: Plate
  colour: PlateColour
  isDefault: boolean
}

export interface BillView {
  /** Names this bill at this price; paying asks for it by this name. */
  quote: string
  stay: StayId
  car: CarView
  lot: LotView
  enteredAt: Instant
  billedTo: Instant
  /** Fee of the whole stay, before payments. */
  fee: Fen
  due: Fen
  lines: BillLine[]
  /** What was presented and is counted in. */
  coupons: { code: CouponCode; name: string }[]
  /** How many coupons the lot takes for one stay; 0: none. */
  couponLimit: number
  /** Until then `due` holds. */
  validUntil: Instant
  tariffVersion: string
  /** 收费规则, a sentence a line. */
  rules: string[]
  /** Paid before, and still in time to leave. */
  leaveBy?: Instant
  /** The lane the car stands in, when the bill was made there: paying opens it. */
  visit?: VisitId
}

/** A coupon in somebody's list. */
export interface CouponView {
  code: CouponCode
  /** Whose gift it is: 开业优惠 */
  name: string
  takesOff: TakesOff
  /** Where it counts; empty: everywhere. */
  lots: string[]
  validFrom: Instant
  /** From then on it counts no more. */
  validUntil: Instant
  /** Minutes ahead of UTC, for showing both. */
  offset: Minutes
  /** The least fee of the stay; 0: any. */
  minimum: Fen
  onOvertime: boolean
  /** What stands against using it: on the bill that was asked for, else at all. */
  why?: CouponRefusal
  /** What the asked bill would be less by, with this coupon alone. */
  saves?: Fen
}

export interface LaneInfo {
  id: LaneId
  /** 1 号出口 */
  name: string
  direction: Direction
}

/** The barrier as the person before it sees it. */
export type BarrierView =
  /** Nothing was ordered. */
  | { state: 'closed' }
  /** The order is on its way; the arm has not moved yet. */
  | { state: 'opening'; since: Instant }
  | { state: 'open' }
  /** The car is through. */
  | { state: 'passed' }
  /** The order came to nothing; `retry` says whether another is possible. */
  | { state: 'stuck'; why: BarrierFault; retry: boolean }

export type BarrierFault =
  /** The lot's bridge does not answer. */
  | 'lot-offline'
  /** The device does not answer, or the arm does not rise. */
  | 'barrier-fault'
  /** The car is not in the lane any more. */
  | 'car-gone'
  /** The order was not carried out in time. */
  | 'too-late'

/** What a lane's code leads to. */
export type LaneView = { lot: LotView; lane: LaneInfo } & (
  | { situation: 'refused'; why: Refusal; car?: CarView }
  /** Entry, plate read, admitted: the barrier opens by camera. `car` is masked unless it is the asker's. */
  | { situation: 'admitted'; visit: VisitId; car: CarView; barrier: BarrierView }
  /** Entry without a readable plate: 入场 binds the stay to this person. */
  | { situation: 'identify'; visit: VisitId }
  /** Exit with something due. */
  | { situation: 'pay'; visit: VisitId; bill: BillView }
  /** Exit, nothing due or paid before: it opens at once. */
  | { situation: 'leaving'; visit: VisitId; car: CarView; barrier: BarrierView; leaveBy?: Instant }
)

/** The truth about a payment attempt, asked of WeChat when needed. */
export type PaymentView = { orderNo: OrderNo; amount: Fen; car: CarView; lot: LotView } &
  /** WeChat knows of no payment yet. It may still come. */
  (
    | { state: 'unpaid'; expiresAt: Instant }
    /** The order is closed: no money left the person. */
    | { state: 'closed' }
    | {
        state: 'paid'
        paidAt: Instant
        leaveBy: Instant
        visit?: VisitId
        barrier?: BarrierView
        /** Until then the payer can take it back; absent when that is not possible. */
        undoUntil?: Instant
      }
    /**
     * `back` goes back by itself: the payment was not needed, or was taken back. 0: only coupons had paid. `stuck`: the
     * payer's bank account takes no money, and the lot sees to it. `byHand`: the lot sent it back, perhaps by another way.
     */
    | { state: 'returning'; paidAt: Instant; why: ReturnReason; back: Fen; told: boolean; stuck?: true }
    | { state: 'returned'; paidAt: Instant; why: ReturnReason; back: Fen; byHand?: true }
  )

export interface TransactionView {
  orderNo: OrderNo
  car: CarView
  lotName: string
  /** Minutes ahead of UTC, for showing paidAt. */
  offset: Minutes
  amount: Fen
  paidAt: Instant
  state: 'paid' | 'returning' | 'returned'
  /** How much goes back or went back; absent while all of it counts. */
  back?: Fen
  /** Names its place in the list; the next page begins after it. */
  listKey: string
}

export interface ReceiptView extends TransactionView {
  enteredAt: Instant
  billedTo: Instant
  lines: BillLine[]
  fee: Fen
  tariffVersion: string
  /** WeChat's number, for questions to WeChat Pay; null: coupons paid for everything. */
  transactionId: string | null
  why?: ReturnReason
  /** The payer's bank account takes no money, and the lot sees to it. */
  stuck?: true
  /** The lot sent the money back, perhaps by another way. */
  byHand?: true
  /** When the money had gone back. */
  returnedAt?: Instant
  /** Until then the payer can take it back; absent when that is not possible. */
  undoUntil?: Instant
}

// ---------------------------------------------------------------- questions and answers

export interface Calls {
  /** The first screen in one call. */
  home: { ask: Record<string, never>; answer: HomeView }

  'vehicles.list': { ask: Record<string, never>; answer: VehicleView[] }
  /** `plate` as typed. The first vehicle becomes the default. */
  'vehicles.add': { ask: { plate: string; colour?: PlateColour }; answer: VehicleView[] }
  'vehicles.remove': { ask: { plate: string }; answer: VehicleView[] }
  'vehicles.makeDefault': { ask: { plate: string }; answer: VehicleView[] }

  /** The bill of an own car's stay, by the name home gave it. */
  'bill.open': { ask: { stay: string }; answer: BillView }

  /** The same bill anew with exactly these coupons, typed or scanned. Refused by the first that takes nothing off. */
  'bill.coupons': { ask: { quote: string; codes: string[] }; answer: BillView }

  /** The asker's coupons, those that still count first; with a bill, what each would do for it. */
  'coupons.list': { ask: { quote?: string }; answer: CouponView[] }
  /** Puts a typed or scanned coupon into the asker's list. */
  'coupons.add': { ask: { code: string }; answer: CouponView[] }

  /** `code` is the scanned text, link and all. */
  'lane.open': { ask: { code: string }; answer: LaneView }
  /** Lets a car without a readable plate in; the stay is the asker's. */
  'lane.enter': { ask: { code: string; visit: string }; answer: LaneView }
  /** How the barrier stands for a visit the asker has to do with. */
  'lane.barrier': { ask: { visit: string }; answer: BarrierView }
  /** Orders the barrier again after a known failure. */
  'lane.retry': { ask: { visit: string }; answer: BarrierView }

  /** Zero due answers `settled` and never calls WeChat; `orderNo` when coupons paid for it. */
  'payment.open': {
    ask: { quote: string }
    answer: { kind: 'pay'; orderNo: OrderNo; params: PaymentParams } | { kind: 'settled'; orderNo?: OrderNo }
  }
  /** After the cashier, whatever it said: what is true. */
  'payment.check': { ask: { orderNo: string }; answer: PaymentView }
  /** A message before the time to leave is over; the person has just allowed one. `at` is null when it is too late for it. */
  'payment.remind': { ask: { orderNo: string }; answer: { at: Instant | null } }
  /** A message when the money has arrived, or has gone back; the person has just allowed one. False: it was there before. */
  'payment.tell': { ask: { orderNo: string; of: 'paid' | 'returned' }; answer: { willTell: boolean } }
  /** The wrong car: the money goes back, the stay is unpaid again. */
  'payment.undo': { ask: { orderNo: string }; answer: PaymentView }

  /** Newest first, 20 a page, of one plate or all; `before` is the last one's listKey. */
  'transactions.list': {
    ask: { before?: string; plate?: string }
    answer: { items: TransactionView[]; more: boolean }
  }
  'transactions.receipt': { ask: { orderNo: string }; answer: ReceiptView }
}

export type CallName = keyof Calls

/** Why the cloud says no. A closed list; the words for people hang on it in refusals.ts. */
export type CallRefusal =
  | Refusal
  | VehicleRefusal
  | CouponRefusal
  | UndoRefusal
  /** Not one of the questions, or not in its form: an old mini program, or not ours. */
  | 'not-understood'
  /** The text is no plate. */
  | 'not-a-plate'
  /** The code is not ours or was altered. */
  | 'code-not-ours'
  /** The stay, order or visit does not exist, or is none of the asker's business. */
  | 'not-found'
  /** The car has left. */
  | 'stay-over'
  /** The bill's time is over: make a new one. */
  | 'bill-expired'
  /** Somebody else is paying this stay at the moment. */
  | 'being-paid'
  /** The earlier order for this stay could not be closed yet. */
  | 'order-pending'
  /** WeChat Pay does not answer. No money moved. */
  | 'pay-unreachable'
  /** The lot's bridge does not answer, so nobody knows what stands in the lane. */
  | 'lot-silent'
  /** The car is still in the lot. */
  | 'still-inside'
  /** Too many others at once: try again. */
  | 'busy'
  /** Our fault; it is logged. */
  | 'fault'

/** What every call comes back with. `at` is the cloud's clock, which screens count by. */
export type Envelope<Answer> = { ok: true; at: Instant; answer: Answer } | { ok: false; at: Instant; why: CallRefusal }
