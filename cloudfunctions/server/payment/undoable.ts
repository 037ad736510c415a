/** Whether a payment can still be taken back, by what is stored. */
import { refuseUndo, undoUntil, type OpenId, type UndoRefusal } from '../../../domain/payment'
import type { Instant } from '../../../domain/time'
import type { AttemptDoc, StayDoc } from '../documents'
import type { Reader } from '../ports'

interface Asked {
  by: OpenId
  now: Instant
  /** What happens in the lot is known here at once. */
  inTouch: boolean
}

export type Undo = { why: UndoRefusal; stay: StayDoc | null } | { why: undefined; stay: StayDoc }

/** `attempt` as it was when it was applied, or later: what counts of it is on the stay. */
export async function weighUndo(reader: Reader, attempt: AttemptDoc, { by, now, inTouch }: Asked): Promise<Undo> {
  const found = await reader.get('stays', attempt.stay)
  const stay = found?.id === attempt.stayId ? found : null
  const known = stay && {
    counts: stay.payments.some(({ orderNo }) => orderNo === attempt._id),
    isLatest: stay.payments.at(-1)?.orderNo === attempt._id,
    isLeaving: await isLeaving(reader, stay),
    undoneBefore: stay.undoneBy.includes(by),
  }
  const why = refuseUndo({ payment: attempt.payment, now, inTouch, stay: known })
  return why === undefined && stay ? { why, stay } : { why: why ?? 'car-left', stay }
}

/** It stands at an exit, or the barrier opens for it. One that backed out again stays. */
async function isLeaving(reader: Reader, { waitsAt }: StayDoc): Promise<boolean> {
  const visit = waitsAt && (await reader.get('laneVisits', waitsAt.visit))
  return !!visit && visit.state !== 'turnedBack'
}

/** undefined: it cannot be taken back, or nothing of it counts. Whether the lot is in touch is asked when it comes to it. */
export async function undoableUntil(
  reader: Reader,
  attempt: AttemptDoc,
  by: OpenId,
  now: Instant,
): Promise<Instant | undefined> {
  const { payment } = attempt
  if (payment.state !== 'applied' || now >= undoUntil(payment.paidAt)) return undefined
  const { why } = await weighUndo(reader, attempt, { by, now, inTouch: true })
  return why ? undefined : undoUntil(payment.paidAt)
}
