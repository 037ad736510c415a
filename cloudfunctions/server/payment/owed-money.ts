/** Money that is to go back and has not yet: when a person is told. */
import { isStuck, type OrderNo } from '../../../domain/payment'
import { BANKS_TAKE_DAYS } from '../../../domain/reconciliation/owed'
import { after, DAY_MINUTES, minutes, type Instant } from '../../../domain/time'
import type { AttemptDoc, OutboxDoc } from '../documents'
import { PayFailed, type Change, type Ports } from '../ports'

const A_DAY = minutes(DAY_MINUTES)
const BANKS_TAKE = minutes(BANKS_TAKE_DAYS * DAY_MINUTES)

/**
 * After a try that has not ended it. What WeChat Pay refuses outright (an empty account, a permission that is missing) no
 * repetition mends, so it is told at once, and once; what is owed for too long is told once a day.
 * @returns what is to be kept of it.
 */
export async function watchOwed(
  { store, log, now }: Ports,
  orderNo: OrderNo,
  before: OutboxDoc | undefined,
  error: unknown,
): Promise<Change<OutboxDoc>> {
  const refusal = refusalAfter(before?.refusal, error)
  if (refusal !== undefined && before?.refusal === undefined) {
    log.alarm('WeChat Pay refuses a refund', { orderNo, refusal })
    return { refusal, alarmedAt: now() }
  }
  const attempt = await store.get('payAttempts', orderNo)
  const isTold = before?.alarmedAt !== undefined && now() < after(before.alarmedAt, A_DAY)
  if (isTold || !isTooLong(attempt, now())) return { refusal }
  log.alarm('money is owed for too long', {
    orderNo,
    since: attempt?.owedSince,
    state: attempt?.payment.state,
    refusal,
  })
  return { refusal, alarmedAt: now() }
}

/** undefined: WeChat took it. While it does not answer, its last word stands. */
function refusalAfter(before: string | undefined, error: unknown): string | undefined {
  if (error === undefined) return undefined
  return error instanceof PayFailed && error.why === 'rejected' ? error.detail : before
}

/**
 * A bank may take days for what WeChat has sent off. What is stuck there was told, and the day's report lists it. What nothing is
 * owed of any more has come back while it was asked after.
 */
function isTooLong(attempt: AttemptDoc | undefined, now: Instant): boolean {
  if (!attempt) return true
  if (attempt.owedSince === null) return false
  if (isStuck(attempt.payment)) return false
  return now >= after(attempt.owedSince, attempt.payment.state === 'refunding' ? BANKS_TAKE : A_DAY)
}
