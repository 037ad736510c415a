/** Bills of one plan, in March 2026, when the 2nd is a Monday. */
import { fen } from '../../../domain/money'
import { bill, type Bill } from '../../../domain/tariff/bill'
import type { BillLine } from '../../../domain/tariff/line'
import type { Band, Plan, VehicleClass } from '../../../domain/tariff/tariff'
import { minutes, readInstant, type Instant } from '../../../domain/time'
import { publishedTariff } from './published'

/** 02T10:00 */
export const at = (clock: string): Instant => readInstant(`2026-03-${clock}:00+08:00`)

export type Times = readonly [entry: string, exit: string]

export const CAR: VehicleClass = { name: '小型车', plan: 'car' }

export function billed(plan: Plan, [entry, exit]: Times, car = CAR): Bill {
  const list = { ...publishedTariff('syn-mall-a'), plans: { car: plan }, classes: { car }, defaultClass: 'car' }
  return bill(list, { entry: at(entry), at: at(exit) })
}

export const linesOf = (plan: Plan, times: Times, car = CAR): BillLine[] => billed(plan, times, car).lines

export const byTheHour = (price: number, rest: Partial<Band> = {}): Pick<Plan, 'periods'> => ({
  periods: [{ name: '停车', ladder: [{ unit: minutes(60), price: fen(price), ...rest }] }],
})
