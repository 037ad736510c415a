/** The bill of a stay at one moment: fee, what was paid before, what is due. */
import { add, fen, NOTHING, subtract, type Fen } from '../money'
import { after, MINUTE, type Instant, type Minutes } from '../time'
import type { Coupon } from './coupon'
import { useCoupons, type MinutesWorth } from './discount'
import { feeOf, firstMinutes, type Charged, type Fee } from './fee'
import { totalOf, type BillLine } from './line'
import { ready, type ReadyPlan } from './ready'
import type { Stretch } from './spans'
import type { Tariff, VehicleClass } from './tariff'

export interface PaidBefore {
  at: Instant
  amount: Fen
  /** The moment of the bill that was paid: a minute that began while the person was paying is not charged. */
  billedTo: Instant
  /** Used up by this payment; they count again when the whole stay is billed again. */
  coupons?: readonly Coupon[]
}

/** What is known of a stay when its bill is made. */
export interface Stayed {
  entry: Instant
  /** The moment the bill is made for. */
  at: Instant
  payments?: readonly PaidBefore[]
  /** The tariff's default class, if not said. */
  class?: string
  coupons?: readonly Coupon[]
  lostTicket?: boolean
  unplated?: boolean
}

export interface Bill {
  entry: Instant
  /** The moment it was made for. */
  at: Instant
  tariff: { id: string; version: string }
  /** How long one may take to leave after paying this bill. */
  payGrace: Minutes
  lines: BillLine[]
  /** Fee of the whole stay, before payments. */
  fee: Fen
  due: Fen
  /** Paid, and this long to drive out; absent when nothing was paid or the time is over. */
  leaveBy?: Instant
}

export function bill(tariff: Tariff, stayed: Stayed): Bill {
  const { entry, at, payments = [] } = stayed
  const leaveBy = leaveByAfter(tariff, payments)
  const inGrace = leaveBy !== undefined && at <= leaveBy
  const account = inGrace
    ? paidUp(tariff, stayed, payments)
    : leaveBy !== undefined && isRebilled(tariff, stayed)
      ? rebilled(tariff, stayed, payments)
      : lessPaid(tariff, stayed, payments)
  const made: Bill = {
    entry,
    at,
    tariff: { id: tariff.id, version: tariff.version },
    payGrace: tariff.stay.payGrace,
    lines: account.lines,
    fee: account.fee,
    due: account.due,
  }
  if (inGrace) made.leaveBy = leaveBy
  return made
}

/** A flat price covers the whole stay, so there is nothing to begin again; and a lost ticket is paid for once. */
const isRebilled = (tariff: Tariff, stayed: Stayed): boolean =>
  tariff.stay.overtime === 'rebill' && !flatOf(tariff, stayed) && onTopOf(tariff, stayed) === 0

type Account = Pick<Bill, 'lines' | 'fee' | 'due'>
/** Whether the bill knew of every payment: one that came after it makes its sum wrong. */
export const countsAll = ({ lines }: Bill, payments: readonly PaidBefore[]): boolean =>
  lines.filter(({ kind }) => kind === 'paid').length === payments.length

const latest = (payments: readonly PaidBefore[], field: 'at' | 'billedTo'): Instant =>
  Math.max(...payments.map((payment) => payment[field])) as Instant

function leaveByAfter({ stay }: Tariff, payments: readonly PaidBefore[]): Instant | undefined {
  return payments.length === 0 ? undefined : after(latest(payments, 'at'), stay.payGrace)
}

const paidOf = (payments: readonly PaidBefore[]): Fen => add(NOTHING, ...payments.map(({ amount }) => amount))

const usedUp = (payments: readonly PaidBefore[]): Coupon[] => payments.flatMap(({ coupons = [] }) => coupons)

const creditOf = (payments: readonly PaidBefore[]): BillLine[] =>
  payments.map(({ at, amount }): BillLine => ({ kind: 'paid', at, amount: fen(0 - amount) }))

/** The fee of the whole stay less everything paid. */
function lessPaid(tariff: Tariff, stayed: Stayed, payments: readonly PaidBefore[]): Account {
  const { coupons = [] } = stayed
  const known = payments.length === 0 ? stayed : { ...stayed, coupons: [...usedUp(payments), ...coupons] }
  const { lines, total } = stayFee(tariff, known)
  const due = fen(Math.max(0, subtract(total, paidOf(payments))))
  return { lines: balanced([...lines, ...creditOf(payments)], due), fee: total, due }
}

/** Paid, and still in time to leave: nothing is due. */
function paidUp(tariff: Tariff, stayed: Stayed, payments: readonly PaidBefore[]): Account {
  const fee = tariff.stay.overtime === 'rebill' ? paidOf(payments) : undefined
  const { lines, total } = stayFee(tariff, {
    ...stayed,
    at: latest(payments, 'billedTo'),
    coupons: usedUp(payments),
  })
  return { lines: balanced([...lines, ...creditOf(payments)], NOTHING), fee: fee ?? total, due: NOTHING }
}

/** A new bill from the last payment on, without free time; what was paid closed the first. */
function rebilled(tariff: Tariff, stayed: Stayed, payments: readonly PaidBefore[]): Account {
  const overtime = { ...stayed, entry: latest(payments, 'at') }
  const { lines, total } = stayFee(tariff, overtime, { freeTime: false })
  const closed = balanced(creditOf(payments), NOTHING)
  return { lines: [...closed, ...lines], fee: add(paidOf(payments), total), due: total }
}

/** The lines add up to what is due, also where a payment was larger or closed the account. */
function balanced(lines: BillLine[], due: Fen): BillLine[] {
  const rest = subtract(due, totalOf(lines))
  return rest === 0 ? lines : [...lines, { kind: 'settled', amount: rest }]
}

/** How a visit is charged that is one of several. */
export interface Special {
  freeTime?: boolean
  plan?: string
}

/** The fee of a stay, coupons and minimum included, before payments. */
export function stayFee(tariff: Tariff, stayed: Stayed, special: Special = {}): Fee {
  const flat = flatOf(tariff, stayed)
  const rules = tariff.stay.coupons
  if (flat) return rules?.onFlats ? discounted(tariff, stayed, flat, NO_MINUTES) : flat
  return withLost(feeFor(tariff, stayed, [stretchOf(tariff, stayed)], special), onTopOf(tariff, stayed))
}

/** What a lost ticket costs besides the fee. */
const onTopOf = ({ stay: { lostTicket } }: Tariff, stayed: Stayed): Fen =>
  stayed.lostTicket && typeof lostTicket === 'object' ? lostTicket.amount : NOTHING

const withLost = ({ lines, total }: Fee, amount: Fen): Fee =>
  amount === 0 ? { lines, total } : { lines: [...lines, { kind: 'lostTicket', amount }], total: add(total, amount) }

/** The fee of one or more stretches of time, such as all visits of a day. */
export function feeFor(tariff: Tariff, stayed: Stayed, stretches: readonly Stretch[], special: Special = {}): Fee {
  const vehicle = classOf(tariff, stayed.class)
  const plan = planFor(tariff, vehicle, special)
  const charged: Charged = { stretches, shift: 0 }
  const fee = feeOf(plan, vehicle, charged)
  return atLeast(
    tariff,
    stayed.coupons?.length ? discounted(tariff, stayed, fee, minutesWorth(plan, vehicle, charged)) : fee,
  )
}

const minutesWorth = (plan: ReadyPlan, vehicle: VehicleClass, charged: Charged): MinutesWorth => ({
  shifted: (minutes) => feeOf(plan, vehicle, { ...charged, shift: minutes }).total,
  first: (minutes) => {
    const first = firstMinutes(plan, charged, minutes)
    return feeOf(first.ready, vehicle, first.charged).total
  },
})

const NO_MINUTES: MinutesWorth = { shifted: () => NOTHING, first: () => NOTHING }

function discounted(tariff: Tariff, { coupons = [] }: Stayed, { lines, total }: Fee, worth: MinutesWorth): Fee {
  const off = useCoupons(total, coupons, tariff.stay.coupons, worth)
  return off.length === 0 ? { lines, total } : { lines: [...lines, ...off], total: add(total, totalOf(off)) }
}

/** The least one pays who has to pay. */
function atLeast({ stay }: Tariff, fee: Fee): Fee {
  const { minimum = NOTHING } = stay
  if (fee.total === 0 || fee.total >= minimum) return fee
  return { lines: [...fee.lines, { kind: 'minimum', amount: subtract(minimum, fee.total) }], total: minimum }
}

/** A lost ticket, or a car without a plate: one price, whatever the time. */
function flatOf({ stay }: Tariff, stayed: Stayed): Fee | undefined {
  for (const kind of ['lostTicket', 'unplated'] as const) {
    const amount = stay[kind]
    if (stayed[kind] && typeof amount === 'number') return { lines: [{ kind, amount }], total: amount }
  }
  return undefined
}

/** @throws RangeError when the tariff has no such class. */
export function classOf({ classes, defaultClass, id }: Tariff, name = defaultClass): VehicleClass {
  const found = classes[name]
  if (!found) throw new RangeError(`tariff ${id} has no class ${name}`)
  return found
}

function planFor(tariff: Tariff, vehicle: VehicleClass, { plan, freeTime = true }: Special): ReadyPlan {
  const found = ready(tariff).plan(plan ?? vehicle.plan, vehicle)
  return freeTime ? found : { ...found, freeTime }
}

/** Minutes in which a stay is charged: seconds are cut off at both ends, or a started minute counts. */
export function stretchOf({ seconds = 'cut' }: Tariff, { entry, at }: Pick<Stayed, 'entry' | 'at'>): Stretch {
  const from = Math.floor(entry / MINUTE)
  const to = seconds === 'started' ? from + Math.ceil((at - entry) / MINUTE) : Math.floor(at / MINUTE)
  return { from, to: Math.max(from, to) }
}
