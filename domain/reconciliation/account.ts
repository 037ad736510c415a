/** The trade bill against the money that moved in the merchant's account. */
import { add, fen, type Fen } from '../money'
import { MINUTE, type Instant } from '../time'
import { milliFen, type Bills, type MilliFen, type Movement, type PaymentRow, type RefundRow } from './bills'
import { CLOCKS_APART, dayAfter, startOfDay, type BeijingDay } from './day'
import type { Difference } from './difference'

/** What came in and went out by the account's own bill. */
export interface AccountTotals {
  payments: Fen
  refunds: Fen
  /** Taken by WeChat, less what it gave back. */
  fees: Fen
  /** Withdrawals and the like. */
  other: Fen
}

type Row = PaymentRow | RefundRow

const idOf = (row: Row): string => ('refundId' in row ? row.refundId : row.transactionId)

const sum = (movements: readonly Movement[], kind: Movement['kind']): Fen =>
  add(...movements.filter((movement) => movement.kind === kind).map(({ amount }) => amount))

const accountOf = (movements: readonly Movement[]): AccountTotals => ({
  payments: sum(movements, 'payment'),
  refunds: fen(0 - sum(movements, 'refund')),
  fees: fen(0 - sum(movements, 'fee')),
  other: sum(movements, 'other'),
})

export function accountDiffers(
  day: BeijingDay,
  { trade, funds }: Bills,
): { totals: AccountTotals; differences: Difference[] } {
  const rows: Row[] = [...trade.payments, ...trade.refunds.filter(({ state }) => state !== 'failed')]
  const left = new Set([...overMidnight(day, rows, funds.movements), ...trade.others.flatMap(({ ids }) => ids)])
  const traded = rows.filter((row) => !left.has(idOf(row)))
  const moved = accountOf(funds.movements.filter(({ id }) => !left.has(id)))
  const settled = (isRefund: boolean) =>
    add(...traded.filter((row) => 'refundId' in row === isRefund).map((row) => row.settled))
  const fees = milliFen(traded.reduce((total, { fee }) => total + fee, 0))
  const pairs: [Difference['kind'], Fen, Fen][] = [
    ['account-payments', settled(false), moved.payments],
    ['account-refunds', settled(true), moved.refunds],
    ['account-fees', wholeFen(fees, moved.fees), moved.fees],
  ]
  return {
    totals: accountOf(funds.movements),
    differences: pairs
      .filter(([, bill, account]) => bill !== account)
      .map(([kind, bill, account]) => ({ kind, number: '', here: bill, there: account, at: null })),
  }
}

/** Fees of parts of a fen are rounded somewhere on their way to the account; less than one fen apart is none. */
function wholeFen(fees: MilliFen, booked: Fen): Fen {
  return Math.abs(fees - booked * 1000) < 1000 ? booked : fen(Math.round(fees / 1000))
}

/** What is in one bill only, and so close to midnight that the other has it on the other day. */
function overMidnight(day: BeijingDay, rows: readonly Row[], movements: readonly Movement[]): ReadonlySet<string> {
  const borders = [startOfDay(day), startOfDay(dayAfter(day))]
  const isClose = (at: Instant) => borders.some((border) => Math.abs(at - border) <= CLOCKS_APART * MINUTE)
  const traded = new Set(rows.map(idOf))
  const moved = new Set(movements.filter(({ kind }) => kind !== 'other').map(({ id }) => id))
  return new Set([
    ...rows.filter((row) => !moved.has(idOf(row)) && isClose(row.at)).map(idOf),
    ...movements.filter(({ id, at }) => !traded.has(id) && isClose(at)).map(({ id }) => id),
  ])
}
