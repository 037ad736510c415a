/** What an operator does with coupons: issue a batch, see how much of it is used, withdraw the rest. */
import type { BatchId, CouponCode, CouponState } from '../../../domain/coupon'
import type { CouponBatchDoc } from '../documents'
import type { Ports, Store } from '../ports'
import { issueCoupons, IssueRefused, type IssueRefusal } from './issue-coupons'
import { BatchFaults, readBatch } from './read-batch'

/** As many new codes as fit into one call. */
const A_CALL = 200

export type Issued =
  | { faults: readonly string[] }
  /** In words for the operator. */
  | { refused: string }
  | { batch: CouponBatchDoc; codes: readonly CouponCode[] }

const REFUSALS: Readonly<Record<IssueRefusal, string>> = {
  'other-terms': '这个批次号已经用过，条件不一样。已发行的批次不能更改，请换一个批次号。',
  withdrawn: '这一批已经作废，不能再发行。请换一个批次号。',
}

/** Issues the batch that a file describes, or a part of a large one: asked again, it goes on. */
export async function issueFromFile({ store, ids, now }: Ports, file: unknown): Promise<Issued> {
  try {
    const batch = readBatch(file, now())
    const unknown = await unknownLots(store, batch)
    if (unknown.length > 0) return { faults: unknown }
    return { batch, codes: await issueCoupons(store, batch, () => ids.bytes(12), A_CALL) }
  } catch (error) {
    if (error instanceof BatchFaults) return { faults: error.faults }
    if (error instanceof IssueRefused) return { refused: REFUSALS[error.why] }
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
  const [issued, held, used] = await Promise.all([count('issued'), count('held'), count('used')])
  return { batch, counts: { issued, held, used } }
}

/**
 * No bill is made with a coupon of it any more, whatever becomes of the coupon. Withdrawing it again changes nothing. A bill
 * made before keeps its price, and a payment begun before counts.
 */
export async function withdrawBatch(ports: Ports, id: string): Promise<BatchCount | undefined> {
  await ports.store.updateIf('couponBatches', id, { withdrawnAt: null }, { withdrawnAt: ports.now() })
  return countBatch(ports, id)
}
