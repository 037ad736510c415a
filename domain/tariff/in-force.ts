/** Which version of a lot's tariff a stay is charged by. */
import { offsetAt, wallClock, type Instant } from '../time'
import type { Tariff } from './tariff'

/** The first that is in force at the entry or, where it says so, at the exit; undefined when there is none. */
export const inForce = (
  versions: readonly Tariff[],
  { entry, exit }: { entry: Instant; exit: Instant },
): Tariff | undefined => versions.find((tariff) => isInForce(tariff, tariff.effective?.by === 'exit' ? exit : entry))

function isInForce({ effective = {}, zone }: Tariff, at: Instant): boolean {
  const { date } = wallClock(at, offsetAt(at, zone))
  return (effective.from === undefined || effective.from <= date) && (effective.to === undefined || date < effective.to)
}
