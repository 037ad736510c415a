/**
 * The barrier's language: what the lot tells the cloud, what the cloud orders, and who may pass. The types that travel over
 * the wire are described in bridge/openapi.yaml; instants travel as RFC 3339 text.
 */
import type { Fen } from './money'
import type { PlateColour } from './plate'
import type { LaneId, LotId, VisitId } from './stay'
import type { Instant } from './time'

export type { LaneId, LotId, VisitId } from './stay'

/** A command's name. The bridge carries one name out at most once. */
export type CommandId = string & { readonly unit: 'command' }

export type Direction = 'entry' | 'exit'

/** What a camera made of a plate; `null` text: there is a car, but no readable plate. */
export interface PlateReading {
  text: string | null
  colour: PlateColour | 'unknown'
}

/** Why a barrier is opened; kept with the command for the day a driver asks. */
export type OpenCause = 'admitted' | 'paid' | 'nothingDue' | 'unplated' | 'operator'

export interface LaneCommand {
  id: CommandId
  lane: LaneId
  action: 'open'
  cause: OpenCause
  /** The visit it opens for: a car that took its place meanwhile is not let out. */
  visit: VisitId
  /** After this the bridge refuses to start, so that a late command cannot open for the next car. */
  expiresAt: Instant
}

/**
 * accepted: stored by the cloud · sent: handed to the bridge · acked: the device took it · opened: the arm went up ·
 * passed: the car is through · refused: the bridge would not (see reason) · expired: too late · failed: the device said no or
 * the arm did not move · unknown: sent, and nothing is known.
 */
export type CommandState =
  'accepted' | 'sent' | 'acked' | 'opened' | 'passed' | 'refused' | 'expired' | 'failed' | 'unknown'

/** Why the bridge did not open. */
export type CommandFault =
  /** The car of the command is no longer in the lane. */
  | 'vehicle.notInLane'
  /** The lane is taken out of service at the lot. */
  | 'lane.closed'
  /** The relay board or camera does not answer. */
  | 'device.offline'
  /** The relay was pulsed, the arm did not rise. */
  | 'gate.stuck'
  | 'command.expired'

export interface CommandReport {
  command: CommandId
  state: CommandState
  fault?: CommandFault
}

/** Who stands in a lane now. */
export interface LaneCurrent {
  lane: LaneId
  car: { visit: VisitId; plate: PlateReading; since: Instant } | null
  barrier: 'down' | 'rising' | 'up' | 'falling' | 'stuck'
}

/** What the lot reports. Facts: they are recorded, never refused. */
export type LotEvent =
  | { type: 'vehicle.atLane'; lane: LaneId; visit: VisitId; plate: PlateReading }
  | { type: 'vehicle.passed'; lane: LaneId; visit: VisitId }
  /** The car left the lane backwards, or another way, without passing. */
  | { type: 'vehicle.turnedBack'; lane: LaneId; visit: VisitId }
  | ({ type: 'command.state' } & CommandReport)
  | { type: 'gate.stuck'; lane: LaneId }
  | { type: 'device.online'; device: string }
  | { type: 'device.offline'; device: string }

/** An event in its envelope. Delivered at least once, in the order of `sequence` per lot. */
export interface LotMessage {
  id: string
  lot: LotId
  /** Counts up by one per lot, for ever. */
  sequence: number
  /** When it happened at the lot. */
  observedAt: Instant
  /** When this delivery was sent; much later than observedAt after an outage. */
  sentAt: Instant
  event: LotEvent
}

/** The cloud's answer to a car at a lane. `show` is for the lane's display, in Chinese, two short lines at most. */
export type LaneDecision =
  | { do: 'open'; command: LaneCommand; show: string }
  /** Exit: something is due; the lane's code leads to the bill. */
  | { do: 'pay'; due: Fen; show: string }
  /** Entry: no plate was read; the lane's code lets the driver in. */
  | { do: 'identify'; show: string }
  | { do: 'refuse'; why: Refusal; show: string }

/** The cloud's answer to every message; `decision` only to vehicle.atLane. */
export interface LotAnswer {
  received: string
  decision?: LaneDecision
}

/** Why a car may not pass. The words for people hang on these in refusals.ts. */
export type Refusal =
  /** No car stands in this lane. */
  | 'no-car-in-lane'
  /** The lot has no free space. */
  | 'lot-full'
  /** A stay with this plate is open in this lot already. */
  | 'already-inside'
  /** The lane is out of service. */
  | 'lane-closed'
  /** The owner locked the car. */
  | 'car-locked'
  /** At the exit, but no stay is known for this car. */
  | 'no-stay'
  /** At the exit, and no price list can be used for the stay: only a person can let it out. */
  | 'no-price'

/** A car at an entry lane, as the rules see it. */
export interface Arrival {
  laneOpen: boolean
  freeSpaces: number
  insideAlready: boolean
}

/** A car at an exit lane, as the rules see it. */
export interface Departure {
  laneOpen: boolean
  /** `due` is null when nobody can say. */
  stay: { locked: boolean; due: Fen | null } | undefined
}

type Rule<Car> = (car: Car) => Refusal | undefined

const ENTRY_RULES: readonly Rule<Arrival>[] = [
  (car) => (car.laneOpen ? undefined : 'lane-closed'),
  (car) => (car.insideAlready ? 'already-inside' : undefined),
  (car) => (car.freeSpaces > 0 ? undefined : 'lot-full'),
]

const EXIT_RULES: readonly Rule<Departure>[] = [
  (car) => (car.laneOpen ? undefined : 'lane-closed'),
  (car) => (car.stay ? undefined : 'no-stay'),
  (car) => (car.stay?.locked ? 'car-locked' : undefined),
  (car) => (car.stay?.due === null ? 'no-price' : undefined),
]

function firstRefusal<Car>(rules: readonly Rule<Car>[], car: Car): Refusal | undefined {
  for (const rule of rules) {
    const refusal = rule(car)
    if (refusal) return refusal
  }
  return undefined
}

export const refuseEntry = (car: Arrival): Refusal | undefined => firstRefusal(ENTRY_RULES, car)

export const refuseExit = (car: Departure): Refusal | undefined => firstRefusal(EXIT_RULES, car)

/** How long a command may wait to be carried out; longer, and the next car could stand there. */
export const COMMAND_VALID_SECONDS = 10

const ENDED: ReadonlySet<CommandState> = new Set(['passed', 'refused', 'expired', 'failed'])
const ORDER: readonly CommandState[] = ['accepted', 'unknown', 'sent', 'acked', 'opened', 'passed']

/** Reports may be late or doubled: a state never goes back, and an end is an end. */
export function commandAfter(known: CommandState, told: CommandState): CommandState {
  if (known === told || known === 'passed') return known
  if (told === 'passed') return told
  if (ENDED.has(known)) return known
  if (ENDED.has(told)) return known === 'opened' ? known : told
  return ORDER.indexOf(told) > ORDER.indexOf(known) ? told : known
}
