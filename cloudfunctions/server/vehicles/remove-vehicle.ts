import type { Calls, VehicleView } from '../../../domain/contract'
import type { OpenId } from '../../../domain/payment'
import type { Ports } from '../ports'
import { plateOf, vehicleId, vehiclesOf, vehicleViews } from './vehicles'

/** Unbinds a plate; the oldest that remains becomes the default if the default went. */
export async function removeVehicle(
  { store }: Ports,
  by: OpenId,
  ask: Calls['vehicles.remove']['ask'],
): Promise<VehicleView[]> {
  await store.remove('vehicles', vehicleId(by, plateOf(ask.plate)))
  const [first, ...others] = await vehiclesOf(store, by)
  if (!first) return []
  if (!first.isDefault) await store.update('vehicles', first._id, { isDefault: true })
  return vehicleViews([{ ...first, isDefault: true }, ...others])
}
