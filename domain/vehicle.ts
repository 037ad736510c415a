/** What stands behind a plate: the people who say it is theirs. */
import type { Plate, PlateColour } from './plate'
import type { Instant } from './time'

export const MOST_VEHICLES = 10

export interface Vehicle {
  plate: Plate
  colour: PlateColour
  isDefault: boolean
  addedAt: Instant
}

export type VehicleRefusal =
  /** This person has bound the plate already. */
  | 'vehicle-bound-already'
  /** Ten are bound. */
  | 'too-many-vehicles'

export function refuseBinding(vehicles: readonly Vehicle[], plate: Plate): VehicleRefusal | undefined {
  if (vehicles.some((vehicle) => vehicle.plate === plate)) return 'vehicle-bound-already'
  return vehicles.length >= MOST_VEHICLES ? 'too-many-vehicles' : undefined
}

/** Default first, then the oldest. */
export const inOrder = <Bound extends Vehicle>(vehicles: readonly Bound[]): Bound[] =>
  [...vehicles].sort((a, b) => Number(b.isDefault) - Number(a.isDefault) || a.addedAt - b.addedAt)
