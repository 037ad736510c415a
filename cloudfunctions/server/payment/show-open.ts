/** What an operator asks about money that has not come to its end. */
import { isStuck, type OrderNo, type PaymentState } from '../../../domain/payment'
import { MOST_OPEN, type OpenMoney, type WayBack } from '../../../domain/reconciliation/open-money'
import { after, DAY_MINUTES, instant, MINUTE, minutes } from '../../../domain/time'
import type { AttemptDoc, OutboxDoc } from '../documents'
import { effectId } from '../effects/effects'
import type { Ports, Store } from '../ports'

/** Milliseconds for which an effect that was given up is shown: nobody waits for it, and nothing can be done later. */
const A_WEEK = 7 * DAY_MINUTES * MINUTE

/** `sweep` closes an order within minutes of its end. */
const CLOSED_WITHIN = minutes(5)

export async function showOpen({ store, now }: Ports): Promise<OpenMoney> {
  const oldest = { limit: MOST_OPEN, orderBy: [['owedSince', 'asc']] as const }
  const owed = await store.find('payAttempts', { owedSince: { gte: instant(0) } }, oldest)
  const listed = await refundsListed(store, owed)
  const open = await store.find('payAttempts', { open: true }, { limit: 1000, orderBy: [['checkAt', 'asc']] })
  const lately = { gte: instant(now() - A_WEEK) }
  const dead = await store.find(
    'outbox',
    { state: 'dead', dueAt: lately },
    { limit: MOST_OPEN, orderBy: [['dueAt', 'asc']] },
  )
  return {
    owed: owed.flatMap((attempt) => debtOf(attempt, listed.get(refundOf(attempt._id)))),
    unended: open
      .filter(({ expiresAt }) => now() >= after(expiresAt, CLOSED_WITHIN))
      .slice(0, MOST_OPEN)
      .map(({ _id: orderNo, amount, expiresAt: expiredAt }) => ({ orderNo, amount, expiredAt })),
    dead: dead.map(({ _id: effect, dueAt: at }) => ({ effect, at })),
  }
}

const refundOf = (orderNo: OrderNo): string => effectId({ do: 'refund', orderNo })

async function refundsListed(store: Store, owed: readonly AttemptDoc[]): Promise<Map<string, OutboxDoc>> {
  const ids = owed.map(({ _id }) => refundOf(_id))
  const found = ids.length > 0 ? await store.find('outbox', { _id: { in: ids } }, { limit: MOST_OPEN }) : []
  return new Map(found.map((item) => [item._id, item]))
}

function debtOf({ _id: orderNo, payment, owedSince: since }: AttemptDoc, listed: OutboxDoc | undefined) {
  if (!('back' in payment) || since === null) return []
  return [{ orderNo, amount: payment.back, since, ...wayOf(payment, listed) }]
}

function wayOf(payment: PaymentState, listed: OutboxDoc | undefined): WayBack {
  if (payment.state === 'refunded') return { way: 'back' }
  if (payment.state === 'refunding') return { way: isStuck(payment) ? 'stuck' : 'sent' }
  return { way: 'unsent', ...(listed?.refusal !== undefined && { refusal: listed.refusal }) }
}

/** Of an order whose money is to go back. */
export async function wayBack(store: Store, orderNo: OrderNo): Promise<WayBack> {
  const attempt = await store.get('payAttempts', orderNo)
  if (!attempt) throw new Error(`no attempt ${orderNo}`)
  return wayOf(attempt.payment, await store.get('outbox', refundOf(orderNo)))
}
