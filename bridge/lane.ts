/** One lane: who stands there, and what happens to each order for it. */
import type { Logger } from 'pino'
import type {
  CommandFault,
  CommandId,
  CommandReport,
  Direction,
  LaneCommand,
  LaneCurrent,
  LaneDecision,
  LaneId,
  LotEvent,
} from '../domain/gate'
import type { Commands } from './commands'
import { together, type Db } from './database'
import type { Arrival, Barrier, Driver, LaneSight, Signal } from './drivers/driver'
import type { EventQueue } from './event-queue'
import { Refused } from './refused'
import { newVisit, type Visit, type Visits } from './visits'
import type { Instant } from './wire'

/** What the bridge does for a car when the cloud is silent. */
export type Alone = 'open' | 'wait'

export interface LaneConfig {
  id: LaneId
  direction: Direction
  /** Taken out of service at the lot: nothing opens. */
  open: boolean
  alone: Alone
}

/** Milliseconds that the bridge waits for others. */
export interface Patience {
  /** For the cloud's decision; then it decides alone. */
  decision: number
  /** For the arm to be up; then it is stuck. */
  arm: number
}

export interface LaneWorld {
  db: Db
  driver: Driver
  queue: EventQueue
  visits: Visits
  commands: Commands
  now: () => number
  log: Logger
  patience: Patience
}

/** For the lane's display when the bridge opens on an order that brings no words of its own, and when the cloud is silent. */
const WORDS: Record<Direction | 'wait', string> = { entry: '欢迎光临', exit: '一路平安', wait: '网络繁忙,请稍候' }

const ARM_IS_UP_OR_COMING: ReadonlySet<Barrier> = new Set(['up', 'rising'])

interface Attempt {
  command: LaneCommand
  visit: Visit | null
  sight: LaneSight
  config: LaneConfig
  now: number
}

/** Why a command is not carried out: the first that holds. */
const OBSTACLES: readonly (readonly [CommandFault, (attempt: Attempt) => boolean])[] = [
  ['command.expired', ({ command, now }) => now >= command.expiresAt],
  ['lane.closed', ({ config }) => !config.open],
  ['device.offline', ({ sight }) => !sight.online],
  [
    'vehicle.notInLane',
    ({ command, visit, sight }) => visit?.id !== command.visit || visit.arrival.id !== sight.arrival?.id,
  ],
  ['gate.stuck', ({ sight }) => sight.barrier === 'stuck'],
]

export class Lane {
  #visit: Visit | null
  #aloneTimer: NodeJS.Timeout | undefined
  readonly #armTimers = new Map<CommandId, NodeJS.Timeout>()

  constructor(
    readonly config: LaneConfig,
    readonly world: LaneWorld,
  ) {
    this.#visit = world.visits.in(config.id)
  }

  /** Compares what was known before a stop, or before the devices fell silent, with what stands there now. */
  resume(): void {
    const { arrival } = this.#sight
    if (this.#visit && this.#visit.arrival.id !== arrival?.id) this.#leftUnseen()
    else if (this.#visit) this.#takeUpOrders(this.#visit)
    if (arrival && !this.#visit) this.#arrived(arrival)
  }

  current(): LaneCurrent {
    const car = this.#visit && {
      visit: this.#visit.id,
      plate: this.#visit.arrival.plate,
      since: this.#visit.arrival.since,
    }
    return { lane: this.config.id, car, barrier: this.#sight.barrier }
  }

  hear(signal: Signal): void {
    if (signal.type === 'arrived') this.#arrived(signal.arrival)
    else if (signal.type === 'left') this.#heardLeaving(signal)
    else if (signal.type === 'barrier') this.#armMoved(signal.barrier)
    else this.#deviceChanged(signal)
  }

  /** What the cloud answered to the car's arrival. `event` names the announcement: an answer for an earlier car is history. */
  decided(event: string, decision: LaneDecision): void {
    if (this.#visit?.announcedBy === event) {
      clearTimeout(this.#aloneTimer)
      this.#show(decision.show)
    }
    if (decision.do !== 'open') return
    this.carryOut(decision.command, decision.show).catch((error: unknown) => {
      this.world.log.error({ lane: this.config.id, err: error }, 'the decision was not carried out')
    })
  }

  /** Carries a command out, at most once for its id: the second telling answers how far the first came. */
  async carryOut(command: LaneCommand, show = WORDS[this.config.direction]): Promise<CommandReport> {
    const { commands, db, now } = this.world
    const known = commands.find(command.id)
    if (known && !commands.isSame(command)) throw new Refused('idempotency.conflict', 'the id names another command')
    if (known) return known

    const attempt = { command, visit: this.#visit, sight: this.#sight, config: this.config, now: now() }
    const obstacle = OBSTACLES.find(([, holds]) => holds(attempt))?.[0]
    if (obstacle || !attempt.visit) return this.#turnDown(command, obstacle ?? 'vehicle.notInLane')

    const visit = attempt.visit
    const upForThisCar = visit.raised && ARM_IS_UP_OR_COMING.has(attempt.sight.barrier)
    together(db, () => {
      commands.take(command)
      this.#markRaised(visit, true)
    })
    this.#show(show)
    return upForThisCar ? this.#acknowledged(command.id) : this.#raise(command.id)
  }

  close(): void {
    clearTimeout(this.#aloneTimer)
    for (const timer of this.#armTimers.values()) clearTimeout(timer)
  }

  get #sight(): LaneSight {
    return this.world.driver.look(this.config.id)
  }

  #tell(event: LotEvent): string {
    return this.world.queue.add(event, this.world.now() as Instant)
  }

  #markRaised(visit: Visit, raised: boolean): void {
    visit.raised = raised
    if (this.#visit === visit) this.world.visits.put(this.config.id, visit)
  }

  #arrived(arrival: Arrival): void {
    const { db, visits, patience } = this.world
    if (this.#visit?.arrival.id === arrival.id) return
    if (this.#visit) this.#leftUnseen()
    const visit = newVisit(arrival)
    this.#visit = visit
    together(db, () => {
      const { plate, since } = arrival
      const event: LotEvent = { type: 'vehicle.atLane', lane: this.config.id, visit: visit.id, plate }
      visit.announcedBy = this.world.queue.add(event, since)
      visits.put(this.config.id, visit)
    })
    this.#aloneTimer = setTimeout(() => this.#decideAlone(visit), patience.decision)
  }

  #heardLeaving({ arrival, how }: Extract<Signal, { type: 'left' }>): void {
    if (this.#visit?.arrival.id === arrival) this.#left(how)
  }

  /** Gone while nobody looked. A car for which the arm was raised is through, as far as anyone can tell. */
  #leftUnseen(): void {
    this.#left(this.#visit?.raised ? 'passed' : 'turnedBack')
  }

  /** Orders that a stop interrupted: whether the relay was pulsed nobody knows; the arm will tell. */
  #takeUpOrders(visit: Visit): void {
    const { commands } = this.world
    this.#advanceAll(commands.of(visit.id, 'sent'), 'unknown')
    this.#armMoved(this.#sight.barrier)
    for (const command of commands.of(visit.id, 'unknown', 'acked')) this.#watchArm(command)
  }

  #left(how: 'passed' | 'turnedBack'): void {
    const { db, visits, commands } = this.world
    const visit = this.#visit
    if (!visit) return
    clearTimeout(this.#aloneTimer)
    this.#visit = null
    together(db, () => {
      this.#tell({ type: `vehicle.${how}`, lane: this.config.id, visit: visit.id })
      visits.clear(this.config.id)
      if (how === 'passed') this.#advanceAll(commands.of(visit.id, 'sent', 'unknown', 'acked', 'opened'), 'passed')
      else this.#advanceAll(commands.of(visit.id, 'sent', 'unknown', 'acked'), 'failed', 'vehicle.notInLane')
    })
    // The arm is up for a car that is not there: down again, before the next one drives under it.
    if (how === 'turnedBack' && ARM_IS_UP_OR_COMING.has(this.#sight.barrier)) this.#lower()
  }

  #armMoved(barrier: Barrier): void {
    const visit = this.#visit
    if (!visit) return
    const { commands } = this.world
    if (barrier === 'up' && visit.raised) this.#advanceAll(commands.of(visit.id, 'unknown', 'acked'), 'opened')
    if (barrier === 'stuck') for (const command of commands.of(visit.id, 'unknown', 'acked')) this.#armStuck(command)
  }

  #deviceChanged({ device, online }: Extract<Signal, { type: 'device' }>): void {
    this.#tell({ type: online ? 'device.online' : 'device.offline', device })
    if (online) this.resume()
  }

  #decideAlone(visit: Visit): void {
    const { queue, driver, log } = this.world
    if (this.#visit !== visit || visit.raised) return
    const alone = this.config.open ? this.config.alone : 'wait'
    log.warn({ lane: this.config.id, visit: visit.id, alone }, 'the cloud is silent, decided alone')
    queue.markLate(visit.announcedBy ?? '')
    this.#show(alone === 'open' ? WORDS[this.config.direction] : WORDS.wait)
    if (alone === 'wait' || this.#sight.arrival?.id !== visit.arrival.id) return
    this.#markRaised(visit, true)
    driver.raise(this.config.id).catch((error: unknown) => {
      log.error({ lane: this.config.id, err: error }, 'the arm was not raised')
      this.#markRaised(visit, false)
    })
  }

  #turnDown(command: LaneCommand, fault: CommandFault): CommandReport {
    const { commands, db } = this.world
    return together(db, () => {
      commands.take(command)
      return commands.advance(command.id, fault === 'command.expired' ? 'expired' : 'refused', fault)
    })
  }

  async #raise(command: CommandId): Promise<CommandReport> {
    try {
      await this.world.driver.raise(this.config.id)
    } catch (error) {
      this.world.log.error({ lane: this.config.id, command, err: error }, 'the device refused')
      return this.#failed(command, 'device.offline')
    }
    return this.#acknowledged(command)
  }

  #acknowledged(command: CommandId): CommandReport {
    const { commands } = this.world
    const known = commands.find(command)
    if (known && known.state !== 'sent') return known
    const acked = commands.advance(command, 'acked')
    if (this.#sight.barrier === 'up') return commands.advance(command, 'opened')
    this.#watchArm(command)
    return acked
  }

  #watchArm(command: CommandId): void {
    const timer = setTimeout(() => {
      this.#armTimers.delete(command)
      const state = this.world.commands.find(command)?.state
      if (state === 'acked' || state === 'unknown') this.#armStuck(command)
    }, this.world.patience.arm)
    this.#armTimers.set(command, timer)
  }

  #armStuck(command: CommandId): void {
    together(this.world.db, () => {
      this.#failed(command, 'gate.stuck')
      this.#tell({ type: 'gate.stuck', lane: this.config.id })
    })
  }

  #failed(command: CommandId, fault: CommandFault): CommandReport {
    const { commands } = this.world
    const forThisCar = this.#visit && commands.of(this.#visit.id, 'sent', 'unknown', 'acked').includes(command)
    if (this.#visit && forThisCar) this.#markRaised(this.#visit, false)
    return commands.advance(command, 'failed', fault)
  }

  #advanceAll(commands: readonly CommandId[], state: CommandReport['state'], fault?: CommandFault): void {
    for (const command of commands) this.world.commands.advance(command, state, fault)
  }

  #lower(): void {
    const { driver, log } = this.world
    driver.lower(this.config.id).catch((error: unknown) => log.error({ err: error }, 'the arm was not lowered'))
  }

  #show(text: string): void {
    const { driver, log } = this.world
    driver.show(this.config.id, text).catch((error: unknown) => log.warn({ err: error }, 'the display does not answer'))
  }
}
