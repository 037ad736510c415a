import type { VehicleView } from '../../../domain/contract'
import type { OpenId } from '../../../domain/payment'
import { readPlate, type Plate } from '../../../domain/plate'
import { inOrder, MOST_VEHICLES } from '../../../domain/vehicle'
import type { VehicleDoc } from '../documents'
import type { Store } from '../ports'
import { Refused } from '../refused'

export const vehicleId = (owner: OpenId, plate: Plate): string => `${owner}:${plate}`

/** Default first, then the oldest. There is always one default: a half-finished change leaves none, a race leaves two. */
export async function vehiclesOf(store: Store, owner: OpenId): Promise<VehicleDoc[]> {
  const docs = await store.find('vehicles', { owner }, { limit: MOST_VEHICLES })
  return inOrder(docs).map((vehicle, place) => ({ ...vehicle, isDefault: place === 0 }))
}

export const vehicleViews = (vehicles: readonly VehicleDoc[]): VehicleView[] =>
  vehicles.map(({ plate, colour, isDefault }) => ({ plate, colour, isDefault }))

/** @throws Refused not-a-plate */
export function plateOf(text: string): Plate {
  const plate = readPlate(text)
  if (!plate) throw new Refused('not-a-plate')
  return plate
}
