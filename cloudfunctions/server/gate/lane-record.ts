import type { LaneDecision, LotEvent, LotMessage, VisitId } from '../../../domain/gate'
import type { LanePlace, VisitDoc } from '../documents'
import type { Transaction } from '../ports'

/** Records what happened, inside the transaction that also notes the message as processed. */
export type Recorder = (tx: Transaction, message: LotMessage) => Promise<LaneDecision | undefined>

/** The lane is empty again, unless the next car is there already. */
export async function leaveLane(
  tx: Transaction,
  { lot }: LotMessage,
  { lane, visit }: Extract<LotEvent, { lane: unknown; visit: unknown }>,
): Promise<undefined> {
  const doc = await tx.get('lanes', lane)
  if (doc?.lot === lot && doc.visit === visit) await tx.update('lanes', lane, { visit: null })
}

/** The visit, if it is the speaking lot's own: a lot says nothing about another's cars. */
export async function ownVisit(tx: Transaction, { lot }: LotMessage, id: VisitId): Promise<VisitDoc | undefined> {
  const visit = await tx.get('laneVisits', id)
  return visit?.lot === lot ? visit : undefined
}

export const placeOf = ({ _id: visit, lane, seenAt: since }: VisitDoc): LanePlace => ({ visit, lane, since })
