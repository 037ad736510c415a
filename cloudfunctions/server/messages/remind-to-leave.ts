import type { Calls } from '../../../domain/contract'
import { warningTime, type OpenId, type OrderNo } from '../../../domain/payment'
import type { Effect } from '../documents'
import { effectId } from '../effects/effects'
import type { Ports } from '../ports'
import { Refused } from '../refused'

/** Lists the warning that the payer has just allowed; `sweep` sends it when its time comes. */
export async function remindToLeave(
  { store, now }: Ports,
  by: OpenId,
  ask: Calls['payment.remind']['ask'],
): Promise<Calls['payment.remind']['answer']> {
  const attempt = await store.get('payAttempts', ask.orderNo as OrderNo)
  if (!attempt || attempt.payer !== by || attempt.leaveBy === null) throw new Refused('not-found')
  const at = warningTime(attempt.leaveBy, now())
  if (at === undefined) return { at: null }
  const effect: Effect = { do: 'warn', orderNo: attempt._id }
  await store.put('outbox', { _id: effectId(effect), effect, state: 'due', dueAt: at, tries: 0 })
  return { at }
}
