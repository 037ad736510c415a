import type { Calls, VehicleView } from '../../../domain/contract'
import type { OpenId } from '../../../domain/payment'
import type { Ports } from '../ports'
import { Refused } from '../refused'
import { plateOf, vehicleId, vehiclesOf, vehicleViews } from './vehicles'

/** Makes one of the asker's vehicles the one that screens open with. */
export async function makeDefault(
  { store }: Ports,
  by: OpenId,
  ask: Calls['vehicles.makeDefault']['ask'],
): Promise<VehicleView[]> {
  const chosen = vehicleId(by, plateOf(ask.plate))
  const vehicles = await vehiclesOf(store, by)
  if (!vehicles.some(({ _id }) => _id === chosen)) throw new Refused('not-found')
  const changed = vehicles.filter(({ _id, isDefault }) => isDefault !== (_id === chosen)).map(({ _id }) => _id)
  await store.transaction(async (tx) => {
    for (const id of changed.sort()) await tx.update('vehicles', id, { isDefault: id === chosen })
  })
  return vehicleViews(await vehiclesOf(store, by))
}
