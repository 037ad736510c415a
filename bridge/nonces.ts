import type { Db } from './database'
import { CLOCK_WINDOW_MS } from './signature'

/** Nonces that were used, for as long as their timestamps could be accepted; on disk, so that a restart opens no gap. */
export class Nonces {
  constructor(
    readonly db: Db,
    readonly now: () => number,
  ) {}

  /** Whether this nonce is new; remembers it. */
  firstUse(nonce: string): boolean {
    const now = this.now()
    this.db.prepare('DELETE FROM nonces WHERE at < ?').run(now - 2 * CLOCK_WINDOW_MS)
    return this.db.prepare('INSERT OR IGNORE INTO nonces (nonce, at) VALUES (?, ?)').run(nonce, now).changes === 1
  }
}
