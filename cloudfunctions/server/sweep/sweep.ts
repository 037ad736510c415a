/** What nobody waits for any more: payments whose end nobody told us, effects that did not succeed at once, the day's money. */
import { after, minutes } from '../../../domain/time'
import { isOpen } from '../../../domain/payment'
import type { AttemptDoc } from '../documents'
import { runDueEffects } from '../effects/effects'
import { closeAttempt, learn, nextCheck } from '../payment/resolve-attempt'
import type { Ports } from '../ports'
import { reconcileDue } from '../reconciliation/reconcile-due'

/** In one run; the rest is due in the next. */
const BATCH = 200
/** Asked after side by side, so that a slow WeChat Pay holds up fewer of them. */
const AT_ONCE = 5

export async function sweep(ports: Ports): Promise<{ attempts: number; effects: number }> {
  const attempts = await ports.store.find(
    'payAttempts',
    { open: true, checkAt: { lte: ports.now() } },
    { limit: BATCH, orderBy: [['checkAt', 'asc']] },
  )
  const effects = await runDueEffects(ports)
  for (let from = 0; from < attempts.length; from += AT_ONCE)
    await Promise.all(attempts.slice(from, from + AT_ONCE).map((attempt) => follow(ports, attempt)))
  await reconcileDue(ports)
  return { attempts: attempts.length, effects }
}

/** Before its end the order is asked after; after it, closed. */
async function follow(ports: Ports, attempt: AttemptDoc): Promise<void> {
  try {
    const known = await (ports.now() < attempt.expiresAt ? learn(ports, attempt) : closeAttempt(ports, attempt))
    if (isOpen(known.payment))
      await ports.store.update('payAttempts', attempt._id, { checkAt: nextCheck(attempt, ports.now()) })
  } catch (error) {
    ports.log.info('payment will be asked after again', { orderNo: attempt._id, error: String(error) })
    await ports.store.update('payAttempts', attempt._id, { checkAt: after(ports.now(), minutes(1)) })
  }
}
