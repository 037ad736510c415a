/**
 * A payment attempt: one order number at WeChat Pay, from the wish to pay until the money is applied or back.
 * A payable (a stay) has at most one open attempt, so nobody pays it twice.
 */
import type { Fen } from './money'
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

export type PaymentState =
  /** Our record is written; no phone has what it takes to pay it yet. */
  | { state: 'created' }
  /** WeChat holds the order; the person may be paying now. */
  | { state: 'prepaid' }
  /** The money counts for the payable. */
  | { state: 'applied'; transactionId: string; paidAt: Instant }
  /** Closed at WeChat, confirmed by a verified answer: nobody can pay it any more. */
  | { state: 'closed' }
  /** The money arrived, but what it was for was settled or gone; it goes back. */
  | ({ state: 'paidUnapplied' } & Unapplied)
  | ({ state: 'refunding'; refundNo: RefundNo } & Unapplied)
  | ({ state: 'refunded'; refundNo: RefundNo } & Unapplied)

interface Unapplied {
  transactionId: string
  paidAt: Instant
  why: UnappliedReason
  /** Refunds that WeChat closed without paying: each next one needs a number of its own. */
  refundsClosed: number
}

export type UnappliedReason =
  /** The car had left. */
  | 'stay-over'
  /** Somebody else's payment came first. */
  | 'paid-already'
  /** The sum is not the order's sum. A person looks at it too. */
  | 'amount-differs'

export type PaymentFact =
  | { type: 'prepaid' }
  | { type: 'closed' }
  | { type: 'paid'; transactionId: string; paidAt: Instant; unapplied?: UnappliedReason }
  | { type: 'refundSent'; refundNo: RefundNo }
  | { type: 'refundClosed'; refundNo: RefundNo }
  | { type: 'refunded'; refundNo: RefundNo }

export const isOpen = (payment: PaymentState): boolean => payment.state === 'created' || payment.state === 'prepaid'

export const moneyArrived = (payment: PaymentState): boolean => !isOpen(payment) && payment.state !== 'closed'

/** Records a fact. A fact told twice, or too late to matter, changes nothing; money that arrives after a close still counts. */
export function evolve(payment: PaymentState, fact: PaymentFact): PaymentState {
  switch (fact.type) {
    case 'prepaid':
      return payment.state === 'created' ? { state: 'prepaid' } : payment
    case 'closed':
      return isOpen(payment) ? { state: 'closed' } : payment
    case 'paid':
      return moneyArrived(payment) ? payment : paid(fact)
    case 'refundSent':
      return payment.state === 'paidUnapplied' ? { ...payment, state: 'refunding', refundNo: fact.refundNo } : payment
    case 'refundClosed':
      return payment.state === 'refunding' && payment.refundNo === fact.refundNo ? refundAgain(payment) : payment
    case 'refunded':
      return payment.state === 'refunding' && payment.refundNo === fact.refundNo
        ? { ...payment, state: 'refunded' }
        : payment
  }
}

const refundAgain = ({
  transactionId,
  paidAt,
  why,
  refundsClosed,
}: Extract<PaymentState, { state: 'refunding' }>): PaymentState => ({
  state: 'paidUnapplied',
  transactionId,
  paidAt,
  why,
  refundsClosed: refundsClosed + 1,
})

function paid({ transactionId, paidAt, unapplied }: Extract<PaymentFact, { type: 'paid' }>): PaymentState {
  return unapplied
    ? { state: 'paidUnapplied', transactionId, paidAt, why: unapplied, refundsClosed: 0 }
    : { state: 'applied', transactionId, paidAt }
}

/** The order number that the refund of an attempt carries, so that asking twice refunds once. */
export const refundNumber = (order: OrderNo, refundsClosed = 0): RefundNo =>
  `R${order}${String(refundsClosed + 1).padStart(2, '0')}` as RefundNo

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

/** What an open attempt means for somebody who wants to pay `amount` now. */
export type NextStep =
  /** No attempt is open: make one. */
  | 'new'
  /** The same order can still be paid: fetch its parameters again, under the same number. */
  | 'reuse'
  /** Somebody else began to pay a moment ago. */
  | 'wait'
  /** Another amount, another payer, or expired: find out, close, confirm, then make a new one. */
  | 'replace'

export function nextStep(
  open: { amount: Fen; payer: OpenId; madeAt: Instant; expiresAt: Instant } | undefined,
  wish: { amount: Fen; payer: OpenId },
  now: Instant,
): NextStep {
  if (!open) return 'new'
  if (open.payer !== wish.payer && now < after(open.madeAt, OTHERS_FIRST)) return 'wait'
  const same = open.amount === wish.amount && open.payer === wish.payer && now < open.expiresAt
  return same ? 'reuse' : 'replace'
}
