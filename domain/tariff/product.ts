/** Prices for a whole stay that are offered when its entry and exit lie in given windows. */
import { DAY_MINUTES, MINUTE, offsetAt, type Instant } from '../time'
import { clockMinutes } from './clock'
import type { SpanLine } from './charges'
import { instantOf, ZERO } from './meter'
import type { ReadyPlan } from './ready'
import type { Stretch } from './spans'
import type { Edge, Plan, Product } from './tariff'
import type { MinuteNumber } from './wall-clock'

export interface Offer {
  line: SpanLine
  /** Fen, before the vehicle's factor. */
  price: number
}

/** Entry and exit on the wall clock, in minutes since 1970-01-01 00:00 there. */
interface LocalStay {
  entry: number
  exit: number
  length: number
}

export function offersFor(ready: ReadyPlan, stay: Stretch): Offer[] {
  const { products = [] } = ready.plan
  if (products.length === 0) return []
  const local = localStay(ready, stay)
  return products.filter((product) => fits(ready, product, local)).map((product) => offerOf(product, stay, local))
}

const local = ({ zone }: ReadyPlan, at: MinuteNumber): number => at + offsetAt((at * MINUTE) as Instant, zone)

const localStay = (ready: ReadyPlan, { from, to }: Stretch): LocalStay => ({
  entry: local(ready, from),
  exit: local(ready, to),
  length: to - from,
})

const dayOf = (localMinute: number): number => Math.floor(localMinute / DAY_MINUTES)

function fits({ days }: ReadyPlan, product: Product, stay: LocalStay): boolean {
  const { minMinutes = 0, maxMinutes = Infinity } = product
  if (stay.length < minMinutes || stay.length > maxMinutes) return false
  const reach = product.entry?.to?.day ?? 0
  const latest = dayOf(stay.entry) - (product.entry?.from?.day ?? 0)
  for (let day = latest; day >= dayOf(stay.entry) - reach - 1; day -= 1)
    if (days.fits(product.days, day) && enters(product, stay, day) && exits(product, stay, day)) return true
  return false
}

const DAY_START: Edge = { at: '00:00' }
const DAY_END: Edge = { at: '24:00' }

const enters = ({ entry }: Product, stay: LocalStay, day: number): boolean =>
  isAfter(entry?.from ?? DAY_START, stay.entry, day) && isBefore(entry?.to ?? DAY_END, stay.entry, day)

const exits = ({ exit }: Product, stay: LocalStay, day: number): boolean =>
  (!exit?.from || isAfter(exit.from, stay.exit, day)) && (!exit?.to || isBefore(exit.to, stay.exit, day))

const edgeOn = ({ at, day: later = 0 }: Edge, day: number): number => (day + later) * DAY_MINUTES + clockMinutes(at)

const isAfter = (edge: Edge, at: number, day: number): boolean =>
  edge.inclusive === false ? at > edgeOn(edge, day) : at >= edgeOn(edge, day)

const isBefore = (edge: Edge, at: number, day: number): boolean =>
  edge.inclusive ? at <= edgeOn(edge, day) : at < edgeOn(edge, day)

function offerOf(product: Product, { from, to }: Stretch, stay: LocalStay): Offer {
  const span = { product: product.name, from: instantOf(from), to: instantOf(to), amount: ZERO }
  if (!product.perDate) return { line: { kind: 'product', ...span }, price: product.price }
  const last = product.perDate === 'exitIncluded' ? stay.exit : stay.exit - 1
  const dates = dayOf(last) - dayOf(stay.entry) + 1
  return { line: { kind: 'product', ...span, dates }, price: product.price * dates }
}

/** Whether the calculation by periods is offered beside products. */
export function normalOffered(ready: ReadyPlan, stay: Stretch): boolean {
  const { maxMinutes, sameDay, notOnDays }: NonNullable<Plan['normalOnlyIf']> = ready.plan.normalOnlyIf ?? {}
  const { entry, exit, length } = localStay(ready, stay)
  if (maxMinutes !== undefined && length > maxMinutes) return false
  if (sameDay && dayOf(exit) !== dayOf(entry)) return false
  return !notOnDays || !ready.days.fits(notOnDays, dayOf(entry))
}
