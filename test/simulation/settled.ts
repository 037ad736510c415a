/** What holds once faults have stopped and `sweep` has run for a while: nothing is left over, nothing is lost. */
import type { AttemptDoc, CouponDoc, OutboxDoc, StayDoc } from '../../cloudfunctions/server/documents'
import type { Message } from '../../cloudfunctions/server/ports'
import { booksOf } from '../../cloudfunctions/server/reconciliation/books'
import { numbersIn } from '../../domain/reconciliation/bills'
import { compareDay } from '../../domain/reconciliation/compare'
import { dayAfter, dayOf } from '../../domain/reconciliation/day'
import type { Day } from './day'
import type { MoneyLaws } from './money-laws'
import { ENTRIES, EXITS, LOT, START } from './setting'

const ALL = { limit: 1000 }

export async function findUnsettled(day: Day, money: MoneyLaws): Promise<string[]> {
  const { store } = day
  const inside = await store.find('stays', { lot: LOT, state: 'inside' }, ALL)
  const left = await store.find('stays', { lot: LOT, state: 'left' }, ALL)
  const outbox = [
    ...(await store.find('outbox', { state: 'due' }, ALL)),
    ...(await store.find('outbox', { state: 'dead' }, ALL)),
  ]
  const attempts = [...money.attempts.values()]
  return [
    ...inside.map(({ _id }) => `${_id} is still inside`),
    ...outbox.map(leftOver),
    ...attempts
      .filter(({ payment }) => !ENDED.has(payment.state))
      .map(({ _id, payment }) => `${_id} is ${payment.state}`),
    ...differences(day, left),
    ...[...money.coupons.values()].filter(({ state }) => state === 'held').map(stillHeld),
    ...attempts.flatMap((attempt) => untold(day.messages, attempt)),
    ...(await againstBills(day)),
    ...lostPassages(day, left),
    ...(await carsInLanes(day)),
  ]
}

const ENDED: ReadonlySet<string> = new Set(['applied', 'closed', 'refunded'])

const leftOver = ({ _id, state, tries }: OutboxDoc): string => `${_id} is ${state} after ${tries} tries`

const stillHeld = ({ _id, attempt }: CouponDoc): string => `${_id} is still held by ${attempt}`

/** Whoever allowed a message about money has got it. */
function untold(messages: readonly Message[], { _id, payer, payment, paidAt, ...attempt }: AttemptDoc): string[] {
  const isTold = (kind: 'paid' | 'returned', at: number | null) =>
    messages.some((message) => message.kind === kind && message.to === payer && message.at === at)
  const counted = payment.state === 'applied' || ('why' in payment && TAKEN_OUT_LATER.has(payment.why))
  const isPaidUntold = attempt.tellPaid && counted && !isTold('paid', paidAt)
  const isReturnUntold = attempt.tellReturned && !isTold('returned', attempt.returnedAt)
  return [
    ...(isPaidUntold ? [`${payer} was not told that ${_id} was paid`] : []),
    ...(isReturnUntold ? [`${payer} was not told that ${_id} went back`] : []),
  ]
}

/** It counted first. */
const TAKEN_OUT_LATER: ReadonlySet<string> = new Set(['undone', 'goodwill'])

/** What an order kept is what its stay was settled with, to the fen. */
function differences({ pay }: Day, stays: readonly StayDoc[]): string[] {
  const counted = new Map<string, number>()
  for (const { orderNo, amount } of stays.flatMap(({ payments }) => payments))
    counted.set(orderNo, (counted.get(orderNo) ?? 0) + amount)
  return pay
    .books()
    .map(({ orderNo, paid, refunded }) => ({ orderNo, kept: paid - refunded, used: counted.get(orderNo) ?? 0 }))
    .filter(({ kept, used }) => kept !== used)
    .map(({ orderNo, kept, used }) => `${orderNo}: ${kept} fen kept, ${used} used`)
}

/** What WeChat's bills of the day and of the night after it say is what our books say. */
async function againstBills({ store, pay }: Day): Promise<string[]> {
  const first = dayOf(START)
  const elsewhere = new Set<string>()
  const found: string[] = []
  for (const date of [first, dayAfter(first)]) {
    const bills = { ...pay.bills(date), elsewhere }
    const { differences } = compareDay(date, await booksOf(store, date, bills.trade), bills)
    found.push(
      ...differences.map(({ kind, number, here, there }) => `${date} ${number}: ${kind}, ${here} and ${there}`),
    )
    for (const number of numbersIn(bills.trade)) elsewhere.add(number)
  }
  return found
}

/** Every car that went in is a stay that began then, and every car that went out is one that ended then. */
function lostPassages({ garage }: Day, stays: readonly StayDoc[]): string[] {
  const entered = garage.passages.filter(({ lane }) => ENTRIES.includes(lane))
  const gone = garage.passages.filter(({ lane }) => EXITS.includes(lane))
  const begun = stays.map(({ entryVisit, enteredAt }) => `${entryVisit} at ${enteredAt}`)
  const ended = stays.map(({ leftAt }) => leftAt)
  return [
    ...entered.map(({ visit, at }) => `${visit} at ${at}`).filter((entry) => !begun.includes(entry)),
    ...gone.filter(({ at }) => !ended.includes(at as never)).map(({ visit }) => `${visit} left, and no stay ended`),
    ...(stays.length === entered.length ? [] : [`${entered.length} cars came in, ${stays.length} stays`]),
  ]
}

async function carsInLanes({ store }: Day): Promise<string[]> {
  const lanes = await Promise.all([...ENTRIES, ...EXITS].map((id) => store.get('lanes', id)))
  return lanes.filter((lane) => lane?.visit).map((lane) => `${lane?._id} still holds ${lane?.visit}`)
}
