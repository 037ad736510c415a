import { StoreBusy } from '../ports'

/** Attempts before a transaction is given up. Pauses double from 25 ms to 400 ms, each taken by half on average. */
const ATTEMPTS = 10
const FIRST_PAUSE = 25
const LONGEST_PAUSE = 400

/** How one attempt ended. */
export type Attempt<T> = { done: true; value: T } | { done: false }

/**
 * The platform's own retry overlooks conflicts on writes, and does not pause between attempts.
 * @throws StoreBusy when every attempt met a conflict.
 */
export async function retryConflicts<T>(attempt: () => Promise<Attempt<T>>, pause = jitteredPause): Promise<T> {
  for (let count = 0; count < ATTEMPTS; count++) {
    const outcome = await attempt()
    if (outcome.done) return outcome.value
    await pause(count)
  }
  throw new StoreBusy(`${ATTEMPTS} attempts met a conflict`)
}

const jitteredPause = (count: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, Math.random() * Math.min(FIRST_PAUSE * 2 ** count, LONGEST_PAUSE)))
