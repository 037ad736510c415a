/**
 * What a stay costs, found by walking it minute by minute: slow, and independent of the engine, which never looks at a
 * minute. Amounts are exact fractions of a fen. It knows no coupons, payments, calendars or several visits.
 */
import type { Plan, RoundMoney, Tariff, VehicleClass } from '../../../../domain/tariff/tariff'
import { MINUTE, type Instant } from '../../../../domain/time'
import { capped } from './caps'
import { chargesOf, climbed, PARTS, type Price } from './charges'
import { isShort, minutesOf, type Minute, type PlannedStay } from './minutes'
import { normalOffered, productPrice } from './products'

export function walkedFee(tariff: Tariff, entry: Instant, exit: Instant): number {
  const vehicle = tariff.classes[tariff.defaultClass]
  const plan = tariff.plans[vehicle?.plan ?? '']
  if (!vehicle || !plan) throw new Error('no plan')
  const [from, to] = [Math.floor(entry / MINUTE), Math.floor(exit / MINUTE)]
  const stay: PlannedStay = { plan, zone: tariff.zone, entry: from, exit: to, freeTime: true }
  const total = rounded(exactFee(stay, factorsOf(vehicle)), plan.roundMoney ?? tariff.roundMoney)
  return settledFor(vehicle, total)
}

/** Hundredths of prices and of caps. */
interface Factors {
  prices: number
  caps: number
}

const hundredths = ({ multiplier }: VehicleClass): number => Math.round((multiplier?.by ?? 1) * 100)

function factorsOf(vehicle: VehicleClass): Factors {
  const prices = vehicle.multiplier?.when === 'afterRounding' ? 100 : hundredths(vehicle)
  return { prices, caps: vehicle.multiplier?.caps === false ? 100 : prices }
}

function rounded(exact: number, { mode, step }: RoundMoney = { mode: 'halfUp', step: 1 as never }): number {
  const [size, rest] = [PARTS * step, exact % (PARTS * step)]
  const up = { halfUp: 2 * rest >= size, down: false, up: rest > 0 }[mode]
  return ((exact - rest) / size + Number(up)) * step
}

function settledFor(vehicle: VehicleClass, total: number): number {
  const late =
    vehicle.multiplier?.when === 'afterRounding' ? Math.floor((total * hundredths(vehicle) + 50) / 100) : total
  return Math.max(0, late - (vehicle.minus ?? 0)) + (total > 0 ? (vehicle.plus ?? 0) : 0)
}

function exactFee(stay: PlannedStay, factors: Factors): number {
  const { free, zeroStay = 0, waiveFirst } = stay.plan
  const length = stay.exit - stay.entry
  if (length === 0) return (zeroStay * PARTS * factors.prices) / 100
  if (free?.mode === 'threshold' && free.renew !== 'block' && isShort(stay, length)) return 0
  if (waiveFirst === undefined) return chosen(stay, factors)
  const first = firstPart(stay, waiveFirst)
  if (stay.plan.waiveWhen !== 'beforeCaps') {
    const whole = chosen(stay, factors)
    return whole - Math.min(whole, chosen(first, factors))
  }
  const waived = pricesOf(first, factors)
  const left = capped(stay.plan, pricesOf(stay, factors), factors.caps, waived)
  return (
    left -
    Math.min(
      left,
      waived.reduce((sum, { exact }) => sum + exact, 0),
    )
  )
}

/** The first charged minutes. That the stay is longer than a threshold is known already. */
function firstPart(stay: PlannedStay, length: number): PlannedStay {
  const { free } = stay.plan
  const charged = stay.entry + (free?.mode === 'deduct' ? free.minutes : 0)
  return { ...stay, exit: Math.min(stay.exit, charged + length), freeTime: false }
}

/** Products against the normal calculation: the first that fits, or the cheapest. */
function chosen(stay: PlannedStay, factors: Factors): number {
  const { products = [], choose } = stay.plan
  const offers = products
    .map((product) => productPrice(product, stay))
    .filter((price) => price !== undefined)
    .map((price) => (price * PARTS * factors.prices) / 100)
  const [first] = offers
  if (first === undefined) return normal(stay, factors)
  if (choose !== 'min') return first
  return Math.min(...offers, normalOffered(stay) ? normal(stay, factors) : Infinity)
}

function normal(stay: PlannedStay, factors: Factors): number {
  const { longStay } = stay.plan
  if (longStay && stay.exit - stay.entry > longStay.after) return (longPrice(stay, longStay) / 100) * factors.prices
  return capped(stay.plan, pricesOf(stay, factors), factors.caps)
}

function longPrice(stay: PlannedStay, { after, base, ladder }: NonNullable<Plan['longStay']>): number {
  const minute: Minute = { at: 0, date: 0, clock: 0, what: 'window', instance: '', block: 0 }
  const beyond = Array<Minute>(stay.exit - stay.entry - after).fill(minute)
  return base * PARTS + climbed(ladder, beyond)
}

const pricesOf = (stay: PlannedStay, factors: Factors): Price[] =>
  chargesOf(stay.plan, minutesOf(stay)).map(({ minute, exact }) => ({ minute, exact: (exact * factors.prices) / 100 }))
