/** Whether a payment can still be taken back, by what is stored. */
import { refuseUndo, undoUntil, type OpenId, type UndoRefusal } from '../../../domain/payment'
import type { Instant } from '../../../domain/time'
import type { AttemptDoc, StayDoc } from '../documents'
import type { Reader } from '../ports'

export type Undo = { why: UndoRefusal; stay: StayDoc | null } | { why: undefined; stay: StayDoc }

export async function weighUndo(reader: Reader, attempt: AttemptDoc, by: OpenId, now: Instant): Promise<Undo> {
  const found = await reader.get('stays', attempt.stay)
  const stay = found?.id === attempt.stayId ? found : null
  const known = stay && {
    isLatest: stay.payments.at(-1)?.orderNo === attempt._id,
    isLeaving: await isLeaving(reader, stay),
    undoneBefore: stay.undoneBy.includes(by),
  }
  const why = refuseUndo({ payment: attempt.payment, now, stay: known })
  return why === undefined && stay ? { why, stay } : { why: why ?? 'car-left', stay }
}

/** It stands at an exit, or the barrier opens for it. One that backed out again stays. */
async function isLeaving(reader: Reader, { waitsAt }: StayDoc): Promise<boolean> {
  const visit = waitsAt && (await reader.get('laneVisits', waitsAt.visit))
  return !!visit && visit.state !== 'turnedBack'
}

/** undefined: it cannot be taken back, or nothing of it counts. */
export async function undoableUntil(
  reader: Reader,
  attempt: AttemptDoc,
  by: OpenId,
  now: Instant,
): Promise<Instant | undefined> {
  const { payment } = attempt
  if (payment.state !== 'applied' || now >= undoUntil(payment.paidAt)) return undefined
  const { why } = await weighUndo(reader, attempt, by, now)
  return why ? undefined : undoUntil(payment.paidAt)
}
