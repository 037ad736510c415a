import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/** The one clock of everything that runs on this machine: real time plus what a person pushed it forward. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number
  /** Milliseconds that the clock is ahead of real time. */
  ahead(): number
  /** Moves the clock forward; it never goes back, because nothing in the cloud expects time to. */
  push(ms: number): void
  onPush(listener: (ms: number) => void): () => void
}

/** A clock whose advance is kept in `file`, so that a restart does not fall back in time. */
export function movableClock(file: string): Clock {
  let ahead = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { ahead: number }).ahead : 0
  const listeners = new Set<(ms: number) => void>()
  return {
    now: () => Date.now() + ahead,
    ahead: () => ahead,
    push(ms) {
      if (!Number.isFinite(ms) || ms <= 0) throw new RangeError(`the clock moves forward only, not by ${ms} ms`)
      ahead += ms
      writeFileSync(file, JSON.stringify({ ahead }))
      for (const listener of listeners) listener(ms)
    },
    onPush(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
