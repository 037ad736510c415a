/**
 * Side effects outlive the call that caused them: listed with the change, tried at once where somebody waits for them, and by
 * `sweep` until done.
 */
import { after, minutes, type Instant } from '../../../domain/time'
import type { Effect, OutboxDoc } from '../documents'
import { letOut, letOutLater } from '../gate/let-out'
import { tellPayer } from '../messages/tell-payer'
import { warnToLeave } from '../messages/warn-to-leave'
import { refundPayment } from '../payment/refund-payment'
import type { Ports, Transaction } from '../ports'

/** The same effect has one name, so it is listed once. */
export function effectId(effect: Effect): string {
  switch (effect.do) {
    case 'let-out':
      return `let-out:${effect.visit}`
    case 'refund':
      return `refund:${effect.orderNo}`
    case 'warn':
      return `warn:${effect.orderNo}`
    case 'tell':
      return `tell-${effect.of}:${effect.orderNo}`
  }
}

/** Lists an effect with the change that causes it. */
export const listEffect = (ports: Ports, tx: Transaction, effect: Effect, dueAt = ports.now()): Promise<void> =>
  tx.put('outbox', { _id: effectId(effect), effect, state: 'due', dueAt, tries: 0 })

/** After so many tries, over about a day, a person must look. */
const MOST_TRIES = 60

/** Tries what was listed just now; what does not succeed stays listed. Never fails the caller, whose own work is done. */
export const runEffect = (ports: Ports, effect: Effect): Promise<void> => run(ports, effect, 0, perform)

type Perform = (ports: Ports, effect: Effect) => Promise<boolean>

async function run(ports: Ports, effect: Effect, tries: number, how: Perform): Promise<void> {
  const done = await attempt(ports, effect, how)
  await note(ports, effect, tries, done).catch((error: unknown) => {
    ports.log.info('effect not noted, it will be tried again', { effect: effectId(effect), error: String(error) })
  })
}

async function note(ports: Ports, effect: Effect, tries: number, done: boolean): Promise<void> {
  const id = effectId(effect)
  if (done) return void (await ports.store.remove('outbox', id))
  if (tries + 1 < MOST_TRIES) {
    await ports.store.update('outbox', id, { tries: tries + 1, dueAt: nextTry(ports.now(), tries) })
    return
  }
  if (effect.do === 'refund') {
    await ports.store.update('outbox', id, { tries: tries + 1, dueAt: after(ports.now(), OWED_AGAIN) })
    return ports.log.alarm('money is owed for more than a day', { effect: id, tries: tries + 1 })
  }
  await ports.store.update('outbox', id, { tries: tries + 1, state: 'dead' })
  ports.log.alarm('effect given up', { effect: id })
}

/** Money that is owed is never given up: the merchant's account may be empty for days. */
const OWED_AGAIN = minutes(6 * 60)

async function attempt(ports: Ports, effect: Effect, how: Perform): Promise<boolean> {
  try {
    return await how(ports, effect)
  } catch (error) {
    ports.log.info('effect will be tried again', { effect: effectId(effect), error: String(error) })
    return false
  }
}

function perform(ports: Ports, effect: Effect): Promise<boolean> {
  switch (effect.do) {
    case 'let-out':
      return letOut(ports, effect, 'paid')
    case 'refund':
      return refundPayment(ports, effect.orderNo)
    case 'warn':
      return warnToLeave(ports, effect.orderNo)
    case 'tell':
      return tellPayer(ports, effect)
  }
}

/** What was true when it was listed may not be any more. */
const performLater: Perform = (ports, effect) =>
  effect.do === 'let-out' ? letOutLater(ports, effect, 'paid') : perform(ports, effect)

/** 1, 2, 4 … at most 30 minutes apart. */
const nextTry = (now: Instant, tries: number): Instant => after(now, minutes(Math.min(30, 2 ** tries)))

/** At most this many in one run of `sweep`; the rest is due in the next. */
const BATCH = 50

/** Somebody stands at a barrier; a warning has its minute; money that goes back takes days anyway. */
const TURN: Record<Effect['do'], number> = { 'let-out': 0, warn: 1, tell: 2, refund: 3 }

export async function runDueEffects(ports: Ports): Promise<number> {
  const due: OutboxDoc[] = await ports.store.find(
    'outbox',
    { state: 'due', dueAt: { lte: ports.now() } },
    { limit: BATCH, orderBy: [['dueAt', 'asc']] },
  )
  const inTurn = due.sort((one, other) => TURN[one.effect.do] - TURN[other.effect.do])
  for (const { effect, tries } of inTurn) await run(ports, effect, tries, performLater)
  return due.length
}
