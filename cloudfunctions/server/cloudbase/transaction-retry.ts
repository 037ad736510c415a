import { randomInt } from 'node:crypto'
import { StoreBusy, type Transaction } from '../ports'
import { classify } from './sdk-error'

/** Attempts before a transaction is given up. Pauses double from 25 ms to 400 ms, each taken by half on average. */
const ATTEMPTS = 10
const FIRST_PAUSE = 25
const LONGEST_PAUSE = 400

export interface OpenTransaction {
  documents: Transaction
  commit(): Promise<unknown>
  rollback(): Promise<unknown>
}

/** Waits before the attempt after attempt `count`, counted from 0. */
export type Pause = (count: number) => Promise<void>

/**
 * Runs the work in a transaction, again after each conflict. The platform's own retry overlooks conflicts on writes, and does not
 * pause between attempts.
 * @throws StoreBusy when every attempt met a conflict.
 */
export async function transact<T>(
  begin: () => Promise<OpenTransaction>,
  work: (documents: Transaction) => Promise<T>,
  pause: Pause = jitteredPause,
): Promise<T> {
  for (let count = 0; count < ATTEMPTS; count++) {
    const outcome = await attempt(await begin(), work)
    if (outcome.done) return outcome.value
    await pause(count)
  }
  throw new StoreBusy(`${ATTEMPTS} attempts met a conflict`)
}

const jitteredPause: Pause = (count) => {
  const longest = Math.min(FIRST_PAUSE * 2 ** count, LONGEST_PAUSE)
  return new Promise((resolve) => setTimeout(resolve, randomInt(longest)))
}

type Attempt<T> = { done: true; value: T } | { done: false }

async function attempt<T>(
  transaction: OpenTransaction,
  work: (documents: Transaction) => Promise<T>,
): Promise<Attempt<T>> {
  const refused: Refused = {}
  try {
    const value = await work(watched(transaction.documents, refused))
    await transaction.commit()
    return { done: true, value }
  } catch (error) {
    return abandon(transaction, refused.error ?? error)
  }
}

/** A conflict has ended the transaction already; any other error rolls it back. A transaction that is gone left nothing. */
async function abandon(transaction: OpenTransaction, error: unknown): Promise<{ done: false }> {
  const fault = classify(error)
  if (fault === 'conflict') return { done: false }
  await transaction.rollback().catch(() => undefined)
  if (fault === 'transaction-gone') return { done: false }
  throw error
}

/** The first call that failed: it has ended the transaction, whatever the work made of it. */
interface Refused {
  error?: unknown
}

function watched(documents: Transaction, refused: Refused): Transaction {
  const watch = <T>(call: Promise<T>): Promise<T> =>
    call.catch((error: unknown) => {
      refused.error ??= error
      throw error
    })
  return {
    get: (collection, id) => watch(documents.get(collection, id)),
    insert: (collection, doc) => watch(documents.insert(collection, doc)),
    put: (collection, doc) => watch(documents.put(collection, doc)),
    update: (collection, id, change) => watch(documents.update(collection, id, change)),
    remove: (collection, id) => watch(documents.remove(collection, id)),
  }
}
