import { simulateDays } from '../simulation/run'
import type { Figure } from './figure'

/** Enough that the first days, which are slower, do not count. */
const DAYS = 200

/** How fast whole days of a lot are lived through on virtual time, and that every rule held in them. */
export async function bench(): Promise<Figure[]> {
  await simulateDays(20)
  const { daysPerMinute, failed } = await simulateDays(DAYS)
  if (failed[0]) throw new Error(`seed ${failed[0].seed}: ${failed[0].problem}`)
  return [{ name: 'simulation.days', value: daysPerMinute, unit: '1/min', budget: 500, better: 'higher', days: DAYS }]
}
