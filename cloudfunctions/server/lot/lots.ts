import type { LotView } from '../../../domain/contract'
import type { LotId } from '../../../domain/stay'
import type { Tariff } from '../../../domain/tariff/tariff'
import { offsetAt, type Instant } from '../../../domain/time'
import type { LotDoc } from '../documents'
import type { Reader } from '../ports'

/** @throws Error when the lot does not exist: what points to it was written by us. */
export async function loadLot(store: Reader, id: LotId): Promise<LotDoc> {
  const lot = await store.get('lots', id)
  if (!lot) throw new Error(`no lot ${id}`)
  return lot
}

const tariffs = new WeakMap<Reader, Map<string, Tariff>>()

/** A tariff's document never changes, so an instance may keep it. */
export async function loadTariff(store: Reader, lot: LotDoc): Promise<Tariff> {
  const kept = tariffs.get(store) ?? new Map<string, Tariff>()
  tariffs.set(store, kept)
  const known = kept.get(lot.tariff)
  if (known) return known
  const doc = await store.get('tariffs', lot.tariff)
  if (!doc) throw new Error(`lot ${lot._id} names tariff ${lot.tariff}, which does not exist`)
  kept.set(lot.tariff, doc.tariff)
  return doc.tariff
}

export const lotView = (lot: LotDoc, now: Instant): LotView => ({
  id: lot._id,
  name: lot.name,
  offset: offsetAt(now, lot.zone),
  phone: lot.phone,
})
