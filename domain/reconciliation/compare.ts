/**
 * Our books of a day against WeChat Pay's, to the fen. What belongs together is found by its number, never by its time: the two
 * clocks may put a payment at midnight on different days, and a bank may take days for a refund.
 */
import { add, NOTHING, subtract, type Fen } from '../money'
import { isRefundOf, type OrderNo, type RefundNo } from '../payment'
import { after, instant, MINUTE, type Instant } from '../time'
import { accountDiffers, type AccountTotals } from './account'
import { numbersIn, type Bills, type OtherRow, type PaymentRow, type RefundRow } from './bills'
import { CLOCKS_APART, dayAfter, dayOf, startOfDay, type BeijingDay } from './day'
import type { Difference } from './difference'
import { stillOwed, type OurDebt } from './owed'

/** Money that our books hold as paid over WeChat. */
export interface OurPayment {
  orderNo: OrderNo
  transactionId: string
  amount: Fen
  /** WeChat's success time. */
  paidAt: Instant
}

export interface OurRefund {
  refundNo: RefundNo
  orderNo: OrderNo
  amount: Fen
  paidAt: Instant
  /** closed: WeChat gave up on it, and the next number was or will be tried. */
  state: 'sent' | 'returned' | 'closed'
  /** When we learnt that it is done; null until then. */
  returnedAt: Instant | null
}

/** What we know of the day, and of everything that its bill names. */
export interface Books {
  payments: readonly OurPayment[]
  refunds: readonly OurRefund[]
  /**
   * What went back by hand, by order: the bill has it under numbers of the console's, in several parts, on other days, or not at
   * all, because it was paid out at the counter.
   */
  byHand: ReadonlyMap<OrderNo, Fen>
  /** What is owed now, as far as it is owed for too long. */
  owed: readonly OurDebt[]
  /** Orders of ours without money, as far as the bill names them. */
  unpaid: ReadonlySet<OrderNo>
}

/** Amounts on both sides. */
export interface Sides {
  here: Fen
  there: Fen
}

export interface DayTotals {
  payments: Sides
  refunds: Sides
  paymentCount: number
  refundCount: number
  /** What should have gone back by the end of the day. */
  stillOwed: Fen
  account: AccountTotals
}

export interface Comparison {
  totals: DayTotals
  differences: Difference[]
}

/**
 * The events of ours that must be in the day's bill or in an older one. It begins and ends a little before midnight, so that
 * the bills on both sides of each border are written when it is looked at, and no event is left out or looked at twice.
 */
export const window = (day: BeijingDay): { from: Instant; until: Instant } => ({
  from: instant(startOfDay(day) - CLOCKS_APART * MINUTE),
  until: instant(startOfDay(dayAfter(day)) - CLOCKS_APART * MINUTE),
})

export function compareDay(day: BeijingDay, books: Books, bills: Bills): Comparison {
  const payments = comparePayments(books, bills.trade.payments)
  const refunds = compareRefunds(books, bills.trade.refunds)
  const missing = notInBills(day, books, bills)
  const owed = stillOwed(day, books.owed)
  const account = accountDiffers(day, bills)
  return {
    totals: {
      payments: { here: add(payments.here, ...missing.payments.map(amountOf)), there: payments.there },
      refunds: { here: add(refunds.here, ...missing.refunds.map(amountOf)), there: refunds.there },
      paymentCount: bills.trade.payments.length,
      refundCount: bills.trade.refunds.length,
      stillOwed: add(...owed.map(({ here }) => here ?? NOTHING)),
      account: account.totals,
    },
    differences: [
      ...payments.differences,
      ...bills.trade.others.map(otherTrade),
      ...missing.payments.map(paymentNotInBill),
      ...refunds.differences,
      ...missing.refunds.map(refundNotInBill),
      ...owed,
      ...account.differences,
    ],
  }
}

const amountOf = ({ amount }: { amount: Fen }): Fen => amount

interface Side extends Sides {
  differences: Difference[]
}

// ---------------------------------------------------------------- payments

function comparePayments({ payments, unpaid }: Books, rows: readonly PaymentRow[]): Side {
  const ours = new Map(payments.map((payment) => [payment.orderNo, payment]))
  const seen = new Set<OrderNo>()
  const side: Side = { here: NOTHING, there: NOTHING, differences: [] }
  for (const row of rows) {
    const again = seen.has(row.orderNo)
    const known = again ? undefined : ours.get(row.orderNo)
    seen.add(row.orderNo)
    side.there = add(side.there, row.amount)
    side.here = add(side.here, known?.amount ?? NOTHING)
    const kind = again ? 'listed-twice' : paymentDiffers(row, known, unpaid)
    const sides = { here: known?.amount ?? null, there: row.amount }
    if (kind) side.differences.push({ kind, number: row.orderNo, ...sides, at: row.at })
  }
  return side
}

function paymentDiffers(
  row: PaymentRow,
  known: OurPayment | undefined,
  unpaid: ReadonlySet<OrderNo>,
): Difference['kind'] | undefined {
  if (!known) return unpaid.has(row.orderNo) ? 'not-counted' : 'unknown-order'
  if (known.amount !== row.amount) return 'amount-differs'
  return known.transactionId === row.transactionId ? undefined : 'other-transaction'
}

const paymentNotInBill = ({ orderNo, amount, paidAt }: OurPayment): Difference => ({
  kind: 'not-in-bill',
  number: orderNo,
  here: amount,
  there: null,
  at: paidAt,
})

const otherTrade = ({ orderNo, amount, at }: OtherRow): Difference => ({
  kind: 'other-trade',
  number: orderNo,
  here: null,
  there: amount,
  at,
})

// ---------------------------------------------------------------- refunds

function compareRefunds({ refunds, byHand }: Books, rows: readonly RefundRow[]): Side {
  const ours = new Map(refunds.map((refund) => [refund.refundNo, refund]))
  const left = new Map(byHand)
  const side: Side = { here: NOTHING, there: NOTHING, differences: [] }
  for (const row of rows) {
    const known = ours.get(row.refundNo)
    const kind = refundDiffers(row, known)
    const failed = row.state === 'failed'
    if (failed && !kind) continue
    const here = known?.amount ?? takeByHand(left, row)
    side.here = add(side.here, here ?? NOTHING)
    side.there = add(side.there, failed ? NOTHING : row.amount)
    if (!kind || (!known && here !== null)) continue
    const ofOrder = kind === 'unknown-refund' && { orderNo: row.orderNo }
    const sides = { here, there: failed ? null : row.amount }
    side.differences.push({ kind, number: row.refundNo, ...ofOrder, ...sides, at: row.at })
  }
  return side
}

/** A refund of the console's is ours as far as that much went back by hand; null: it did not, or went back twice. */
function takeByHand(left: Map<OrderNo, Fen>, { refundNo, orderNo, amount }: RefundRow): Fen | null {
  const rest = left.get(orderNo)
  if (rest === undefined || amount > rest || isRefundOf(refundNo, orderNo)) return null
  left.set(orderNo, subtract(rest, amount))
  return amount
}

/** A refund that failed moved nothing, so it matters only to books that say otherwise. */
function refundDiffers(row: RefundRow, known: OurRefund | undefined): Difference['kind'] | undefined {
  if (row.state === 'failed') return known?.state === 'returned' ? 'refund-failed' : undefined
  if (!known) return 'unknown-refund'
  if (known.amount !== row.amount) return 'refund-amount-differs'
  return row.state === 'abnormal' && known.state === 'sent' ? 'refund-stuck' : undefined
}

const refundNotInBill = ({ refundNo, amount, returnedAt }: OurRefund): Difference => ({
  kind: 'refund-not-in-bill',
  number: refundNo,
  here: amount,
  there: null,
  at: returnedAt,
})

// ---------------------------------------------------------------- what no bill has

export interface Missing {
  payments: OurPayment[]
  refunds: OurRefund[]
}

/** What we counted on the day, and neither its bill nor those looked into beside it have. */
export function notInBills(day: BeijingDay, books: Books, { trade, elsewhere }: Bills): Missing {
  const { from, until } = window(day)
  const isOfDay = (at: Instant | null) => at !== null && from <= at && at < until
  const billed = new Set([...numbersIn(trade), ...elsewhere])
  return {
    payments: books.payments.filter(({ orderNo, paidAt }) => isOfDay(paidAt) && !billed.has(orderNo)),
    refunds: books.refunds.filter(({ refundNo, returnedAt }) => isOfDay(returnedAt) && !billed.has(refundNo)),
  }
}

/** WeChat ends a refund that it cannot carry out after seven days. */
const REFUND_TAKES_DAYS = 7

/** The other days whose bills may have what is missing, newest first. */
export function daysToLookInto(day: BeijingDay, { payments, refunds }: Missing): BeijingDay[] {
  const asked = refunds.map(({ paidAt }) => dayOf(instant(paidAt - CLOCKS_APART * MINUTE)))
  const border = after(startOfDay(day), CLOCKS_APART)
  if (payments.some(({ paidAt }) => paidAt < border)) asked.push(dayAfter(day, -1))
  const oldest = asked.reduce((one, other) => (other < one ? other : one), day)
  const days: BeijingDay[] = []
  for (let back = 1; back <= REFUND_TAKES_DAYS && dayAfter(day, -back) >= oldest; back++)
    days.push(dayAfter(day, -back))
  return days
}
