/** What an operator does with coupons: issue a batch, see how much of it is used, withdraw the rest. */
import type { BatchId, CouponCode, CouponState } from '../../../domain/coupon'
import type { CouponBatchDoc } from '../documents'
import type { Ports, Store } from '../ports'
import { issueCoupons, withdrawCoupons } from './issue-coupons'
import { BatchFaults, readBatch } from './read-batch'

/** As many new codes as fit into one call. */
const A_CALL = 200

export type Issued = { faults: readonly string[] } | { batch: CouponBatchDoc; codes: readonly CouponCode[] }

/** Issues the batch that a file describes, or a part of a large one: asked again, it goes on. */
export async function issueFromFile({ store, ids, now }: Ports, file: unknown): Promise<Issued> {
  try {
    const batch = readBatch(file, now())
    const unknown = await unknownLots(store, batch)
    if (unknown.length > 0) return { faults: unknown }
    return { batch, codes: await issueCoupons(store, batch, () => ids.bytes(12), A_CALL) }
  } catch (error) {
    if (error instanceof BatchFaults) return { faults: error.faults }
    throw error
  }
}

async function unknownLots(store: Store, { lots }: CouponBatchDoc): Promise<string[]> {
  const found = await Promise.all(lots.map((id) => store.get('lots', id)))
  return lots.flatMap((id, index) => (found[index] ? [] : [`$.lots[${index}]: no lot ${id}`]))
}

export interface BatchCount {
  batch: CouponBatchDoc
  counts: Readonly<Record<CouponState, number>>
}

/** undefined: no such batch. */
export async function countBatch({ store }: Ports, id: string): Promise<BatchCount | undefined> {
  const batch = await store.get('couponBatches', id)
  if (!batch) return undefined
  const count = (state: CouponState): Promise<number> => store.count('coupons', { batch: id as BatchId, state })
  const [issued, held, used, withdrawn] = await Promise.all([
    count('issued'),
    count('held'),
    count('used'),
    count('void'),
  ])
  return { batch, counts: { issued, held, used, void: withdrawn } }
}

/** Nobody can use what is left of it any more; a coupon that a payment holds at the moment may still be used by it. */
export async function withdrawBatch(ports: Ports, id: string): Promise<BatchCount | undefined> {
  const known = await countBatch(ports, id)
  if (!known) return undefined
  await withdrawCoupons(ports.store, known.batch)
  return countBatch(ports, id)
}
