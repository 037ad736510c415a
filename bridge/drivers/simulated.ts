/** Lanes without hardware: arms that take time to move, a camera, a loop, a display, and the faults of all of them. */
import type { LaneId, PlateReading } from '../../domain/gate'
import type { Instant } from '../wire'
import { DeviceOffline, type Arrival, type Barrier, type Driver, type LaneSight, type Signal } from './driver'

/** What can go wrong with a lane's devices. */
export type LaneFault =
  /** The relay board, camera and display do not answer. */
  | 'device-offline'
  /** The motor does not move the arm. */
  | 'arm-stuck'
  /** The camera sees a car, but reads no plate. */
  | 'camera-blind'

/** The side of the lane on which cars are: whoever plays the street moves them here. */
export interface SimulatedLanes {
  readonly driver: Driver
  /** A car drives onto the loop. @throws RangeError while another one stands there. */
  arrive(lane: LaneId, id: string, plate: PlateReading, since: Instant): void
  /** @throws RangeError when `passed` and the arm is not up. */
  leave(lane: LaneId, how: 'passed' | 'turnedBack'): void
  setFault(lane: LaneId, fault: LaneFault, on: boolean): void
  faults(lane: LaneId): LaneFault[]
  display(lane: LaneId): string
  /** How often the arm was ordered up. */
  raised(lane: LaneId): number
  onChange(listener: (lane: LaneId) => void): () => void
}

/** Milliseconds that an arm takes. */
export interface ArmTimes {
  rise: number
  fall: number
  /** An arm under which nobody drives comes down by itself. */
  stayUp: number
}

interface Lane {
  id: LaneId
  barrier: Barrier
  arrival: Arrival | null
  display: string
  faults: Set<LaneFault>
  raised: number
  timer?: NodeJS.Timeout
}

const USUAL_TIMES: ArmTimes = { rise: 600, fall: 600, stayUp: 20_000 }

/** `up`: the lanes whose arms are up at the start, as after a power cut in the control room. */
export function simulatedLanes(
  ids: readonly LaneId[],
  times: ArmTimes = USUAL_TIMES,
  up: readonly LaneId[] = [],
): SimulatedLanes {
  const lanes = new Map<LaneId, Lane>(
    ids.map((id) => [id, { id, barrier: 'down', arrival: null, display: '', faults: new Set(), raised: 0 }]),
  )
  const watchers = new Set<(signal: Signal) => void>()
  const listeners = new Set<(lane: LaneId) => void>()

  const laneOf = (id: LaneId): Lane => {
    const lane = lanes.get(id)
    if (!lane) throw new RangeError(`no lane ${id}`)
    return lane
  }
  const changed = (lane: Lane) => listeners.forEach((listener) => listener(lane.id))
  /** A board that is offline tells nobody anything; what it missed is seen by looking, once it is back. */
  const tell = (lane: Lane, signal: Signal) => {
    if (!lane.faults.has('device-offline') || signal.type === 'device') watchers.forEach((watcher) => watcher(signal))
    changed(lane)
  }
  const answering = (id: LaneId): Lane => {
    const lane = laneOf(id)
    if (lane.faults.has('device-offline')) throw new DeviceOffline(`the devices of ${id} do not answer`)
    return lane
  }

  function move(lane: Lane, barrier: Barrier, next?: { after: number; step: () => void }): void {
    clearTimeout(lane.timer)
    lane.barrier = barrier
    if (next) lane.timer = setTimeout(next.step, next.after)
    tell(lane, { type: 'barrier', lane: lane.id, barrier })
  }

  const fall = (lane: Lane) => move(lane, 'falling', { after: times.fall, step: () => move(lane, 'down') })

  const stay = (lane: Lane) => move(lane, 'up', { after: times.stayUp, step: () => fall(lane) })

  const rise = (lane: Lane) =>
    move(lane, 'rising', {
      after: times.rise,
      step: () => (lane.faults.has('arm-stuck') ? move(lane, 'stuck') : stay(lane)),
    })

  const driver: Driver = {
    capabilities: { confirmsOpen: true, detectsPresence: true, detectsPassage: true, display: true },
    look: (id): LaneSight => {
      const { faults, barrier, arrival } = laneOf(id)
      return { online: !faults.has('device-offline'), barrier, arrival }
    },
    async raise(id) {
      const lane = answering(id)
      lane.raised++
      if (lane.barrier !== 'up') rise(lane)
    },
    async lower(id) {
      const lane = answering(id)
      if (lane.barrier === 'up' || lane.barrier === 'rising') fall(lane)
    },
    async show(id, text) {
      const lane = answering(id)
      lane.display = text
      changed(lane)
    },
    watch(watcher) {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    async close() {
      for (const lane of lanes.values()) clearTimeout(lane.timer)
      watchers.clear()
    },
  }

  function leave(id: LaneId, how: 'passed' | 'turnedBack'): void {
    const lane = laneOf(id)
    if (!lane.arrival) return
    if (how === 'passed' && lane.barrier !== 'up') throw new RangeError(`the arm of ${id} is ${lane.barrier}`)
    const { id: arrival } = lane.arrival
    lane.arrival = null
    lane.display = ''
    tell(lane, { type: 'left', lane: id, arrival, how })
    if (how === 'passed') fall(lane)
  }

  function setFault(id: LaneId, fault: LaneFault, on: boolean): void {
    const lane = laneOf(id)
    if (lane.faults.has(fault) === on) return
    if (on) lane.faults.add(fault)
    else lane.faults.delete(fault)
    if (fault === 'device-offline') tell(lane, { type: 'device', lane: id, device: `${id}/board`, online: !on })
    if (fault === 'arm-stuck' && !on && lane.barrier === 'stuck') fall(lane)
    changed(lane)
  }

  for (const id of up) stay(laneOf(id))
  return {
    driver,
    arrive(id, name, plate, since) {
      const lane = laneOf(id)
      if (lane.arrival) throw new RangeError(`a car stands in ${id} already`)
      const read = lane.faults.has('camera-blind') ? { text: null, colour: 'unknown' as const } : plate
      lane.arrival = { id: name, plate: read, since }
      tell(lane, { type: 'arrived', lane: id, arrival: lane.arrival })
    },
    leave,
    setFault,
    faults: (id) => [...laneOf(id).faults],
    display: (id) => laneOf(id).display,
    raised: (id) => laneOf(id).raised,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
