import type { Calls, PaymentView } from '../../../domain/contract'
import { isByHand, isOpen, isStuck, type OpenId, type OrderNo } from '../../../domain/payment'
import { barrierView } from '../gate/barrier-view'
import type { AttemptDoc } from '../documents'
import { ownCar } from '../lot/cars'
import { loadLot, lotView } from '../lot/lots'
import { PayFailed, type Ports } from '../ports'
import { Refused } from '../refused'
import { learn } from './resolve-attempt'
import { undoableUntil } from './undoable'

/** What is true about a payment: our record, and WeChat's word while ours is open. */
export async function checkPayment(ports: Ports, by: OpenId, ask: Calls['payment.check']['ask']): Promise<PaymentView> {
  const known = await ports.store.get('payAttempts', ask.orderNo as OrderNo)
  if (!known || known.payer !== by) throw new Refused('not-found')
  const attempt = isOpen(known.payment) ? await learn(ports, known).catch(stillOpen(known)) : known
  return paymentView(ports, attempt)
}

/** WeChat does not answer: what we knew stays true, and the person asks again. */
const stillOpen =
  (known: AttemptDoc) =>
  (error: unknown): AttemptDoc => {
    if (error instanceof PayFailed) return known
    throw error
  }

export async function paymentView(ports: Ports, attempt: AttemptDoc): Promise<PaymentView> {
  const lot = lotView(await loadLot(ports.store, attempt.lot), ports.now())
  const head = { orderNo: attempt._id, amount: attempt.amount, car: ownCar(attempt.car), lot }
  const { payment } = attempt
  switch (payment.state) {
    case 'created':
    case 'prepaid':
      return { ...head, state: 'unpaid', expiresAt: attempt.expiresAt }
    case 'closed':
      return { ...head, state: 'closed' }
    case 'applied':
      return { ...head, state: 'paid', paidAt: payment.paidAt, ...(await leaving(ports, attempt)) }
    case 'owed':
    case 'refunding':
      return {
        ...head,
        state: 'returning',
        ...returning(payment),
        told: attempt.tellReturned,
        ...(isStuck(payment) && { stuck: true as const }),
      }
    case 'refunded':
      return { ...head, state: 'returned', ...returning(payment), ...(isByHand(payment) && { byHand: true as const }) }
  }
}

type Paid = Extract<PaymentView, { state: 'paid' }>
type Returned = Extract<PaymentView, { state: 'returned' }>

const returning = ({ paidAt, why, back }: Pick<Returned, 'paidAt' | 'why' | 'back'>) => ({ paidAt, why, back })

async function leaving(
  ports: Ports,
  attempt: AttemptDoc,
): Promise<Pick<Paid, 'leaveBy' | 'visit' | 'barrier' | 'undoUntil'>> {
  const { store, now } = ports
  const { at, leaveBy, expiresAt } = attempt
  const visit = at && (await store.get('laneVisits', at.visit))
  const until = await undoableUntil(store, attempt, attempt.payer, now())
  return {
    leaveBy: leaveBy ?? expiresAt,
    ...(until !== undefined && { undoUntil: until }),
    ...(visit && { visit: visit._id, barrier: barrierView(visit, now()) }),
  }
}
