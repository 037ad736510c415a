/** Climbing a ladder: which units, at which price, a piece of so many minutes takes from a position on. */
import type { Band } from './tariff'

export interface Step {
  band: Band
  /** Minutes from the piece's start. */
  from: number
  to: number
  units: number
}

export interface Climb {
  steps: Step[]
  /** Where the last charged unit ends on the ladder. */
  position: number
}

/** `exclusive`: a piece of exactly `to` minutes has left its band, as if it were a minute longer. */
export function climb(ladder: readonly Band[], start: number, length: number, exclusive: boolean): Climb {
  const steps: Step[] = []
  const reach = start + length + (exclusive ? 1 : 0)
  let position = start
  for (const band of ladder) {
    const end = band.to ?? Infinity
    if (position >= end) continue
    if (position >= reach) break
    const units = reach < end ? unitsOf(band, reach - position) : wholeUnits(band, end - position)
    steps.push({ band, from: position - start, to: Math.min(end, start + length) - start, units })
    position = reach < end && band.round !== 'prorata' ? position + units * band.unit : Math.min(end, reach)
    if (reach <= end) return { steps, position: Math.min(position, end) }
  }
  return { steps, position }
}

/** Units of a band that is used up: the last one may be cut at its end. */
const wholeUnits = (band: Band, length: number): number =>
  band.round === 'prorata' ? length / band.unit : Math.ceil(length / band.unit)

/** Units of the band in which the piece ends. */
export function unitsOf(band: Band, length: number): number {
  if (band.round === 'prorata') return length / band.unit
  const whole = Math.floor(length / band.unit)
  return length - whole * band.unit > toleranceOf(band) ? whole + 1 : whole
}

/** Minutes of a last unit that are not charged yet. */
export const toleranceOf = (band: Band): number => (band.round === 'down' ? band.unit - 1 : (band.tolerance ?? 0))
