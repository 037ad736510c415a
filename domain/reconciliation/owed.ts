/** Money that should have gone back by now, whatever the day's bill says of its refund. */
import type { Fen } from '../money'
import type { OrderNo } from '../payment'
import type { Instant } from '../time'
import { dayAfter, startOfDay, type BeijingDay } from './day'
import type { Difference } from './difference'

/** Money that is to go back, and has not arrived with the payer. */
export interface OurDebt {
  orderNo: OrderNo
  amount: Fen
  since: Instant
}

/** WeChat sends money back to its own balance in minutes, and to a bank card in one to three working days. */
const BANKS_TAKE_DAYS = 3

/** What is owed since before then is owed for too long at the end of the day. */
export const owedTooLong = (day: BeijingDay): Instant => startOfDay(dayAfter(day, 1 - BANKS_TAKE_DAYS))

/** Every day lists it anew until it has ended: a day that agrees must not hide it. */
export const stillOwed = (day: BeijingDay, debts: readonly OurDebt[]): Difference[] =>
  debts
    .filter(({ since }) => since < owedTooLong(day))
    .map(({ orderNo, amount, since }) => ({
      kind: 'still-owed',
      number: orderNo,
      here: amount,
      there: null,
      at: since,
    }))
