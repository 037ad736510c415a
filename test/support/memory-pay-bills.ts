/** The bills of WeChat Pay in memory. */
import { fen, type Fen } from '../../domain/money'
import {
  milliFen,
  type FundBill,
  type Movement,
  type PaymentRow,
  type RefundRow,
  type TradeBill,
} from '../../domain/reconciliation/bills'
import { dayOf, lastBilledDay, oldestBilledDay, type BeijingDay } from '../../domain/reconciliation/day'
import { instant, type Instant } from '../../domain/time'
import { feeOf } from '../../local/pay/bills'
import type { Faults } from '../../local/pay/faults'
import type { Order, Refund } from './memory-pay'

export interface DayOfTrade {
  payments: (Order & { paid: NonNullable<Order['paid']> })[]
  refunds: Refund[]
}

export function dayOfTrade(day: BeijingDay, orders: readonly Order[], refunds: readonly Refund[]): DayOfTrade {
  const paid = orders.flatMap((order) => (order.paid ? [{ ...order, paid: order.paid }] : []))
  return {
    payments: paid.filter(({ paid: { at } }) => dayOf(at) === day),
    refunds: refunds.filter(({ acceptedAt }) => dayOf(acceptedAt) === day),
  }
}

export function whyNoBill(
  day: BeijingDay,
  now: Instant,
  { payments, refunds }: DayOfTrade,
  faults: Faults,
): 'not-ready' | 'none' | undefined {
  if (lastBilledDay(now) < day && day < dayOf(now)) return 'not-ready'
  if (day >= dayOf(now) || day < oldestBilledDay(now)) return 'none'
  if (faults.take(['bill-not-ready'], {})) return 'not-ready'
  return payments.length + refunds.length === 0 ? 'none' : undefined
}

const feeFor = (amount: Fen): Fen => fen(feeOf(amount))

const wholeSeconds = (at: Instant): Instant => instant(Math.floor(at / 1000) * 1000)

const paymentRow = ({ orderNo, amount, paid }: DayOfTrade['payments'][number]): PaymentRow => ({
  orderNo,
  transactionId: paid.transactionId,
  at: wholeSeconds(paid.at),
  amount,
  settled: amount,
  fee: milliFen(feeFor(amount) * 1000),
})

const STATES: Readonly<Record<Refund['state'], RefundRow['state']>> = {
  processing: 'processing',
  refunded: 'done',
  closed: 'failed',
  abnormal: 'abnormal',
}

const idOf = ({ refundNo }: Refund): string => `W${refundNo}`

const refundRow = (refund: Refund): RefundRow => ({
  refundNo: refund.refundNo,
  refundId: idOf(refund),
  orderNo: refund.orderNo,
  at: refund.acceptedAt,
  amount: refund.amount,
  settled: refund.amount,
  fee: milliFen(0 - feeFor(refund.amount) * 1000),
  state: STATES[refund.state],
})

export const tradeBill = ({ payments, refunds }: DayOfTrade): TradeBill => ({
  payments: payments.map(paymentRow),
  refunds: refunds.map(refundRow),
  others: [],
})

export function fundBill({ payments, refunds }: DayOfTrade): FundBill {
  const came = payments.flatMap(({ amount, paid }) => movements('payment', paid.transactionId, paid.at, amount))
  const left = refunds.filter(({ state }) => state !== 'closed')
  const went = left.flatMap((refund) => movements('refund', idOf(refund), refund.acceptedAt, fen(0 - refund.amount)))
  return { movements: [...came, ...went].filter(({ amount }) => amount !== 0) }
}

/** The money itself, and WeChat's fee the other way. */
function movements(kind: 'payment' | 'refund', id: string, at: Instant, amount: Fen): Movement[] {
  const common = { id, at: wholeSeconds(at) }
  const fee = Math.sign(amount) * feeFor(fen(Math.abs(amount)))
  return [
    { ...common, kind, amount },
    { ...common, kind: 'fee', amount: fen(0 - fee) },
  ]
}
