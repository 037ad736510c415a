/** The bill of a stay at one moment: fee, what was paid before, what is due. */
import { add, fen, NOTHING, subtract, type Fen } from '../money'
import { after, MINUTE, type Instant, type Minutes } from '../time'
import type { Coupon } from './coupon'
import { unusedFor, useCoupons, type MinutesWorth, type UnusedCoupon } from './discount'
import { feeOf, firstMinutes, type Charged, type Fee } from './fee'
import { totalOf, type BillLine } from './line'
import { ready, type ReadyPlan } from './ready'
import type { Stretch } from './spans'
import type { CouponRules, Tariff, VehicleClass } from './tariff'
import { warningsFor, type Warning } from './warnings'

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
  /** Coupons that were presented and are not used up by paying this bill; all others are. */
  unused: UnusedCoupon[]
  /** What somebody has to look at. */
  warnings: Warning[]
  /** Paid, and this long to drive out; absent when nothing was paid or the time is over. */
  leaveBy?: Instant
}

/** @throws RangeError when the stay ends before it begins, or the tariff has no such class. */
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
    unused: account.unused,
    warnings: warningsFor(tariff, stayed),
  }
  if (inGrace) made.leaveBy = leaveBy
  return made
}

/** A flat price covers the whole stay, so there is nothing to begin again; and a lost ticket is paid for once. */
const isRebilled = (tariff: Tariff, stayed: Stayed): boolean =>
  tariff.stay.overtime === 'rebill' && !flatOf(tariff, stayed) && onTopOf(tariff, stayed) === 0

type Account = Pick<Bill, 'lines' | 'fee' | 'due' | 'unused'>

/** Whether the bill was made with exactly these payments: one that came or went since makes its sum wrong. */
export function countsAll(bill: Bill, payments: readonly PaidBefore[]): boolean {
  const counted = countedIn(bill)
  return counted.length === payments.length && payments.every(({ at }, place) => counted[place] === at)
}

/** Whether the bill counts more payments than these: some went since, and none came. */
export function countsMore(bill: Bill, payments: readonly PaidBefore[]): boolean {
  const counted = countedIn(bill)
  return counted.length > payments.length && payments.every(({ at }) => counted.includes(at))
}

const countedIn = ({ lines }: Bill): Instant[] => lines.flatMap((line) => (line.kind === 'paid' ? [line.at] : []))

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
  if (payments.length === 0) return nothingPaid(stayFee(tariff, stayed))
  const before = { paid: paidOf(payments), usedUp: usedUp(payments) }
  const { lines, total, unused } = stayFee(tariff, stayed, before)
  const due = fen(Math.max(0, subtract(total, before.paid)))
  return { lines: balanced([...lines, ...creditOf(payments)], due), fee: total, due, unused }
}

const nothingPaid = ({ lines, total, unused }: StayFee): Account => ({ lines, fee: total, due: total, unused })

/** Paid, and still in time to leave: nothing is due. */
function paidUp(tariff: Tariff, stayed: Stayed, payments: readonly PaidBefore[]): Account {
  const fee = tariff.stay.overtime === 'rebill' ? paidOf(payments) : undefined
  const before = { paid: paidOf(payments), usedUp: usedUp(payments) }
  const paidFor = { ...stayed, at: latest(payments, 'billedTo'), coupons: [] }
  const { lines, total } = stayFee(tariff, paidFor, before)
  const unused = unusedFor('saves-nothing', stayed.coupons ?? [])
  return { lines: balanced([...lines, ...creditOf(payments)], NOTHING), fee: fee ?? total, due: NOTHING, unused }
}

/** A new bill from the last payment on, without free time; what was paid closed the first. */
function rebilled(tariff: Tariff, stayed: Stayed, payments: readonly PaidBefore[]): Account {
  const overtime = { ...stayed, entry: latest(payments, 'at') }
  const { lines, total, unused } = stayFee(tariff, overtime, { freeTime: false })
  const closed = balanced(creditOf(payments), NOTHING)
  return { lines: [...closed, ...lines], fee: add(paidOf(payments), total), due: total, unused }
}

/** The lines add up to what is due, also where a payment was larger or closed the account. */
function balanced(lines: BillLine[], due: Fen): BillLine[] {
  const rest = subtract(due, totalOf(lines))
  return rest === 0 ? lines : [...lines, { kind: 'settled', amount: rest }]
}

/** How a visit is charged that is one of several, or paid in part. */
export interface Special {
  freeTime?: boolean
  plan?: string
  /** By earlier payments, which also used up these coupons. */
  paid?: Fen
  usedUp?: readonly Coupon[]
}

/** A fee, coupons and minimum included, before payments. */
interface StayFee extends Fee {
  unused: UnusedCoupon[]
}

export function stayFee(tariff: Tariff, stayed: Stayed, special: Special = {}): StayFee {
  const flat = flatOf(tariff, stayed)
  if (!flat) return withLost(tariff, stayed, special)
  const rules = tariff.stay.coupons?.onFlats ? tariff.stay.coupons : undefined
  return discounted(flat, stayed, special, { rules, worth: NO_MINUTES, least: NOTHING })
}

/** What a lost ticket costs besides the fee. */
const onTopOf = ({ stay: { lostTicket } }: Tariff, stayed: Stayed): Fen =>
  stayed.lostTicket && typeof lostTicket === 'object' ? lostTicket.amount : NOTHING

/** A payment is first for what is on top: coupons save on what is left of the fee. */
function withLost(tariff: Tariff, stayed: Stayed, special: Special): StayFee {
  const amount = onTopOf(tariff, stayed)
  const stretches = [stretchOf(tariff, stayed)]
  if (amount === 0) return feeFor(tariff, stayed, stretches, special)
  const paid = subtract(special.paid ?? NOTHING, amount)
  const { lines, total, unused } = feeFor(tariff, stayed, stretches, { ...special, paid })
  return { lines: [...lines, { kind: 'lostTicket', amount }], total: add(total, amount), unused }
}

/** The fee of one or more stretches of time, such as all visits of a day. */
export function feeFor(tariff: Tariff, stayed: Stayed, stretches: readonly Stretch[], special: Special = {}): StayFee {
  const vehicle = classOf(tariff, stayed.class)
  const plan = planFor(tariff, vehicle, special)
  const charged: Charged = { stretches, shift: 0 }
  const { coupons: rules, minimum: least = NOTHING } = tariff.stay
  const fee = feeOf(plan, vehicle, charged)
  if (!stayed.coupons?.length && !special.usedUp?.length) return withMinimum(fee.lines, fee.total, least, [])
  return discounted(fee, stayed, special, { rules, worth: minutesWorth(plan, vehicle, charged), least })
}

const minutesWorth = (plan: ReadyPlan, vehicle: VehicleClass, charged: Charged): MinutesWorth => ({
  shifted: (minutes) => feeOf(plan, vehicle, { ...charged, shift: minutes }).total,
  first: (minutes) => {
    const first = firstMinutes(plan, charged, minutes)
    const { plus: _, ...itself } = vehicle
    return feeOf(first.ready, itself, first.charged).total
  },
})

const NO_MINUTES: MinutesWorth = { shifted: () => NOTHING, first: () => NOTHING }

interface Discounting {
  rules: CouponRules | undefined
  worth: MinutesWorth
  /** The least one pays who has to pay. */
  least: Fen
}

function discounted(
  fee: Fee,
  { coupons = [] }: Stayed,
  { paid = NOTHING, usedUp = [] }: Special,
  { rules, worth, least }: Discounting,
): StayFee {
  const dueOf = (left: Fen) => Math.max(0, atLeast(left, least) - paid)
  const { lines: off, unused } = useCoupons(fee.total, { coupons, usedUp, dueOf }, rules, worth)
  return withMinimum([...fee.lines, ...off], add(fee.total, totalOf(off)), least, unused)
}

function withMinimum(lines: BillLine[], sum: Fen, least: Fen, unused: UnusedCoupon[]): StayFee {
  const total = atLeast(sum, least)
  if (total === sum) return { lines, total, unused }
  return { lines: [...lines, { kind: 'minimum', amount: subtract(total, sum) }], total, unused }
}

const atLeast = (amount: Fen, least: Fen): Fen => (amount === 0 || amount >= least ? amount : least)

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

const isoTime = (at: Instant): string => new Date(at).toISOString()

/**
 * Minutes in which a stay is charged: seconds are cut off at both ends, or a started minute counts.
 * @throws RangeError when it ends before it begins.
 */
export function stretchOf({ seconds = 'cut' }: Tariff, { entry, at }: Pick<Stayed, 'entry' | 'at'>): Stretch {
  if (at < entry) throw new RangeError(`a stay from ${isoTime(entry)} cannot end before, at ${isoTime(at)}`)
  const from = Math.floor(entry / MINUTE)
  const to = seconds === 'started' ? from + Math.ceil((at - entry) / MINUTE) : Math.floor(at / MINUTE)
  return { from, to }
}
