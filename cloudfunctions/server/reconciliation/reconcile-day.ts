import type { OrderNo } from '../../../domain/payment'
import { NO_MOVEMENT, NO_TRADE, numbersIn, type Bills } from '../../../domain/reconciliation/bills'
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
import { mend } from './mend'

export interface Compared extends Comparison {
  day: BeijingDay
  /** Orders that this very run brought up to date. */
  mended: OrderNo[]
}

/**
 * Compares a day with WeChat Pay's bills and mends what can be mended. Doing it again does no harm.
 * @returns undefined while WeChat has not written the bills. @throws PayFailed
 */
export async function reconcileDay(ports: Ports, day: BeijingDay): Promise<Compared | undefined> {
  const trade = billIn(await ports.pay.tradeBill(day), NO_TRADE)
  const funds = billIn(await ports.pay.fundBill(day), NO_MOVEMENT)
  if (!trade || !funds) return undefined
  const before = await booksOf(ports.store, day, trade)
  const mended = await mend(ports, before, trade)
  const books = mended.length > 0 ? await booksOf(ports.store, day, trade) : before
  const bills = { trade, funds, elsewhere: new Set<string>() }
  await lookElsewhere(ports, day, books, bills)
  return { day, mended, ...compareDay(day, books, bills) }
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
