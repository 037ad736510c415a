/** A tariff made ready to be charged by: defaults filled in, days cut into cells, fractions of a fen given room. Kept per tariff. */
import type { Zone } from '../time'
import { cellsOf, type CellsOfDay } from './day-cells'
import { daysOf, type Days } from './days'
import type { Plan, RoundMoney, Tariff, VehicleClass } from './tariff'

export interface ReadyPlan {
  plan: Plan
  zone: Zone
  days: Days
  cells: CellsOfDay
  /** One period without clock and days. */
  timeless: boolean
  /** What cuts a period's pieces and units; time that is in no period, as the whole plan is. */
  cuts(period: number): Cuts
  /** Which periods have no clock. */
  clockless: readonly boolean[]
  /** Amounts are counted in parts of a fen, so many to the fen, so that shares by the minute stay exact. */
  parts: number
  /** Whether this visit has free time. */
  freeTime: boolean
  /** Factor of the vehicle's class on prices, and on caps. */
  factor: number
  capFactor: number
  rounding: RoundMoney
  seconds: 'cut' | 'started'
}

/** What ends a piece or unit besides its period: a new block, midnight. */
export interface Cuts {
  block: boolean
  day: boolean
}

export interface ReadyTariff {
  tariff: Tariff
  days: Days
  plan(name: string, vehicle: VehicleClass): ReadyPlan
}

const kept = new WeakMap<Tariff, ReadyTariff>()

export function ready(tariff: Tariff): ReadyTariff {
  const known = kept.get(tariff)
  if (known) return known
  const made = makeReady(tariff)
  kept.set(tariff, made)
  return made
}

function makeReady(tariff: Tariff): ReadyTariff {
  const days = daysOf(tariff)
  const plans = new Map<VehicleClass, Map<string, ReadyPlan>>()
  return {
    tariff,
    days,
    plan(name, vehicle) {
      const known = plans.get(vehicle)?.get(name)
      if (known) return known
      const made = readyPlan(tariff, name, vehicle, days)
      plans.set(vehicle, new Map(plans.get(vehicle)).set(name, made))
      return made
    },
  }
}

const TO_THE_FEN = { mode: 'halfUp', step: 1 } as RoundMoney

function readyPlan(tariff: Tariff, name: string, vehicle: VehicleClass, days: Days): ReadyPlan {
  const plan = tariff.plans[name]
  if (!plan) throw new RangeError(`tariff ${tariff.id} has no plan ${name}`)
  const { by, caps, when } = vehicle.multiplier ?? { by: 1, caps: true }
  const factor = when === 'afterRounding' ? 1 : by
  return {
    ...{ plan, days, zone: tariff.zone, cells: cellsOf(plan, days), freeTime: true },
    timeless: isTimeless(plan),
    cuts: cutsOf(plan),
    clockless: plan.periods.map(({ from, to }) => from === undefined && to === undefined),
    parts: (Number.isInteger(factor) ? 1 : 100) * proratedUnits(plan).reduce(lcm, 1),
    factor,
    capFactor: caps ? factor : 1,
    rounding: plan.roundMoney ?? tariff.roundMoney ?? TO_THE_FEN,
    seconds: tariff.seconds ?? 'cut',
  }
}

const isTimeless = (plan: Plan): boolean =>
  plan.periods.length === 1 &&
  plan.periods.every(({ from, to, days }) => from === undefined && to === undefined && days === undefined) &&
  !cutsOf(plan)(0).day

function cutsOf({ periods, blocks, counter }: Plan): (period: number) => Cuts {
  const block = blocks?.cut !== false
  const day = counter === 'calendarDay'
  const elsewhere: Cuts = { block, day }
  const inside = periods.map((period): Cuts => ({
    block: period.cut ?? block,
    day: day || ('flat' in period && period.per === 'calendarDay'),
  }))
  return (period) => inside[period] ?? elsewhere
}

function proratedUnits({ periods, longStay }: Plan): number[] {
  const ladders = [...periods.map((period) => ('ladder' in period ? period.ladder : [])), longStay?.ladder ?? []]
  return ladders.flat().flatMap(({ round, unit }) => (round === 'prorata' ? [unit] : []))
}

function lcm(one: number, other: number): number {
  let [a, b] = [one, other]
  while (b > 0) [a, b] = [b, a % b]
  return (one / a) * other
}
