import type { Calls, VehicleView } from '../../../domain/contract'
import type { OpenId } from '../../../domain/payment'
import { usualColour } from '../../../domain/plate'
import { refuseBinding } from '../../../domain/vehicle'
import type { VehicleDoc } from '../documents'
import { AlreadyExists, type Ports } from '../ports'
import { refuseIf, Refused } from '../refused'
import { plateOf, vehicleId, vehiclesOf, vehicleViews } from './vehicles'

/** Binds a plate to the asker. The first becomes the default. */
export async function addVehicle(
  { store, now }: Ports,
  by: OpenId,
  ask: Calls['vehicles.add']['ask'],
): Promise<VehicleView[]> {
  const plate = plateOf(ask.plate)
  const bound = await vehiclesOf(store, by)
  refuseIf(refuseBinding(bound, plate))
  const vehicle: VehicleDoc = {
    _id: vehicleId(by, plate),
    owner: by,
    plate,
    colour: ask.colour ?? usualColour(plate),
    isDefault: bound.length === 0,
    addedAt: now(),
  }
  await store.insert('vehicles', vehicle).catch(boundMeanwhile)
  return vehicleViews([...bound, vehicle])
}

function boundMeanwhile(error: unknown): never {
  throw error instanceof AlreadyExists ? new Refused('vehicle-bound-already') : error
}
