import type { Calls, PaymentView } from '../../../domain/contract'
import { isOpen, type OpenId, type OrderNo } from '../../../domain/payment'
import { barrierView } from '../gate/barrier-view'
import type { AttemptDoc } from '../documents'
import { ownCar } from '../lot/cars'
import { loadLot, lotView } from '../lot/lots'
import { PayFailed, type Ports } from '../ports'
import { Refused } from '../refused'
import { learn } from './resolve-attempt'

/** What is true about a payment: our record, and WeChat's word while ours is open. */
export async function checkPayment(ports: Ports, by: OpenId, ask: Calls['payment.check']['ask']): Promise<PaymentView> {
  const known = await ports.store.get('payAttempts', ask.orderNo as OrderNo)
  if (!known || known.payer !== by) throw new Refused('not-found')
  const attempt = isOpen(known.payment) ? await learn(ports, known).catch(stillOpen(known)) : known
  return view(ports, attempt)
}

/** WeChat does not answer: what we knew stays true, and the person asks again. */
const stillOpen =
  (known: AttemptDoc) =>
  (error: unknown): AttemptDoc => {
    if (error instanceof PayFailed) return known
    throw error
  }

async function view(ports: Ports, attempt: AttemptDoc): Promise<PaymentView> {
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
    case 'paidUnapplied':
    case 'refunding':
      return { ...head, state: 'returning', paidAt: payment.paidAt, why: payment.why }
    case 'refunded':
      return { ...head, state: 'returned', paidAt: payment.paidAt, why: payment.why }
  }
}

async function leaving(
  { store, now }: Ports,
  { at, leaveBy, expiresAt }: AttemptDoc,
): Promise<Pick<Extract<PaymentView, { state: 'paid' }>, 'leaveBy' | 'visit' | 'barrier'>> {
  const visit = at && (await store.get('laneVisits', at.visit))
  return {
    leaveBy: leaveBy ?? expiresAt,
    ...(visit && { visit: visit._id, barrier: barrierView(visit, now()) }),
  }
}
