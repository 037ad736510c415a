import type { Calls } from '../../../domain/contract'
import { isOpen, nextStep, orderExpiry, type OpenId, type OrderNo, type PaymentParams } from '../../../domain/payment'
import { NOTHING } from '../../../domain/money'
import { countsAll } from '../../../domain/tariff/bill'
import { after, minutes, type Instant } from '../../../domain/time'
import type { AttemptDoc, QuoteDoc } from '../documents'
import { PayFailed, type Ports, type Transaction } from '../ports'
import { holdCoupons } from '../coupons/hold-coupons'
import { Refused } from '../refused'
import { closeAttempt, learn } from './resolve-attempt'
import { settlePayment } from './settle-payment'

type Answer = Calls['payment.open']['answer']

/** Starts the payment of a bill at exactly its price. The attempt is written before WeChat is asked. */
export async function openPayment(ports: Ports, by: OpenId, ask: Calls['payment.open']['ask']): Promise<Answer> {
  const quote = await ports.store.get('quotes', ask.quote)
  if (!quote || quote.askedBy !== by) throw new Refused('not-found')
  if (ports.now() >= quote.validUntil) throw new Refused('bill-expired')
  if (quote.bill.due === 0 && quote.coupons.length === 0) return { kind: 'settled' }
  const attempt = await claimAttempt(ports, quote)
  if (attempt.amount === 0) return settleByCoupons(ports, attempt)
  const params = await placeOrder(ports, attempt)
  await notePlaced(ports, attempt)
  return { kind: 'pay', orderNo: attempt._id, params }
}

/** Coupons pay for everything: there is nothing that WeChat could be asked for. */
async function settleByCoupons(ports: Ports, { _id: orderNo }: AttemptDoc): Promise<Answer> {
  const { appid, mchid } = ports.pay.merchant
  const paid = { orderNo, amount: NOTHING, transactionId: null, currency: 'CNY', appid, mchid }
  const { payment } = await settlePayment(ports, { ...paid, paidAt: ports.now(), refunded: false })
  if (payment.state !== 'applied') throw new Refused('bill-expired')
  return { kind: 'settled', orderNo }
}

/** What may stand in the way: the stay's open attempt, and one of the payer's own that holds a coupon. */
const MOST_RIVALS = 2

/** The one open attempt of this stay, for this person and amount. Older ones that stand in the way are closed first. */
async function claimAttempt(ports: Ports, quote: QuoteDoc): Promise<AttemptDoc> {
  const orderNo = ports.ids.next() as OrderNo
  let begunAt = ports.now()
  for (let closed = 0; ; closed++) {
    const begun = { orderNo, begunAt }
    const { claimed, attempt } = await ports.store.transaction((tx) => claim(ports, tx, quote, begun))
    if (claimed) return attempt
    if (closed === MOST_RIVALS) throw new Refused('order-pending')
    const before = await closeAttempt(ports, attempt).catch(payFailed(ports))
    if (isOpen(before.payment)) throw new Refused('order-pending')
    if (before.payment.state !== 'closed') throw new Refused('bill-expired')
    if (goesOn(quote, before, ports.now())) begunAt = before.madeAt
  }
}

/** The same person's next order for the same stay: it gives them no second minute before others. */
const goesOn = ({ askedBy, stayId }: QuoteDoc, before: AttemptDoc, now: Instant): boolean =>
  before.payer === askedBy && before.stayId === stayId && now < before.expiresAt

interface Begun {
  orderNo: OrderNo
  begunAt: Instant
}

interface Claim {
  claimed: boolean
  /** The one claimed, or the one that must be closed first. */
  attempt: AttemptDoc
}

async function claim(ports: Ports, tx: Transaction, quote: QuoteDoc, begun: Begun): Promise<Claim> {
  const stay = await tx.get('stays', quote.stay)
  if (!stay || stay.id !== quote.stayId) throw new Refused('stay-over')
  if (!countsAll(quote.bill, stay.payments)) throw new Refused('bill-expired')
  const open = stay.openAttempt ? await tx.get('payAttempts', stay.openAttempt) : undefined
  const wish = { amount: quote.bill.due, payer: quote.askedBy, coupons: quote.coupons }
  switch (nextStep(open, wish, ports.now())) {
    case 'reuse':
      if (open && countsAll(open.bill, stay.payments))
        return { claimed: true, attempt: await forThisLane(tx, open, quote) }
      if (open) return { claimed: false, attempt: open }
      break
    case 'replace':
      if (open) return { claimed: false, attempt: open }
      break
    case 'wait':
      throw new Refused('being-paid')
    case 'new':
  }
  return claimNew(tx, newAttempt(ports, quote, stay, begun))
}

/** A coupon that the payer's own attempt for another car holds changes hands; anybody else's stays theirs. */
async function claimNew(tx: Transaction, attempt: AttemptDoc): Promise<Claim> {
  const rival = await holdCoupons(tx, attempt)
  if (rival && rival.payer !== attempt.payer) throw new Refused('coupon-held')
  if (rival) return { claimed: false, attempt: rival }
  await tx.insert('payAttempts', attempt)
  await tx.update('stays', attempt.stay, { openAttempt: attempt._id })
  return { claimed: true, attempt }
}

/** An attempt begun at home and taken up again at the lane opens that lane. */
async function forThisLane(tx: Transaction, attempt: AttemptDoc, { at }: QuoteDoc): Promise<AttemptDoc> {
  if (!at || attempt.at?.visit === at.visit) return attempt
  await tx.update('payAttempts', attempt._id, { at })
  return { ...attempt, at }
}

/** Sooner than the order's end, because a callback may be lost and the person is waiting. */
const FIRST_CHECK = minutes(1)

function newAttempt(
  { now }: Ports,
  quote: QuoteDoc,
  stay: Pick<AttemptDoc, 'lot' | 'car' | 'plate' | 'enteredAt'>,
  { orderNo, begunAt }: Begun,
): AttemptDoc {
  return {
    _id: orderNo,
    payer: quote.askedBy,
    stay: quote.stay,
    stayId: quote.stayId,
    lot: stay.lot,
    car: stay.car,
    plate: stay.plate,
    enteredAt: stay.enteredAt,
    amount: quote.bill.due,
    bill: quote.bill,
    coupons: quote.coupons,
    at: quote.at,
    payment: { state: 'created' },
    open: true,
    checkAt: after(now(), FIRST_CHECK),
    madeAt: begunAt,
    expiresAt: orderExpiry(quote.validUntil, now()),
    paidAt: null,
    listKey: null,
    returnedAt: null,
    owedSince: null,
    tellPaid: false,
    tellReturned: false,
    leaveBy: null,
  }
}

async function placeOrder(
  ports: Ports,
  { _id: orderNo, payer, amount, expiresAt }: AttemptDoc,
): Promise<PaymentParams> {
  return ports.pay.order({ orderNo, payer, amount, description: '停车费', expiresAt }).catch(notPlaced(ports, orderNo))
}

/** From here on a phone can pay: an attempt that is still `created` gave nobody its parameters. */
async function notePlaced({ store }: Ports, { _id, payment }: AttemptDoc): Promise<void> {
  if (payment.state === 'prepaid') return
  if (await store.updateIf('payAttempts', _id, { open: true }, { payment: { state: 'prepaid' } })) return
  const known = await store.get('payAttempts', _id)
  if (!known?.open) throw new Refused('bill-expired')
}

const payFailed =
  ({ log }: Ports) =>
  (error: unknown): never => {
    if (!(error instanceof PayFailed)) throw error
    log.alarm('no order at WeChat Pay', { why: error.why, error: error.message })
    throw new Refused('pay-unreachable')
  }

const notPlaced =
  (ports: Ports, orderNo: OrderNo) =>
  async (error: unknown): Promise<never> => {
    if (!(error instanceof PayFailed) || error.why !== 'number-spent') return payFailed(ports)(error)
    const attempt = await ports.store.get('payAttempts', orderNo)
    const known = attempt && (await learn(ports, attempt).catch(payFailed(ports)))
    if (known && isOpen(known.payment)) throw new Refused('order-pending')
    throw new Refused('bill-expired')
  }
