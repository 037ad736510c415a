/**
 * A payment attempt: one order number at WeChat Pay, from the wish to pay until the money is applied or back.
 * A payable (a stay) has at most one open attempt, so nobody pays it twice.
 */
import { NOTHING, type Fen } from './money'
import type { Coupon } from './tariff/coupon'
import { after, instant, MINUTE, minutes, type Instant } from './time'

/** WeChat's name for a person in this mini program. */
export type OpenId = string & { readonly unit: 'openid' }

/** 6 to 32 letters and digits, unique per merchant. */
export type OrderNo = string & { readonly unit: 'order number' }

export type RefundNo = string & { readonly unit: 'refund number' }

/** What wx.requestPayment takes. */
export interface PaymentParams {
  /** Seconds since 1970, as text. */
  timeStamp: string
  nonceStr: string
  /** `prepay_id=…` */
  package: string
  signType: 'RSA'
  paySign: string
}

/** A payment that counts for a stay. */
export interface StayPayment {
  orderNo: OrderNo
  at: Instant
  amount: Fen
  /** The moment of the bill that was paid. */
  billedTo: Instant
  /** What the bill's coupons took off, for the next bill of the whole stay. */
  coupons: readonly Coupon[]
}

export type PaymentState =
  /** Our record is written; no phone has what it takes to pay it yet. */
  | { state: 'created' }
  /** WeChat holds the order; the person may be paying now. */
  | { state: 'prepaid' }
  /** The money counts for the payable. */
  | ({ state: 'applied' } & Money)
  /** Nobody can pay it any more: WeChat's verified answer says so, or it was an order that WeChat never had. */
  | { state: 'closed' }
  /** Money arrived, and some or all of it is to go back. */
  | ({ state: 'owed' } & Owed)
  /** `stuck`: the payer's bank account takes no money, and a person must see to it. */
  | ({ state: 'refunding'; refundNo: RefundNo; stuck: boolean } & Owed)
  /** null: there was nothing that WeChat could have sent back, or a person has sent it back by hand. */
  | ({ state: 'refunded'; refundNo: RefundNo | null } & Owed)

interface Money {
  /** null: coupons paid for everything, and WeChat was never asked. */
  transactionId: string | null
  paidAt: Instant
  /** What was ordered: WeChat takes no other sum, and refunds only against it. */
  paid: Fen
}

interface Owed extends Money {
  why: ReturnReason
  /** How much goes back. */
  back: Fen
  /** Refunds that WeChat closed without paying: each next one needs a number of its own. */
  refundsClosed: number
}

/** Why money goes back. */
export type ReturnReason =
  /** The car had left. */
  | 'stay-over'
  /** Another payment came first: somebody else's, or a later order of the payer's own. */
  | 'paid-already'
  /** Its bill was for the time after an earlier payment, and that one was taken back meanwhile. */
  | 'earlier-undone'
  /** The sum is not the order's sum. A person looks at it too. */
  | 'amount-differs'
  /** The money came after the order's end, and its coupon cannot be counted any more: used, or another's. */
  | 'coupon-gone'
  /** The payer took it back. */
  | 'undone'
  /** The lot gives it back. */
  | 'goodwill'

export type PaymentFact =
  | { type: 'prepaid' }
  | { type: 'closed' }
  /** WeChat has no such order. One whose parameters a phone has by now was placed after all. */
  | { type: 'neverPlaced' }
  /** `unapplied`: why it cannot be applied. */
  | ({ type: 'paid'; unapplied?: ReturnReason } & Money)
  /** Some or all of an applied payment is to go back; it does so once. */
  | { type: 'returned'; why: ReturnReason; back: Fen }
  | { type: 'refundSent'; refundNo: RefundNo }
  | { type: 'refundClosed'; refundNo: RefundNo }
  | { type: 'refundStuck'; refundNo: RefundNo }
  | { type: 'refunded'; refundNo: RefundNo }
  /** A person sent it back by another way than our refund. */
  | { type: 'returnedByHand' }

export const isOpen = (payment: PaymentState): boolean => payment.state === 'created' || payment.state === 'prepaid'

export const moneyArrived = (payment: PaymentState): boolean => !isOpen(payment) && payment.state !== 'closed'

/** Whether being paid changes nothing any more. Money counts after a close, too; coupons that pay for everything do not. */
export const isOver = (payment: PaymentState, paid: Fen): boolean =>
  moneyArrived(payment) || (payment.state === 'closed' && paid === NOTHING)

/** Records a fact. A fact told twice, or too late to matter, changes nothing; money that arrives after a close still counts. */
export function evolve(payment: PaymentState, fact: PaymentFact): PaymentState {
  switch (fact.type) {
    case 'prepaid':
      return payment.state === 'created' ? { state: 'prepaid' } : payment
    case 'closed':
      return isOpen(payment) ? { state: 'closed' } : payment
    case 'neverPlaced':
      return payment.state === 'created' ? { state: 'closed' } : payment
    case 'paid':
      return isOver(payment, fact.paid) ? payment : paid(fact)
    case 'returned':
      return payment.state === 'applied' ? owed(payment, fact) : payment
    case 'refundSent':
      return payment.state === 'owed' && ordinalOf(fact.refundNo) === payment.refundsClosed + 1
        ? { ...payment, state: 'refunding', refundNo: fact.refundNo, stuck: false }
        : payment
    case 'refundClosed':
      return isUnderWay(payment, fact) ? refundAgain(payment) : payment
    case 'refundStuck':
      return isUnderWay(payment, fact) && !payment.stuck ? { ...payment, stuck: true } : payment
    case 'refunded':
      return isUnderWay(payment, fact) ? refunded(payment, fact.refundNo) : payment
    case 'returnedByHand':
      return payment.state === 'owed' || payment.state === 'refunding' ? refunded(payment, null) : payment
  }
}

type Refunding = Extract<PaymentState, { state: 'refunding' }>

const isUnderWay = (payment: PaymentState, { refundNo }: { refundNo: RefundNo }): payment is Refunding =>
  payment.state === 'refunding' && payment.refundNo === refundNo

function refundAgain({ refundNo: _closed, stuck: _over, ...payment }: Refunding): PaymentState {
  return { ...payment, state: 'owed', refundsClosed: payment.refundsClosed + 1 }
}

function refunded(
  { transactionId, paidAt, paid, why, back, refundsClosed }: Owed,
  refundNo: RefundNo | null,
): PaymentState {
  return { state: 'refunded', refundNo, transactionId, paidAt, paid, why, back, refundsClosed }
}

/** The payer's bank account could not be reached. */
export const isStuck = (payment: PaymentState): boolean => payment.state === 'refunding' && payment.stuck

/** A person said that it went back; no refund of ours did it. */
export const isByHand = (payment: PaymentState): boolean =>
  payment.state === 'refunded' && payment.refundNo === null && payment.back !== NOTHING

/** Coupons that pay for everything and cannot be counted leave nothing behind: no money came that could go back. */
function paid({ transactionId, paidAt, paid, unapplied }: Extract<PaymentFact, { type: 'paid' }>): PaymentState {
  if (unapplied && paid === NOTHING) return { state: 'closed' }
  const money = { transactionId, paidAt, paid }
  return unapplied ? owed(money, { why: unapplied, back: paid }) : { state: 'applied', ...money }
}

/** Nothing to send back is sent back already. */
function owed({ transactionId, paidAt, paid }: Money, { why, back }: Pick<Owed, 'why' | 'back'>): PaymentState {
  const money = { transactionId, paidAt, paid, why, back, refundsClosed: 0 }
  return back === NOTHING ? { state: 'refunded', refundNo: null, ...money } : { state: 'owed', ...money }
}

/** Two digits: WeChat takes at most 50 refunds of an order. */
const ORDINAL_DIGITS = 2

/** The order number that the refund of an attempt carries, so that asking twice refunds once. */
export const refundNumber = (order: OrderNo, refundsClosed = 0): RefundNo =>
  `R${order}${String(refundsClosed + 1).padStart(ORDINAL_DIGITS, '0')}` as RefundNo

/** The how manieth refund of its order. */
const ordinalOf = (refundNo: RefundNo): number => Number(refundNo.slice(-ORDINAL_DIGITS))

/** Whether it is a number of ours for a refund of the order, asked for or not. */
export const isRefundOf = (refundNo: RefundNo, order: OrderNo): boolean =>
  refundNo === refundNumber(order, ordinalOf(refundNo) - 1)

/** Whether it is a refund that WeChat closed, and that a next one has followed. */
export const isFormerRefund = (refundNo: RefundNo, order: OrderNo, refundsClosed: number): boolean =>
  ordinalOf(refundNo) <= refundsClosed && isRefundOf(refundNo, order)

/** How long before the end of the time to leave a person is warned, who asked for it. */
const WARNED_BEFORE = minutes(3)

/** When to warn; undefined when that moment is over. */
export function warningTime(leaveBy: Instant, now: Instant): Instant | undefined {
  const at = instant(leaveBy - WARNED_BEFORE * MINUTE)
  return at > now ? at : undefined
}

/** WeChat raises a shorter life to one minute without a word; asking for it openly keeps both clocks honest. */
export const ORDER_LIFE_AT_LEAST = minutes(1)

/** In whole seconds, which is all that WeChat keeps. */
export function orderExpiry(billValidUntil: Instant, now: Instant): Instant {
  const until = Math.max(billValidUntil, after(now, ORDER_LIFE_AT_LEAST))
  return instant(Math.floor(until / 1000) * 1000)
}

/** How long another person's fresh attempt is left alone: they may be typing their password. */
const OTHERS_FIRST = minutes(1)

/** What is paid, by whom, with which coupons. */
interface Wish {
  amount: Fen
  payer: OpenId
  coupons: readonly string[]
}

const sameCoupons = (one: Wish, other: Wish): boolean =>
  [...one.coupons].sort().join() === [...other.coupons].sort().join()

/** What an open attempt means for somebody who wants to pay `amount` now. */
export type NextStep =
  /** No attempt is open: make one. */
  | 'new'
  /** The same order can still be paid: fetch its parameters again, under the same number. */
  | 'reuse'
  /** Somebody else began to pay a moment ago. */
  | 'wait'
  /** Another amount, other coupons, another payer, or expired: find out, close, confirm, then make a new one. */
  | 'replace'

export function nextStep(
  open: (Wish & { madeAt: Instant; expiresAt: Instant }) | undefined,
  wish: Wish,
  now: Instant,
): NextStep {
  if (!open) return 'new'
  if (open.payer !== wish.payer && now < after(open.madeAt, OTHERS_FIRST)) return 'wait'
  const same = open.amount === wish.amount && open.payer === wish.payer && sameCoupons(open, wish)
  return same && now < open.expiresAt ? 'reuse' : 'replace'
}

/** How long the payer of a wrong car can take the payment back. */
const UNDO_WITHIN = minutes(10)

export const undoUntil = (paidAt: Instant): Instant => after(paidAt, UNDO_WITHIN)

export type UndoRefusal =
  /** Its time is over. */
  | 'undo-too-late'
  | 'car-left'
  /** Each person takes a payment for one stay back once. */
  | 'undo-once'
  /** The car stands at the exit, paid for, or is on its way through. */
  | 'car-leaving'
  /** A later payment builds on it. */
  | 'paid-since'
  /** It went back already, or never counted. */
  | 'nothing-to-undo'
  /** The lot is not heard of at the moment: the car may have left, let out by hand. */
  | 'car-unsure'

/** Why a payment cannot be taken back. */
export function refuseUndo(what: {
  payment: PaymentState
  now: Instant
  /** What happens in the lot is known here at once. */
  inTouch: boolean
  /** null: the car has left. */
  stay: { counts: boolean; isLatest: boolean; isLeaving: boolean; undoneBefore: boolean } | null
}): UndoRefusal | undefined {
  const { payment, now, inTouch, stay } = what
  if (payment.state !== 'applied') return 'nothing-to-undo'
  if (now >= undoUntil(payment.paidAt)) return 'undo-too-late'
  if (!stay) return 'car-left'
  if (!stay.counts) return 'nothing-to-undo'
  if (!inTouch) return 'car-unsure'
  if (stay.isLeaving) return 'car-leaving'
  if (!stay.isLatest) return 'paid-since'
  return stay.undoneBefore ? 'undo-once' : undefined
}
