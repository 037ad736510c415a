import type { VehicleView } from '../../../domain/contract'
import type { OpenId } from '../../../domain/payment'
import type { Ports } from '../ports'
import { vehiclesOf, vehicleViews } from './vehicles'

export const listVehicles = async ({ store }: Ports, by: OpenId): Promise<VehicleView[]> =>
  vehicleViews(await vehiclesOf(store, by))
