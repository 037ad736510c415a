/** What holds of money and coupons after every step: each order's money is counted, owed or back, to the fen. */
import type { AttemptDoc, CouponDoc, StayDoc } from '../../cloudfunctions/server/documents'
import type { CouponCode } from '../../domain/coupon'
import { isOpen, moneyArrived, undoUntil, type OrderNo, type PaymentState } from '../../domain/payment'
import { bill } from '../../domain/tariff/bill'
import { instant } from '../../domain/time'
import type { Day } from './day'
import { MINUTE_MS } from './setting'

/** What was decided a moment before and written now may rest on how things stood then. */
const A_MOMENT = MINUTE_MS

/** Why an attempt's payment does not count, although its money arrived; undefined while it counts. */
const takenOut = (payment: PaymentState): string | undefined =>
  'why' in payment && payment.why !== 'goodwill' ? payment.why : undefined

/** Its money counts for a stay, perhaps less what the lot gave back. */
const counts = (payment: PaymentState): boolean => moneyArrived(payment) && takenOut(payment) === undefined

export class MoneyLaws {
  /** As they were when looked at last. */
  readonly attempts = new Map<string, AttemptDoc>()
  readonly coupons = new Map<string, CouponDoc>()
  /** Taken back in this step; whether the car was being let out, the barriers' laws know. */
  readonly undone: { orderNo: OrderNo; stayId: string }[] = []
  readonly #stays = new Map<string, StayDoc>()
  /** Of which something has changed. */
  readonly #places = new Set<string>()
  readonly #orders = new Set<OrderNo>()
  readonly #codes = new Set<CouponCode>()

  constructor(private readonly day: Day) {}

  #demand(holds: boolean, law: string): void {
    if (!holds) this.day.violated(law)
  }

  // ------------------------------------------------------------ what has changed

  stay(id: string, stay: StayDoc | undefined): void {
    const before = this.#stays.get(id)
    if (stay) this.#stays.set(id, stay)
    else this.#stays.delete(id)
    for (const { orderNo } of [...(before?.payments ?? []), ...(stay?.payments ?? [])]) this.#orders.add(orderNo)
    this.#places.add(id)
  }

  attempt(attempt: AttemptDoc): void {
    const before = this.attempts.get(attempt._id)
    this.attempts.set(attempt._id, attempt)
    this.#orders.add(attempt._id)
    for (const code of attempt.coupons) this.#codes.add(code)
    if (before) this.#step(before, attempt)
    if (attempt.open) this.#onlyOpen(attempt.stayId)
  }

  coupon(coupon: CouponDoc): void {
    const before = this.coupons.get(coupon._id)
    this.coupons.set(coupon._id, coupon)
    this.#codes.add(coupon._id)
    for (const order of [before?.attempt, coupon.attempt]) if (order) this.#orders.add(order)
  }

  /** Once all that changed in one step is known. */
  async check(): Promise<void> {
    for (const place of this.#places) this.#stay(place)
    for (const order of this.#orders) this.#order(order)
    for (const code of this.#codes) await this.#coupon(code)
    this.#places.clear()
    this.#orders.clear()
    this.#codes.clear()
  }

  // ------------------------------------------------------------ stays

  #stay(place: string): void {
    const stay = this.#stays.get(place)
    if (!stay) return
    this.#fee(stay)
    const open = stay.openAttempt === null ? undefined : this.attempts.get(stay.openAttempt)
    const isWaiting = stay.openAttempt === null || (open?.open === true && open.stayId === stay.id)
    this.#demand(isWaiting, `${place}: waits for ended ${stay.openAttempt}`)
  }

  /** What was paid covers the bill that was paid last, coupons counted, and is no more than the whole fee. */
  #fee({ _id, payments, enteredAt }: StayDoc): void {
    if (payments.length === 0) return
    const billedTo = instant(Math.max(enteredAt, ...payments.map((payment) => payment.billedTo)))
    const coupons = payments.flatMap((payment) => payment.coupons)
    const paid = payments.reduce((sum, { orderNo, amount }) => sum + amount + this.#givenBack(orderNo), 0)
    const { fee } = bill(this.day.tariff, { entry: enteredAt, at: billedTo })
    const { due } = bill(this.day.tariff, { entry: enteredAt, at: billedTo, coupons })
    this.#demand(paid <= fee, `${_id}: ${paid} fen counted for a fee of ${fee}`)
    this.#demand(paid >= due, `${_id}: ${paid} fen counted, and ${due} were due`)
  }

  #givenBack(orderNo: OrderNo): number {
    const payment = this.attempts.get(orderNo)?.payment
    return payment && 'why' in payment && payment.why === 'goodwill' ? payment.back : 0
  }

  #onlyOpen(stayId: string): void {
    const open = [...this.attempts.values()].filter((attempt) => attempt.open && attempt.stayId === stayId)
    this.#demand(open.length <= 1, `${stayId}: several open attempts: ${open.map(({ _id }) => _id).join(' ')}`)
  }

  // ------------------------------------------------------------ orders

  /** Money is never forgotten, and leaves a stay only when it is taken back. */
  #step({ payment: before }: AttemptDoc, attempt: AttemptDoc): void {
    const { _id, payment } = attempt
    if (!moneyArrived(before)) return
    const why = takenOut(payment)
    this.#demand(moneyArrived(payment), `${_id}: money forgotten`)
    this.#demand(
      takenOut(before) === why || (counts(before) && why === 'undone'),
      `${_id}: ${before.state}, and then ${payment.state} because of ${why}`,
    )
    if (counts(before) && why === 'undone') this.#undone(attempt)
  }

  #undone({ _id, paidAt, stayId, payer }: AttemptDoc): void {
    const inTime = paidAt !== null && this.day.now() < undoUntil(paidAt) + A_MOMENT
    this.#demand(inTime, `${_id}: taken back too late`)
    const undone = [...this.attempts.values()].filter(
      (other) => other.stayId === stayId && other.payer === payer && takenOut(other.payment) === 'undone',
    )
    this.#demand(undone.length === 1, `${_id}: taken back once more for one stay`)
    this.undone.push({ orderNo: _id, stayId })
  }

  #order(orderNo: OrderNo): void {
    const attempt = this.attempts.get(orderNo)
    const counted = [...this.#stays.values()].flatMap(({ id, payments }) =>
      payments.flatMap((payment) => (payment.orderNo === orderNo ? [{ stayId: id, amount: payment.amount }] : [])),
    )
    if (!attempt) return this.#demand(counted.length === 0, `${orderNo}: counted, and nobody wrote it down`)
    const { payment, open } = attempt
    this.#demand(open === isOpen(payment), `${orderNo}: open and ${payment.state}`)
    this.#demand(
      moneyArrived(payment) === (attempt.listKey !== null),
      `${orderNo}: ${payment.state}, and listed or not`,
    )
    const isOwed = payment.state === 'owed' || payment.state === 'refunding'
    this.#demand(isOwed === (attempt.owedSince !== null), `${orderNo}: ${payment.state} since ${attempt.owedSince}`)
    this.#demand(attempt.amount === attempt.bill.due, `${orderNo}: another sum than its bill's`)
    if (counts(payment)) this.#counted(attempt, counted)
    else this.#demand(counted.length === 0, `${orderNo}: ${payment.state}, and counted`)
    this.#books(attempt)
    for (const code of attempt.coupons) this.#couponOf(attempt, code)
  }

  #counted({ _id, amount, stayId, payment }: AttemptDoc, counted: readonly { stayId: string; amount: number }[]): void {
    const rest = amount - ('back' in payment ? payment.back : 0)
    const once = counted.length === 1 && counted[0]?.stayId === stayId && counted[0].amount === rest
    this.#demand(once, `${_id}: ${rest} fen should count for ${stayId}, not ${JSON.stringify(counted)}`)
  }

  /** Ours against the bank's. */
  #books({ _id, amount, payment }: AttemptDoc): void {
    if (!moneyArrived(payment)) return
    const { paid, refunded } = this.day.pay.books().find(({ orderNo }) => orderNo === _id) ?? { paid: 0, refunded: 0 }
    this.#demand(paid === amount, `${_id}: ${payment.state}, and ${paid} of ${amount} fen paid`)
    const back = 'back' in payment ? payment.back : 0
    this.#demand(refunded <= back, `${_id}: ${refunded} fen sent back of ${back} owed`)
    if (payment.state === 'refunded')
      this.#demand(refunded === back, `${_id}: called refunded, and ${refunded} of ${back} fen sent back`)
  }

  // ------------------------------------------------------------ coupons

  #couponOf({ _id, payment }: AttemptDoc, code: CouponCode): void {
    const coupon = this.coupons.get(code)
    const state = coupon?.attempt === _id ? coupon.state : undefined
    const wanted = isOpen(payment) ? 'held' : counts(payment) ? 'used' : undefined
    this.#demand(state === wanted, `${_id}: ${payment.state}, and its coupon ${code} ${state ?? 'not with it'}`)
  }

  async #coupon(code: CouponCode): Promise<void> {
    const coupon = this.coupons.get(code)
    if (!coupon) return this.day.violated(`${code} is not known`)
    const { state, attempt: orderNo, owner } = coupon
    const isWithSomebody = state === 'held' || state === 'used'
    this.#demand((orderNo !== null) === isWithSomebody, `${code}: ${state}, and with ${orderNo}`)
    const attempt = orderNo === null ? undefined : this.attempts.get(orderNo)
    if (orderNo === null) return
    this.#demand(attempt?.coupons.includes(code) === true, `${code}: ${state} by ${orderNo}, which does not know it`)
    this.#demand(owner === null || owner === attempt?.payer, `${code}: ${state} by ${attempt?.payer}, and ${owner}'s`)
    if (attempt) await this.#terms(coupon, attempt)
  }

  /** As they were when the bill was made. */
  async #terms({ _id, batch }: CouponDoc, { bill: { at }, lot }: AttemptDoc): Promise<void> {
    const terms = await this.day.store.get('couponBatches', batch)
    const isGood = !!terms && terms.validFrom <= at && at < terms.validUntil
    this.#demand(isGood, `${_id}: used outside of its time`)
    const withdrawnAt = terms?.withdrawnAt ?? Infinity
    this.#demand(at <= withdrawnAt + A_MOMENT, `${_id}: on a bill although it was withdrawn`)
    this.#demand(!terms || terms.lots.length === 0 || terms.lots.includes(lot), `${_id}: used in another lot`)
  }
}
