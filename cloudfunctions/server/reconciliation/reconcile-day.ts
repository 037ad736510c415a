import type { OrderNo } from '../../../domain/payment'
import { NO_MOVEMENT, NO_TRADE, numbersIn, type Bills, type TradeBill } from '../../../domain/reconciliation/bills'
import {
  compareDay,
  daysToLookInto,
  notInBills,
  type Books,
  type Comparison,
} from '../../../domain/reconciliation/compare'
import type { BeijingDay } from '../../../domain/reconciliation/day'
import type { BillAnswer, Ports } from '../ports'
import { booksOf } from './books'
import { mend, ordersBehind } from './mend'

export interface Compared extends Comparison {
  day: BeijingDay
  /** Orders that this very run brought up to date. */
  mended: OrderNo[]
  /** WeChat Pay says that there is no bill: nothing happened, or its error reply is wrong. */
  noBill: boolean
}

/**
 * Compares a day with WeChat Pay's bills and mends what can be mended. Doing it again does no harm.
 * @returns undefined while WeChat has not written the bills. @throws PayFailed
 */
export async function reconcileDay(ports: Ports, day: BeijingDay): Promise<Compared | undefined> {
  const trade = billIn(await ports.pay.tradeBill(day), NO_TRADE)
  const funds = billIn(await ports.pay.fundBill(day), NO_MOVEMENT)
  if (!trade || !funds) return undefined
  const { books, mended } = await mendedBooks(ports, day, trade)
  const bills = { trade, funds, elsewhere: new Set<string>() }
  await lookElsewhere(ports, day, books, bills)
  return { day, mended, noBill: trade === NO_TRADE, ...compareDay(day, books, bills) }
}

async function mendedBooks(
  ports: Ports,
  day: BeijingDay,
  trade: TradeBill,
): Promise<{ books: Books; mended: OrderNo[] }> {
  const before = await booksOf(ports.store, day, trade)
  const behind = ordersBehind(before, trade)
  const orders = [...behind.paid, ...behind.sentBack]
  if (orders.length === 0) return { books: before, mended: [] }
  await mend(ports, behind)
  const books = await booksOf(ports.store, day, trade)
  const still = ordersBehind(books, trade)
  const unmended = new Set([...still.paid, ...still.sentBack])
  return { books, mended: orders.filter((orderNo) => !unmended.has(orderNo)) }
}

const billIn = <Bill>(answer: BillAnswer<Bill>, empty: Bill): Bill | undefined => {
  if (answer.state === 'not-ready') return undefined
  return answer.state === 'there' ? answer.bill : empty
}

/** Adds the numbers of earlier bills to `elsewhere`, as far as something is missing that they may have. */
async function lookElsewhere(
  { pay }: Ports,
  day: BeijingDay,
  books: Books,
  bills: Bills & { elsewhere: Set<string> },
): Promise<void> {
  for (const other of daysToLookInto(day, notInBills(day, books, bills))) {
    const { payments, refunds } = notInBills(day, books, bills)
    if (payments.length + refunds.length === 0) return
    const trade = billIn(await pay.tradeBill(other), NO_TRADE) ?? NO_TRADE
    for (const number of numbersIn(trade)) bills.elsewhere.add(number)
  }
}
