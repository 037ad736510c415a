/** What the bridge needs from the devices of a lane, whoever made them. */
import type { LaneCurrent, LaneId, PlateReading } from '../../domain/gate'
import type { Instant } from '../wire'

export type Barrier = LaneCurrent['barrier']

/** A car that came into a lane. */
export interface Arrival {
  /**
   * Tells this arrival from every other, before and after a restart of the bridge. A device that cannot tell gives a new name
   * after a restart: the bridge then takes the car for another one, which is the safe mistake.
   */
  id: string
  plate: PlateReading
  since: Instant
}

/** What the devices of a lane show at this moment. */
export interface LaneSight {
  online: boolean
  barrier: Barrier
  arrival: Arrival | null
}

export type Signal =
  | { type: 'arrived'; lane: LaneId; arrival: Arrival }
  | { type: 'left'; lane: LaneId; arrival: string; how: 'passed' | 'turnedBack' }
  | { type: 'barrier'; lane: LaneId; barrier: Barrier }
  | { type: 'device'; lane: LaneId; device: string; online: boolean }

export interface Capabilities {
  /** A sensor tells that the arm is up; without it a command ends at acked. */
  confirmsOpen: boolean
  /** A loop or camera tells that a car stands there. */
  detectsPresence: boolean
  /** A loop or camera tells that the car is through. */
  detectsPassage: boolean
  display: boolean
}

export interface Driver {
  readonly capabilities: Capabilities
  look(lane: LaneId): LaneSight
  /** Pulses the relay that raises the arm. Resolves when the device took the order, not when the arm is up. @throws DeviceOffline */
  raise(lane: LaneId): Promise<void>
  /** Lowers the arm, as soon as nothing is under it. @throws DeviceOffline */
  lower(lane: LaneId): Promise<void>
  /** Two short lines on the lane's display, at most. @throws DeviceOffline */
  show(lane: LaneId, text: string): Promise<void>
  watch(listener: (signal: Signal) => void): () => void
  close(): Promise<void>
}

export class DeviceOffline extends Error {
  override name = 'DeviceOffline'
}
