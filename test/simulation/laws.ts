/** What holds after every step, whatever has gone wrong. */
import type { AttemptDoc, OutboxDoc, StayDoc, VisitDoc } from '../../cloudfunctions/server/documents'
import { isOpen, moneyArrived } from '../../domain/payment'
import { bill } from '../../domain/tariff/bill'
import { instant } from '../../domain/time'
import type { Day } from './day'
import type { Rise } from './garage'
import { MINUTE_MS, TARIFF } from './setting'

/** What was decided a moment before and carried out now may rest on how things stood then. */
const A_MOMENT = MINUTE_MS

export class Laws {
  #rises = 0
  readonly #attempts = new Map<string, AttemptDoc>()
  readonly #outbox = new Map<string, OutboxDoc>()
  readonly #checks: Record<string, (id: string) => Promise<void>> = {
    stays: async (id) => {
      const stay = await this.day.store.get('stays', id)
      if (stay) await this.#stay(stay)
    },
    payAttempts: async (id) => {
      const attempt = await this.day.store.get('payAttempts', id)
      if (attempt) this.#attempt(attempt)
    },
    outbox: async (id) => {
      const item = await this.day.store.get('outbox', id)
      if (item) this.#outbox.set(id, item)
      else this.#outbox.delete(id)
    },
  }

  constructor(private readonly day: Day) {}

  /** Undefined when nothing has changed. */
  check(): Promise<void> | undefined {
    const { touched, garage, problem } = this.day
    return touched.size > 0 || garage.rises.length > this.#rises || problem ? this.#look() : undefined
  }

  /** @throws Violation, or whatever else went wrong beside. */
  async #look(): Promise<void> {
    for (const rise of this.day.garage.rises.slice(this.#rises)) await this.#rise(rise)
    this.#rises = this.day.garage.rises.length
    for (const name of this.day.touched) await this.#document(name)
    this.day.touched.clear()
    if (this.day.problem) throw this.day.problem as Error
  }

  /** Whether `sweep` would find work. */
  somethingIsDue(): boolean {
    const now = this.day.now()
    const attempt = [...this.#attempts.values()].some(({ open, checkAt }) => open && checkAt <= now)
    return attempt || [...this.#outbox.values()].some(({ state, dueAt }) => state === 'due' && dueAt <= now)
  }

  #document(name: string): Promise<void> | undefined {
    const end = name.indexOf('/')
    return this.#checks[name.slice(0, end)]?.(name.slice(end + 1))
  }

  #demand(holds: boolean, law: string): void {
    if (!holds) this.day.violated(law)
  }

  // ------------------------------------------------------------ money

  async #stay({ _id, id, payments, openAttempt, enteredAt }: StayDoc): Promise<void> {
    const orders = payments.map(({ orderNo }) => orderNo)
    this.#demand(new Set(orders).size === orders.length, `${_id}: one payment counted twice`)
    const paid = payments.reduce((sum, { amount }) => sum + amount, 0)
    const billedTo = Math.max(enteredAt, ...payments.map((payment) => payment.billedTo))
    const { fee } = bill(TARIFF, { entry: enteredAt, at: instant(billedTo) })
    this.#demand(paid <= fee, `${_id}: ${paid} fen counted for a fee of ${fee}`)
    const open = openAttempt && (await this.day.store.get('payAttempts', openAttempt))
    if (openAttempt)
      this.#demand(!!open && isOpen(open.payment) && open.stayId === id, `${_id}: waits for ended ${openAttempt}`)
  }

  #attempt(attempt: AttemptDoc): void {
    const { _id, stayId, payment } = attempt
    const before = this.#attempts.get(_id)?.payment
    this.#attempts.set(_id, attempt)
    if (before && moneyArrived(before))
      this.#demand(
        moneyArrived(payment) && (before.state === 'applied') === (payment.state === 'applied'),
        `${_id}: money forgotten`,
      )
    this.#demand(attempt.open === isOpen(payment), `${_id}: open and ${payment.state}`)
    this.#refund(attempt)
    if (attempt.open) this.#onlyOpen(stayId)
  }

  #onlyOpen(stayId: string): void {
    const open = [...this.#attempts.values()].filter((attempt) => attempt.open && attempt.stayId === stayId)
    this.#demand(open.length <= 1, `${stayId}: several open attempts: ${open.map(({ _id }) => _id).join(' ')}`)
  }

  #refund({ _id, payment }: AttemptDoc): void {
    const order = this.day.pay.books().find(({ orderNo }) => orderNo === _id)
    if (moneyArrived(payment)) this.#demand(!!order && order.paid > 0, `${_id}: ${payment.state}, and nobody paid`)
    if (payment.state === 'applied') this.#demand(order?.refunded === 0, `${_id}: counted, and sent back`)
    if (payment.state === 'refunded')
      this.#demand(order?.refunded === order?.paid, `${_id}: called refunded, and not sent back`)
  }

  // ------------------------------------------------------------ barriers

  async #rise({ command, standing, at }: Rise): Promise<void> {
    const { visit: name, id } = command
    const visit = await this.day.store.get('laneVisits', name)
    if (!visit) return this.day.violated(`${id}: the arm rose for a car that nobody knows`)
    const rises = this.day.garage.rises.filter(({ command: { visit: other } }) => other === name)
    this.#demand(rises.length === 1, `${name}: the arm rose ${rises.length} times`)
    this.#demand(
      standing === name && id.startsWith(`${name}-`),
      `${id}: the arm rose, and ${standing ?? 'nobody'} stood there`,
    )
    this.#demand(visit.commandExpiresAt === null || at <= visit.commandExpiresAt, `${id}: the arm rose too late`)
    if (visit.direction === 'exit') await this.#departure(visit)
  }

  async #departure({ _id, stay: place, commandMadeAt, seenAt }: VisitDoc): Promise<void> {
    const stay = place && (await this.day.store.get('stays', place))
    if (!stay) return this.day.violated(`${_id}: let out without a stay`)
    const madeAt = commandMadeAt ?? this.day.now()
    const lockedAt = this.day.locked.get(place) ?? Infinity
    this.#demand(!stay.locked || lockedAt > madeAt - A_MOMENT, `${_id}: let out, and locked`)
    const isDue = (at: number): boolean =>
      bill(TARIFF, { entry: stay.enteredAt, at: instant(Math.max(at, stay.enteredAt)), payments: stay.payments }).due >
      0
    const paidHere = stay.payments.some(({ at }) => at >= seenAt - A_MOMENT)
    const free = [seenAt, madeAt, madeAt - A_MOMENT].some((at) => !isDue(at))
    this.#demand(paidHere || free, `${_id}: let out unpaid`)
  }
}
