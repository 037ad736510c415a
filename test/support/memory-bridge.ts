import { BridgeUnreachable, type Bridge } from '../../cloudfunctions/server/ports'
import type { CommandId, CommandReport, LaneCommand } from '../../domain/gate'
import type { LaneId, VisitId } from '../../domain/stay'
import type { Instant } from '../../domain/time'

/** What the bridge does with the next commands. */
export type Mood = 'well' | 'silent' | 'silentAfterTheEffect' | 'stuck'

/** A lot's bridge without a lot: keeps what it was told, carries each command out once, and tells how often it opened for whom. */
export class MemoryBridge {
  mood: Mood = 'well'
  /** How long the oldest of its events waits to be told, in milliseconds. */
  eventDelay = 0
  /** Each rise of an arm, in order. */
  readonly opened: { lane: LaneId; visit: VisitId; command: CommandId }[] = []
  readonly #standing = new Map<LaneId, VisitId>()
  readonly #reports = new Map<CommandId, CommandReport>()

  constructor(private readonly now: () => Instant) {}

  readonly port: Bridge = {
    send: async (_lot, command) => {
      await Promise.resolve()
      if (this.mood === 'silent') throw new BridgeUnreachable('silent')
      const report = this.carryOut(command)
      if (this.mood === 'silentAfterTheEffect') throw new BridgeUnreachable('silent after the effect')
      return report
    },
    state: async (_lot, command) => {
      await Promise.resolve()
      if (this.mood === 'silent') throw new BridgeUnreachable('silent')
      return this.#reports.get(command) ?? { command, state: 'unknown' }
    },
    current: async (_lot, lane) => {
      await Promise.resolve()
      if (this.mood === 'silent') throw new BridgeUnreachable('silent')
      const visit = this.#standing.get(lane)
      const car = visit ? { visit, plate: { text: null, colour: 'unknown' as const }, since: this.now() } : null
      return { lane, car, barrier: 'down' }
    },
    eventDelay: async () => {
      await Promise.resolve()
      if (this.mood === 'silent') throw new BridgeUnreachable('silent')
      return this.eventDelay
    },
  }

  stands(lane: LaneId, visit: VisitId | undefined): void {
    if (visit) this.#standing.set(lane, visit)
    else this.#standing.delete(lane)
  }

  carryOut(command: LaneCommand): CommandReport {
    const known = this.#reports.get(command.id)
    if (known) return known
    const report = this.#outcome(command)
    this.#reports.set(command.id, report)
    if (report.state === 'opened') this.opened.push({ lane: command.lane, visit: command.visit, command: command.id })
    return report
  }

  #outcome({ id: command, lane, visit, expiresAt }: LaneCommand): CommandReport {
    if (this.now() >= expiresAt) return { command, state: 'expired', fault: 'command.expired' }
    if (this.#standing.get(lane) !== visit) return { command, state: 'refused', fault: 'vehicle.notInLane' }
    if (this.mood === 'stuck') return { command, state: 'failed', fault: 'gate.stuck' }
    return { command, state: 'opened' }
  }
}
