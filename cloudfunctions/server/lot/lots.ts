import type { LotView } from '../../../domain/contract'
import type { LotId } from '../../../domain/stay'
import { offsetAt, type Instant } from '../../../domain/time'
import type { LotDoc } from '../documents'
import type { Reader } from '../ports'

/** @throws Error when the lot does not exist: what points to it was written by us. */
export async function loadLot(store: Reader, id: LotId): Promise<LotDoc> {
  const lot = await store.get('lots', id)
  if (!lot) throw new Error(`no lot ${id}`)
  return lot
}

export const lotView = (lot: LotDoc, now: Instant): LotView => ({
  id: lot._id,
  name: lot.name,
  offset: offsetAt(now, lot.zone),
  phone: lot.phone,
})
