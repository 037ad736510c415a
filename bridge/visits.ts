/** Which car stands in which lane, and what the bridge did for it; kept on disk, so that a restart does not rename it. */
import { randomUUID } from 'node:crypto'
import type { LaneId, VisitId } from '../domain/gate'
import type { Db } from './database'
import type { Arrival } from './drivers/driver'

export interface Visit {
  id: VisitId
  arrival: Arrival
  /** The arm was ordered up for this car. */
  raised: boolean
  /** The event that announced the car. */
  announcedBy?: string
}

export const newVisit = (arrival: Arrival): Visit => ({ id: `v_${randomUUID()}` as VisitId, arrival, raised: false })

export class Visits {
  constructor(readonly db: Db) {}

  in(lane: LaneId): Visit | null {
    const row = this.db.prepare('SELECT visit FROM visits WHERE lane = ?').get(lane) as { visit: string } | undefined
    return row ? (JSON.parse(row.visit) as Visit) : null
  }

  put(lane: LaneId, visit: Visit): void {
    this.db.prepare('INSERT OR REPLACE INTO visits (lane, visit) VALUES (?, ?)').run(lane, JSON.stringify(visit))
  }

  clear(lane: LaneId): void {
    this.db.prepare('DELETE FROM visits WHERE lane = ?').run(lane)
  }
}
