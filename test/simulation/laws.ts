/** What holds after every step, whatever has gone wrong. */
import type { OutboxDoc, VisitDoc } from '../../cloudfunctions/server/documents'
import type { OrderNo } from '../../domain/payment'
import { bill } from '../../domain/tariff/bill'
import { instant } from '../../domain/time'
import type { Day } from './day'
import type { Rise } from './garage'
import { MoneyLaws } from './money-laws'
import { EXITS, MINUTE_MS } from './setting'

/** What was decided a moment before and carried out now may rest on how things stood then. */
const A_MOMENT = MINUTE_MS

export class Laws {
  #rises = 0
  readonly money: MoneyLaws
  readonly #outbox = new Map<string, OutboxDoc>()
  readonly #checks: Record<string, (id: string) => Promise<void>> = {
    stays: async (id) => this.money.stay(id, await this.day.store.get('stays', id)),
    payAttempts: async (id) => {
      const attempt = await this.day.store.get('payAttempts', id)
      if (attempt) this.money.attempt(attempt)
    },
    coupons: async (id) => {
      const coupon = await this.day.store.get('coupons', id)
      if (coupon) this.money.coupon(coupon)
    },
    outbox: async (id) => {
      const item = await this.day.store.get('outbox', id)
      if (item) this.#outbox.set(id, item)
      else this.#outbox.delete(id)
    },
  }

  constructor(private readonly day: Day) {
    this.money = new MoneyLaws(day)
  }

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
    await this.money.check()
    for (const { orderNo, stayId } of this.money.undone.splice(0)) await this.#stayed(orderNo, stayId)
    if (this.day.problem) throw this.day.problem as Error
  }

  /** Whether `sweep` would find work. */
  somethingIsDue(): boolean {
    const now = this.day.now()
    const attempt = [...this.money.attempts.values()].some(({ open, checkAt }) => open && checkAt <= now)
    return attempt || [...this.#outbox.values()].some(({ state, dueAt }) => state === 'due' && dueAt <= now)
  }

  #document(name: string): Promise<void> | undefined {
    const end = name.indexOf('/')
    return this.#checks[name.slice(0, end)]?.(name.slice(end + 1))
  }

  #demand(holds: boolean, law: string): void {
    if (!holds) this.day.violated(law)
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
      bill(this.day.tariff, {
        entry: stay.enteredAt,
        at: instant(Math.max(at, stay.enteredAt)),
        payments: stay.payments,
      }).due > 0
    const paidHere = stay.payments.some(({ at }) => at >= seenAt - A_MOMENT)
    const free = [seenAt, madeAt, madeAt - A_MOMENT].some((at) => !isDue(at))
    this.#demand(paidHere || free, `${_id}: let out unpaid`)
  }

  /** Nobody takes money back for a car that an open barrier lets out, or that has left while the line was down. */
  async #stayed(orderNo: string, stayId: string): Promise<void> {
    const attempt = this.money.attempts.get(orderNo as OrderNo)
    const leftAt = attempt?.plate ? (this.day.garage.leftAt(attempt.plate) ?? Infinity) : Infinity
    const isGone = leftAt > (attempt?.enteredAt ?? 0) && leftAt < this.day.now() - A_MOMENT
    this.#demand(!isGone, `${orderNo}: taken back, and the car has left`)
    for (const { command, standing } of this.day.garage.rises) {
      if (!EXITS.includes(command.lane) || !this.day.garage.stands(command.lane, command.visit)) continue
      const visit = await this.day.store.get('laneVisits', command.visit)
      const stay = visit?.stay && (await this.day.store.get('stays', visit.stay))
      if (stay && stay.id === stayId) this.day.violated(`${orderNo}: taken back, and ${standing} is let out for it`)
    }
  }
}
