/** Our side of a day: what we counted on it, and whatever its bill names. */
import { NOTHING, type Fen } from '../../../domain/money'
import { isByHand, refundNumber, type OrderNo } from '../../../domain/payment'
import type { TradeBill } from '../../../domain/reconciliation/bills'
import { window, type Books, type OurPayment, type OurRefund } from '../../../domain/reconciliation/compare'
import type { BeijingDay } from '../../../domain/reconciliation/day'
import { owedTooLong, type OurDebt } from '../../../domain/reconciliation/owed'
import { instant } from '../../../domain/time'
import type { AttemptDoc } from '../documents'
import type { Store, Where } from '../ports'

export async function booksOf(store: Store, day: BeijingDay, trade: TradeBill): Promise<Books> {
  const { from, until } = window(day)
  const known = [
    ...(await allWhere(store, { paidAt: { gte: from, lt: until } }, 'paidAt')),
    ...(await allWhere(store, { returnedAt: { gte: from, lt: until } }, 'returnedAt')),
  ]
  const attempts = new Map(known.map((attempt) => [attempt._id, attempt]))
  const named = [...trade.payments, ...trade.refunds].map(({ orderNo }) => orderNo)
  const others = [...new Set(named)].filter((orderNo) => !attempts.has(orderNo))
  const owed = await allWhere(store, { owedSince: { gte: THE_FIRST, lt: owedTooLong(day) } }, 'owedSince')
  return { ...written([...attempts.values(), ...(await byNumber(store, others))]), owed: owed.flatMap(debtOf) }
}

/** An index finds what is owed at all by a lower bound. */
const THE_FIRST = instant(0)

/** How many ids one question may name. */
const AT_ONCE = 100

async function byNumber(store: Store, orders: readonly OrderNo[]): Promise<AttemptDoc[]> {
  const found: AttemptDoc[] = []
  for (let start = 0; start < orders.length; start += AT_ONCE) {
    const numbers = orders.slice(start, start + AT_ONCE)
    found.push(...(await store.find('payAttempts', { _id: { in: numbers } }, { limit: AT_ONCE })))
  }
  return found
}

/** An attempt carries its bill, some kilobytes: a page stays below one megabyte, a limit that the platform names here and there. */
const PAGE = 200

async function allWhere(
  store: Store,
  where: Where<AttemptDoc>,
  orderBy: 'paidAt' | 'returnedAt' | 'owedSince',
): Promise<AttemptDoc[]> {
  const found: AttemptDoc[] = []
  for (;;) {
    const page = { limit: PAGE, skip: found.length, orderBy: [[orderBy, 'asc']] as const }
    const more = await store.find('payAttempts', where, page)
    found.push(...more)
    if (more.length < PAGE) return found
  }
}

function written(attempts: readonly AttemptDoc[]): Omit<Books, 'owed'> {
  const payments = attempts.flatMap(paymentOf)
  const paid = new Set(payments.map(({ orderNo }) => orderNo))
  return {
    payments,
    refunds: attempts.flatMap(refundsOf),
    byHand: new Map(attempts.flatMap(byHandOf)),
    unpaid: new Set(attempts.map(({ _id }) => _id).filter((orderNo) => !paid.has(orderNo))),
  }
}

/** What coupons paid for never went over WeChat. */
function paymentOf({ _id, payment }: AttemptDoc): OurPayment[] {
  if (!('paid' in payment) || payment.transactionId === null) return []
  const { transactionId, paid, paidAt } = payment
  return [{ orderNo: _id, transactionId, amount: paid, paidAt }]
}

/** The refund that is or was under way, and those before it that WeChat closed. */
function refundsOf({ _id: orderNo, payment, returnedAt }: AttemptDoc): OurRefund[] {
  if (!('back' in payment) || payment.back === NOTHING) return []
  const { back: amount, paidAt, refundsClosed } = payment
  const common = { orderNo, amount, paidAt }
  const closed = Array.from({ length: refundsClosed }, (_, number): OurRefund => {
    return { ...common, refundNo: refundNumber(orderNo, number), state: 'closed', returnedAt: null }
  })
  if (isByHand(payment)) return closed
  const state = payment.state === 'refunded' ? 'returned' : 'sent'
  return [...closed, { ...common, refundNo: refundNumber(orderNo, refundsClosed), state, returnedAt }]
}

const byHandOf = ({ _id: orderNo, payment }: AttemptDoc): [OrderNo, Fen][] =>
  'back' in payment && isByHand(payment) ? [[orderNo, payment.back]] : []

const debtOf = ({ _id: orderNo, payment, owedSince: since }: AttemptDoc): OurDebt[] =>
  'back' in payment && since !== null ? [{ orderNo, amount: payment.back, since }] : []
