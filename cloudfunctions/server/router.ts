/** From a question to its use case, and from what that returns or throws to the envelope that the phone gets. */
import type { CallName, CallRefusal, Calls, Envelope } from '../../domain/contract'
import type { OpenId } from '../../domain/payment'
import { billWithCoupons } from './billing/bill-with-coupons'
import { openBill } from './billing/open-bill'
import { addCoupon } from './coupons/add-coupon'
import { listCoupons } from './coupons/list-coupons'
import { enterLane } from './gate/enter-lane'
import { openLane } from './gate/open-lane'
import { retryBarrier, watchBarrier } from './gate/watch-barrier'
import { showHome } from './home/show-home'
import { allowMessage } from './messages/allow-message'
import { remindToLeave } from './messages/remind-to-leave'
import { checkPayment } from './payment/check-payment'
import { openPayment } from './payment/open-payment'
import { undoPayment } from './payment/undo-payment'
import { StoreBusy, type Ports } from './ports'
import { readQuestion, type Question } from './questions'
import { Refused } from './refused'
import { listTransactions } from './transactions/list-transactions'
import { showReceipt } from './transactions/show-receipt'
import { addVehicle } from './vehicles/add-vehicle'
import { listVehicles } from './vehicles/list-vehicles'
import { makeDefault } from './vehicles/make-default'
import { removeVehicle } from './vehicles/remove-vehicle'

type Handler<Name extends CallName> = (
  ports: Ports,
  by: OpenId,
  ask: Calls[Name]['ask'],
) => Promise<Calls[Name]['answer']>

const HANDLERS: { readonly [Name in CallName]: Handler<Name> } = {
  home: showHome,
  'vehicles.list': listVehicles,
  'vehicles.add': addVehicle,
  'vehicles.remove': removeVehicle,
  'vehicles.makeDefault': makeDefault,
  'bill.open': openBill,
  'bill.coupons': billWithCoupons,
  'coupons.list': listCoupons,
  'coupons.add': addCoupon,
  'lane.open': openLane,
  'lane.enter': enterLane,
  'lane.barrier': watchBarrier,
  'lane.retry': retryBarrier,
  'payment.open': openPayment,
  'payment.check': checkPayment,
  'payment.remind': remindToLeave,
  'payment.tell': allowMessage,
  'payment.undo': undoPayment,
  'transactions.list': listTransactions,
  'transactions.receipt': showReceipt,
}

/** Answers one question of one person. Never rejects: what went wrong has a name too. */
export async function answer(ports: Ports, by: OpenId, event: unknown): Promise<Envelope<unknown>> {
  const question = readQuestion(event)
  if (!question) return refusal(ports, 'not-understood')
  try {
    return { ok: true, at: ports.now(), answer: await handle(ports, by, question) }
  } catch (error) {
    return refusal(ports, whyNot(ports, question, error))
  }
}

const handle = (ports: Ports, by: OpenId, { name, ask }: Question): Promise<unknown> =>
  (HANDLERS[name] as Handler<CallName>)(ports, by, ask)

const refusal = ({ now }: Ports, why: CallRefusal): Envelope<never> => ({ ok: false, at: now(), why })

function whyNot({ log }: Ports, { name }: Question, error: unknown): CallRefusal {
  if (error instanceof Refused) return error.why
  if (error instanceof StoreBusy) return 'busy'
  log.alarm('a question failed', { name, error: error instanceof Error ? error.stack : String(error) })
  return 'fault'
}
