import type { LaneDecision, LotEvent, LotMessage } from '../../../domain/gate'
import type { Transaction } from '../ports'

/** Records what happened, inside the transaction that also notes the message as processed. */
export type Recorder = (tx: Transaction, message: LotMessage) => Promise<LaneDecision | undefined>

/** The lane is empty again, unless the next car is there already. */
export async function leaveLane(
  tx: Transaction,
  { lane, visit }: Extract<LotEvent, { lane: unknown; visit: unknown }>,
): Promise<undefined> {
  const doc = await tx.get('lanes', lane)
  if (doc?.visit === visit) await tx.update('lanes', lane, { visit: null })
}
