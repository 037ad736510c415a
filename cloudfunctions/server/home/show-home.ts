import type { CarState, HomeView } from '../../../domain/contract'
import type { OpenId } from '../../../domain/payment'
import type { LotId } from '../../../domain/stay'
import type { LotDoc, StayDoc, VehicleDoc } from '../documents'
import { priceStay } from '../billing/price-stay'
import { ownCar } from '../lot/cars'
import { loadLot, lotView } from '../lot/lots'
import type { Ports, Store } from '../ports'
import { vehiclesOf } from '../vehicles/vehicles'

/** The first screen: the default car, then what else of the asker's is inside. */
export async function showHome(ports: Ports, by: OpenId): Promise<HomeView> {
  const { store } = ports
  const [vehicles, unplated] = await Promise.all([
    vehiclesOf(store, by),
    store.find('stays', { owner: by, state: 'inside' }, { limit: 5 }),
  ])
  const stays = await staysOf(store, vehicles)
  const states = await statesOf(ports, [...stays, ...unplated])
  const bound = vehicles.flatMap((vehicle) => carsOfVehicle(vehicle, stays, states))
  return { cars: [...bound, ...unplated.map((stay) => ({ car: ownCar(stay.car), ...stateOf(states, stay) }))] }
}

async function staysOf(store: Store, vehicles: readonly VehicleDoc[]): Promise<StayDoc[]> {
  if (vehicles.length === 0) return []
  const plates = vehicles.map(({ plate }) => plate)
  return store.find('stays', { plate: { in: plates }, state: 'inside' }, { limit: 20 })
}

/** The default vehicle is shown wherever it is, the others only while they are inside. */
function carsOfVehicle(
  vehicle: VehicleDoc,
  stays: readonly StayDoc[],
  states: ReadonlyMap<string, CarState>,
): HomeView['cars'] {
  const car = ownCar({ plate: vehicle.plate, colour: vehicle.colour })
  const inside = stays.filter(({ plate }) => plate === vehicle.plate)
  if (inside.length === 0) return vehicle.isDefault ? [{ car, state: 'away' }] : []
  return inside.map((stay) => ({ car, ...stateOf(states, stay) }))
}

const stateOf = (states: ReadonlyMap<string, CarState>, stay: StayDoc): CarState =>
  states.get(stay._id) ?? { state: 'away' }

async function statesOf(ports: Ports, stays: readonly StayDoc[]): Promise<Map<string, CarState>> {
  const lots = new Map<LotId, LotDoc>()
  for (const id of new Set(stays.map(({ lot }) => lot))) lots.set(id, await loadLot(ports.store, id))
  const states = new Map<string, CarState>()
  for (const stay of stays) states.set(stay._id, await carState(ports, stay, lots.get(stay.lot) as LotDoc))
  return states
}

async function carState(ports: Ports, stay: StayDoc, lot: LotDoc): Promise<CarState> {
  const now = ports.now()
  const place = { stay: stay.id, lot: lotView(lot, now), enteredAt: stay.enteredAt }
  const priced = await priceStay(ports, { stay, lot }, now)
  if (!priced) return { state: 'unpriced', ...place }
  const { due, leaveBy } = priced.bill
  return leaveBy === undefined ? { state: 'inside', ...place, due } : { state: 'paid', ...place, leaveBy }
}
