/** The lot itself: cars in lanes, arms that rise, and the bridge's messages, which reach the cloud in order and at least once. */
import type { Bridge } from '../../cloudfunctions/server/ports'
import { receiveMessage } from '../../cloudfunctions/server/gate/receive-message'
import type { CommandReport, LaneCommand, LotAnswer, LotEvent, LotMessage } from '../../domain/gate'
import type { LaneId, VisitId } from '../../domain/stay'
import type { Day } from './day'
import { EXITS, LOT, MINUTE_MS } from './setting'

/** An arm went up. */
export interface Rise {
  command: LaneCommand
  /** Who stood in the lane at that moment. */
  standing: VisitId | undefined
  at: number
}

/** A car went through an entry, and perhaps an exit: what the cloud should know in the end. */
export interface Passage {
  visit: VisitId
  lane: LaneId
  at: number
}

export class Garage {
  readonly rises: Rise[] = []
  readonly passages: Passage[] = []
  readonly #standing = new Map<LaneId, VisitId>()
  readonly #plates = new Map<VisitId, string>()
  readonly #queue: LotMessage[] = []
  #sequence = 0
  #delivering = false

  constructor(private readonly day: Day) {}

  /** The bridge as the cloud reaches it; what a command came to is also told as an event. */
  readonly bridge: Bridge = {
    send: async (lot, command) => {
      const before = this.day.bridge.opened.length
      try {
        return await this.day.bridge.port.send(lot, command)
      } finally {
        this.#sawRise(before, command)
        this.#report(command)
      }
    },
    state: (lot, command) => this.day.bridge.port.state(lot, command),
    current: (lot, lane) => this.day.bridge.port.current(lot, lane),
    eventDelay: (lot) => {
      const [oldest] = this.#queue
      this.day.bridge.eventDelay = oldest ? this.day.now() - oldest.observedAt : 0
      return this.day.bridge.port.eventDelay(lot)
    },
  }

  #sawRise(before: number, command: LaneCommand): void {
    if (this.day.bridge.opened.length === before) return
    this.rises.push({ command, standing: this.#standing.get(command.lane), at: this.day.now() })
    this.day.tell(`the arm of ${command.lane} rises for ${command.visit} (${command.id}, ${command.cause})`)
  }

  #report({ id }: LaneCommand): void {
    if (this.day.bridge.mood === 'silent') return
    this.day.spawn(this.day.bridge.port.state(LOT, id).then((report) => this.#tellReport(report)))
  }

  #tellReport(report: CommandReport): void {
    if (report.state !== 'unknown') this.tell({ type: 'command.state', ...report })
  }

  rose = (visit: VisitId): boolean => this.rises.some(({ command }) => command.visit === visit)

  stands = (lane: LaneId, visit: VisitId): boolean => this.#standing.get(lane) === visit

  /** When a car whose plate was read there went out, if it did. */
  leftAt = (plate: string): number | undefined =>
    this.passages.filter(({ visit, lane }) => EXITS.includes(lane) && this.#plates.get(visit) === plate).at(-1)?.at

  isFree = (lane: LaneId): boolean => !this.#standing.has(lane)

  get idle(): boolean {
    return this.#queue.length === 0
  }

  // ------------------------------------------------------------ cars

  arrives(lane: LaneId, visit: VisitId, plate: string | null): void {
    this.day.tell(`${plate ?? 'a car without a readable plate'} stops at ${lane} as ${visit}`)
    this.#stands(lane, visit)
    if (plate !== null) this.#plates.set(visit, plate)
    this.tell({ type: 'vehicle.atLane', lane, visit, plate: { text: plate, colour: 'unknown' } })
  }

  passes(lane: LaneId, visit: VisitId): void {
    this.day.tell(`${visit} passes ${lane}`)
    this.#stands(lane, undefined)
    this.passages.push({ visit, lane, at: this.day.now() })
    this.tell({ type: 'vehicle.passed', lane, visit })
  }

  backsOut(lane: LaneId, visit: VisitId): void {
    this.day.tell(`${visit} backs out of ${lane}`)
    this.#stands(lane, undefined)
    this.tell({ type: 'vehicle.turnedBack', lane, visit })
  }

  #stands(lane: LaneId, visit: VisitId | undefined): void {
    this.day.bridge.stands(lane, visit)
    if (visit) this.#standing.set(lane, visit)
    else this.#standing.delete(lane)
  }

  // ------------------------------------------------------------ messages

  tell(event: LotEvent): void {
    const sequence = ++this.#sequence
    this.#queue.push({
      id: `m${sequence}`,
      lot: LOT,
      sequence,
      observedAt: this.day.now(),
      sentAt: this.day.now(),
      event,
    })
    if (!this.#delivering) this.day.spawn(this.#deliverAll())
  }

  async #deliverAll(): Promise<void> {
    this.#delivering = true
    for (let [next] = this.#queue; next; [next] = this.#queue) {
      await this.#deliver(next)
      this.#queue.shift()
    }
    this.#delivering = false
  }

  async #deliver(message: LotMessage): Promise<void> {
    for (let told: LotAnswer | undefined; !told;) {
      if (this.day.bridge.mood === 'silent') await this.day.time.sleep(20_000)
      else {
        if (this.#impatient()) await this.#giveUpWaiting(message)
        told = await this.#send(message)
        if (told) this.#act(told)
        else await this.day.time.sleep(this.day.random.between(500, 4_000))
      }
    }
    if (!this.day.calm && this.day.random.chance(0.06)) this.day.spawn(this.#tellAgain(message))
  }

  /** It is sent again while the first one is still at work. */
  #giveUpWaiting(message: LotMessage): Promise<void> {
    this.day.spawn(this.#send(message))
    return this.day.time.sleep(this.day.random.between(1, 200))
  }

  #impatient(): boolean {
    const impatient = !this.day.calm && this.day.random.chance(0.05)
    if (impatient) this.day.happened('event doubled at once')
    return impatient
  }

  /** Replayed from an old cursor; its answer is of no interest any more. */
  async #tellAgain(message: LotMessage): Promise<void> {
    await this.day.time.sleep(this.day.random.between(0, 15) * MINUTE_MS)
    this.day.happened('event doubled later')
    await this.#send(message)
  }

  /** Undefined: the cloud did not take it, and is told again. */
  async #send(message: LotMessage): Promise<LotAnswer | undefined> {
    try {
      return await this.day.call(`${message.event.type} ${message.id}`, (ports) => receiveMessage(ports, message))
    } catch (error) {
      this.day.expected(error)
      return undefined
    }
  }

  #act({ decision }: LotAnswer): void {
    if (!decision) return
    this.day.tell(`the cloud says ${decision.do}${decision.do === 'refuse' ? ` ${decision.why}` : ''}`)
    if (decision.do !== 'open' || this.day.bridge.mood === 'silent') return
    const before = this.day.bridge.opened.length
    this.#tellReport(this.day.bridge.carryOut(decision.command))
    this.#sawRise(before, decision.command)
  }
}
