/** Events on their way to the cloud, kept on disk in the order in which they happened. */
import { randomUUID } from 'node:crypto'
import type { LotEvent } from '../domain/gate'
import type { Db } from './database'
import type { Instant } from './wire'

export interface QueuedEvent {
  /** Counts up by one per lot, for ever. */
  sequence: number
  id: string
  event: LotEvent
  observedAt: Instant
  late: boolean
}

interface Row {
  sequence: number
  id: string
  event: string
  observed_at: number
  late: number
}

const fromRow = (row: Row): QueuedEvent => ({
  sequence: row.sequence,
  id: row.id,
  event: JSON.parse(row.event) as LotEvent,
  observedAt: row.observed_at as Instant,
  late: row.late === 1,
})

export class EventQueue {
  readonly #listeners = new Set<() => void>()

  constructor(readonly db: Db) {}

  /** The id of the event. */
  add(event: LotEvent, observedAt: Instant): string {
    const id = `evt_${randomUUID()}`
    this.db
      .prepare('INSERT INTO events (id, event, observed_at) VALUES (?, ?, ?)')
      .run(id, JSON.stringify(event), observedAt)
    for (const listener of this.#listeners) listener()
    return id
  }

  onAdd(listener: () => void): void {
    this.#listeners.add(listener)
  }

  head(): QueuedEvent | undefined {
    const row = this.db.prepare('SELECT * FROM events WHERE rejected IS NULL ORDER BY sequence LIMIT 1').get()
    return row ? fromRow(row as Row) : undefined
  }

  length(): number {
    const row = this.db.prepare('SELECT count(*) AS n FROM events WHERE rejected IS NULL').get() as { n: number }
    return row.n
  }

  markLate(id: string): void {
    this.db.prepare('UPDATE events SET late = 1 WHERE id = ?').run(id)
  }

  delivered(sequence: number): void {
    this.db.prepare('DELETE FROM events WHERE sequence = ?').run(sequence)
  }

  /** The cloud does not understand it, and never will: kept for a person, out of the way of what follows. */
  setAside(sequence: number, why: string): void {
    this.db.prepare('UPDATE events SET rejected = ? WHERE sequence = ?').run(why, sequence)
  }
}
