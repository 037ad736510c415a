/** The commands the bridge took, with how far each came. What stands here is never carried out again. */
import type { CommandFault, CommandId, CommandReport, CommandState, LaneCommand, VisitId } from '../domain/gate'
import { together, type Db } from './database'
import type { EventQueue } from './event-queue'
import type { Instant } from './wire'

interface Row {
  id: string
  command: string
  state: string
  fault: string | null
}

const ENDED: ReadonlySet<CommandState> = new Set(['passed', 'refused', 'expired', 'failed'])

const report = ({ id, state, fault }: Pick<Row, 'id' | 'state' | 'fault'>): CommandReport => ({
  command: id as CommandId,
  state: state as CommandState,
  ...(fault !== null && { fault: fault as CommandFault }),
})

export class Commands {
  constructor(
    readonly db: Db,
    readonly queue: EventQueue,
    readonly now: () => number,
  ) {}

  find(id: CommandId): CommandReport | undefined {
    const row = this.db.prepare('SELECT * FROM commands WHERE id = ?').get(id)
    return row ? report(row as Row) : undefined
  }

  /** Whether the id stands for this very command. */
  isSame(command: LaneCommand): boolean {
    const row = this.db.prepare('SELECT command FROM commands WHERE id = ?').get(command.id) as Row | undefined
    return row?.command === JSON.stringify(command)
  }

  /** Takes the command: before anything moves, so that a crash on the way cannot lead to a second opening. */
  take(command: LaneCommand): void {
    this.db
      .prepare(`INSERT INTO commands (id, visit, command, state) VALUES (?, ?, ?, 'sent')`)
      .run(command.id, command.visit, JSON.stringify(command))
  }

  /** Stores and reports the new state. An end is an end: nothing moves a command out of it. */
  advance(id: CommandId, state: CommandState, fault?: CommandFault): CommandReport {
    const next = report({ id, state, fault: fault ?? null })
    return together(this.db, () => {
      const known = this.find(id)
      if (!known || known.state === state || ENDED.has(known.state)) return known ?? next
      this.db.prepare('UPDATE commands SET state = ?, fault = ? WHERE id = ?').run(state, fault ?? null, id)
      this.queue.add({ type: 'command.state', ...next }, this.now() as Instant)
      return next
    })
  }

  /** The commands of a visit that stand in one of these states. */
  of(visit: VisitId, ...states: CommandState[]): CommandId[] {
    const rows = this.db.prepare('SELECT id, state FROM commands WHERE visit = ?').all(visit) as Row[]
    return rows.filter((row) => states.includes(row.state as CommandState)).map((row) => row.id as CommandId)
  }
}
