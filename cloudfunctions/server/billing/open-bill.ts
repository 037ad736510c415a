import type { BillView, Calls } from '../../../domain/contract'
import type { OpenId } from '../../../domain/payment'
import type { StayId } from '../../../domain/stay'
import type { StayDoc } from '../documents'
import { loadLot } from '../lot/lots'
import type { Ports, Store } from '../ports'
import { Refused } from '../refused'
import { vehicleId } from '../vehicles/vehicles'
import { priceStay, quote } from './price-stay'

/** The bill of a stay that is the asker's: a bound vehicle, or a car they let in themselves. */
export async function openBill(ports: Ports, by: OpenId, ask: Calls['bill.open']['ask']): Promise<BillView> {
  const { store, now } = ports
  const [stay] = await store.find('stays', { id: ask.stay as StayId }, { limit: 1 })
  if (!stay || !(await isOwn(store, by, stay))) throw new Refused('not-found')
  if (stay.state === 'left') throw new Refused('stay-over')
  const lot = await loadLot(store, stay.lot)
  const priced = await priceStay(ports, { stay, lot }, now())
  if (!priced) throw new Refused('no-price')
  return quote(ports, by, { ...priced, at: null })
}

async function isOwn(store: Store, by: OpenId, stay: StayDoc): Promise<boolean> {
  if (stay.owner === by) return true
  return stay.plate !== null && (await store.get('vehicles', vehicleId(by, stay.plate))) !== undefined
}
