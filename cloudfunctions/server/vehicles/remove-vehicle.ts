import type { Calls, VehicleView } from '../../../domain/contract'
import type { OpenId } from '../../../domain/payment'
import type { Ports } from '../ports'
import { plateOf, vehicleId, vehiclesOf, vehicleViews } from './vehicles'

/** Unbinds a plate; if it was the default, the oldest that remains is the default from now on. */
export async function removeVehicle(
  { store }: Ports,
  by: OpenId,
  ask: Calls['vehicles.remove']['ask'],
): Promise<VehicleView[]> {
  await store.remove('vehicles', vehicleId(by, plateOf(ask.plate)))
  return vehicleViews(await vehiclesOf(store, by))
}
