/** What WeChat Pay says of a day: each trade, and each movement of money in the merchant's account. */
import type { Fen } from '../money'
import type { OrderNo, RefundNo } from '../payment'
import type { Instant } from '../time'

/** Thousandths of a fen: bills show fees to five places of a yuan. */
export type MilliFen = number & { readonly unit: '1/1000 fen' }

export const milliFen = (amount: number): MilliFen => {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not whole thousandths of a fen: ${amount}`)
  return amount as MilliFen
}

export interface PaymentRow {
  orderNo: OrderNo
  transactionId: string
  at: Instant
  /** The order's sum. */
  amount: Fen
  /** What of it comes into the account: less by coupons that the merchant gave out through WeChat. */
  settled: Fen
  fee: MilliFen
}

export interface RefundRow {
  refundNo: RefundNo
  /** WeChat's own number of the refund. */
  refundId: string
  orderNo: OrderNo
  at: Instant
  /** What was asked to go back. */
  amount: Fen
  /** What of it leaves the account. */
  settled: Fen
  /** What WeChat gives back of its fee; negative. */
  fee: MilliFen
  /** As it was when the bill was written. */
  state: 'done' | 'processing' | 'failed' | 'abnormal'
}

/**
 * A trade of a kind that this system never makes: a payment by code at some counter that was revoked there, of another business
 * under the same merchant number.
 */
export interface OtherRow {
  orderNo: OrderNo
  /** WeChat's numbers under which the account may show it. */
  ids: readonly string[]
  at: Instant
  amount: Fen
}

export interface TradeBill {
  payments: readonly PaymentRow[]
  refunds: readonly RefundRow[]
  others: readonly OtherRow[]
}

export interface Movement {
  kind: 'payment' | 'refund' | 'fee' | 'other'
  /** WeChat's number of the payment or refund that caused it. */
  id: string
  at: Instant
  /** Out of the account is negative. */
  amount: Fen
}

export interface FundBill {
  movements: readonly Movement[]
}

/** The bills of one day. */
export interface Bills {
  trade: TradeBill
  funds: FundBill
  /** Order and refund numbers in the bills of other days. */
  elsewhere: ReadonlySet<string>
}

export const numbersIn = ({ payments, refunds }: TradeBill): string[] => [
  ...payments.map(({ orderNo }) => orderNo),
  ...refunds.map(({ refundNo }) => refundNo),
]

export const NO_TRADE: TradeBill = { payments: [], refunds: [], others: [] }
export const NO_MOVEMENT: FundBill = { movements: [] }
