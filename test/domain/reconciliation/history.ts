/** Random days of trade, and both sides' records of them. */
import * as fc from 'fast-check'
import { fen } from '../../../domain/money'
import { refundNumber, type OrderNo } from '../../../domain/payment'
import {
  milliFen,
  numbersIn,
  type Bills,
  type FundBill,
  type Movement,
  type RefundRow,
  type TradeBill,
} from '../../../domain/reconciliation/bills'
import type { Books, OurPayment, OurRefund } from '../../../domain/reconciliation/compare'
import { dayAfter, dayOf, daysBetween, startOfDay, type BeijingDay } from '../../../domain/reconciliation/day'
import type { OurDebt } from '../../../domain/reconciliation/owed'
import { instant, type Instant } from '../../../domain/time'

export const DAY = '2026-11-21' as BeijingDay
const FIRST = dayAfter(DAY, -3)
const DAY_MS = 86_400_000

interface Paid {
  orderNo: OrderNo
  paidAt: Instant
  amount: number
  /** What went back of it, and when WeChat took it on, in ms after the payment; it is done some time later. */
  refund: { part: number; after: number; takes: number; ends: RefundRow['state'] } | null
  /** Milliseconds by which the bills see it later than the callback told. */
  skew: number
}

/** A minute around midnight is as likely as any other hour. */
const moment = fc
  .oneof(
    fc.integer({ min: 0, max: 4 * DAY_MS - 1 }),
    fc
      .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: -60_000, max: 60_000 }))
      .map(([day, ms]) => Math.min(4 * DAY_MS - 1, Math.max(0, day * DAY_MS + ms))),
  )
  .map((ms) => instant(startOfDay(FIRST) + Math.floor(ms / 1000) * 1000))

const refund = fc.record({
  part: fc.integer({ min: 1, max: 100 }),
  after: fc.integer({ min: 0, max: DAY_MS }),
  takes: fc.integer({ min: 0, max: 2 * DAY_MS }),
  ends: fc.constantFrom<RefundRow['state']>('done', 'done', 'processing', 'failed'),
})

export const history: fc.Arbitrary<Paid[]> = fc
  .array(
    fc.record({
      paidAt: moment,
      amount: fc.integer({ min: 1, max: 100_000 }),
      refund: fc.option(refund),
      skew: fc.integer({ min: -5_000, max: 5_000 }),
    }),
    { maxLength: 30 },
  )
  .map((paid) => paid.map((one, place) => ({ ...one, orderNo: `ORDER${String(place).padStart(4, '0')}` as OrderNo })))

const partOf = ({ amount, refund }: Paid) => fen(Math.max(1, Math.floor((amount * (refund?.part ?? 0)) / 100)))

// ---------------------------------------------------------------- here

const paymentOf = ({ orderNo, amount, paidAt }: Paid): OurPayment => ({
  orderNo,
  transactionId: `T${orderNo}`,
  amount: fen(amount),
  paidAt,
})

/** Which refunds we hold as done depends on the moment of looking; a closed one was tried again under the next number. */
function refundOf(paid: Paid): OurRefund[] {
  const { orderNo, paidAt, refund } = paid
  if (!refund) return []
  const state = { done: 'returned', processing: 'sent', failed: 'closed', abnormal: 'sent' } as const
  const returnedAt = refund.ends === 'done' ? instant(paidAt + refund.after + refund.takes) : null
  const common = { orderNo, paidAt, amount: partOf(paid) }
  return [{ ...common, refundNo: refundNumber(orderNo), state: state[refund.ends], returnedAt }]
}

/** Since when it is owed, unless the payer has it. */
export const debtOf = (paid: Paid): OurDebt[] =>
  paid.refund && paid.refund.ends !== 'done'
    ? [{ orderNo: paid.orderNo, amount: partOf(paid), since: instant(paid.paidAt + paid.refund.after) }]
    : []

export const booksOf = (history: readonly Paid[]): Books => ({
  payments: history.map(paymentOf),
  refunds: history.flatMap(refundOf),
  byHand: new Map(),
  owed: history.flatMap(debtOf),
  unpaid: new Set(),
})

// ---------------------------------------------------------------- there

const feeOf = (amount: number) => milliFen(Math.round(amount * 0.006) * 1000)

export function tradeBillOf(history: readonly Paid[], day: BeijingDay): TradeBill {
  const onDay = <Row extends { at: Instant }>(rows: Row[]) => rows.filter(({ at }) => dayOf(at) === day)
  const payments = history.map(({ orderNo, amount, paidAt, skew }) => ({
    orderNo,
    transactionId: `T${orderNo}`,
    at: instant(paidAt + skew),
    amount: fen(amount),
    settled: fen(amount),
    fee: feeOf(amount),
  }))
  const refunds = history.flatMap((paid): RefundRow[] => {
    const { orderNo, paidAt, refund, skew } = paid
    if (!refund) return []
    const amount = partOf(paid)
    const common = { orderNo, amount, settled: amount, fee: milliFen(0 - feeOf(amount)), state: refund.ends }
    const at = instant(paidAt + refund.after + Math.min(skew, 0))
    return [{ ...common, refundNo: refundNumber(orderNo), refundId: `W${orderNo}`, at }]
  })
  return { payments: onDay(payments), refunds: onDay(refunds), others: [] }
}

export function fundBillOf({ payments, refunds }: TradeBill): FundBill {
  const moved = (kind: 'payment' | 'refund', id: string, at: Instant, amount: number, fee: number): Movement[] => [
    { kind, id, at, amount: fen(amount) },
    { kind: 'fee', id, at, amount: fen(0 - Math.round(fee / 1000)) },
  ]
  return {
    movements: [
      ...payments.flatMap((row) => moved('payment', row.transactionId, row.at, row.settled, row.fee)),
      ...refunds
        .filter(({ state }) => state !== 'failed')
        .flatMap((row) => moved('refund', row.refundId, row.at, 0 - row.settled, row.fee)),
    ],
  }
}

/** The bills of a day, with those of the days before it. */
export function billsOf(history: readonly Paid[], day: BeijingDay): Bills {
  const trade = tradeBillOf(history, day)
  const earlier = daysBetween(dayAfter(day, -4), dayAfter(day, -1)).flatMap((other) =>
    numbersIn(tradeBillOf(history, other)),
  )
  return { trade, funds: fundBillOf(trade), elsewhere: new Set(earlier) }
}
