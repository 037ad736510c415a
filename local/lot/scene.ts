/** Everything in the lot that the page shows, as one picture. */
import type { LaneFault, SimulatedLanes } from '../../bridge/drivers/simulated'
import type { Direction, LaneCurrent, LaneId } from '../../domain/gate'
import type { Car, Garage } from './garage'
import { LANES, lotDoc, PEOPLE, type Person } from './lot'

export type FaultName = LaneFault | 'bridge-silent'

export interface LanePicture {
  id: LaneId
  name: string
  direction: Direction
  barrier: LaneCurrent['barrier']
  /** What the lane's display shows; lines are parted by a line feed. */
  display: string
  car: string | null
  faults: LaneFault[]
}

export interface Picture {
  lot: { name: string; spaces: number; zone: string }
  lanes: LanePicture[]
  cars: Car[]
  people: readonly Person[]
  bridgeSilent: boolean
}

export interface Scene {
  garage: Garage
  view(): Picture
  /** Many changes in one moment are told once. */
  onChange(listener: () => void): () => void
  setFault(name: FaultName, on: boolean, lane?: LaneId): void
}

export interface SceneOptions {
  garage: Garage
  devices: SimulatedLanes
  /** Makes the lines between lot and cloud silent. */
  silence: (on: boolean) => void
}

export function makeScene({ garage, devices, silence }: SceneOptions): Scene {
  const listeners = new Set<() => void>()
  const { name, spaces, zone } = lotDoc('')
  let bridgeSilent = false
  let pending = false

  const changed = () => {
    if (pending) return
    pending = true
    setImmediate(() => {
      pending = false
      listeners.forEach((listener) => listener())
    })
  }
  garage.onChange(changed)

  const picture = ({ id, name: laneName, direction }: (typeof LANES)[number], cars: readonly Car[]): LanePicture => ({
    ...{ id, name: laneName, direction },
    barrier: devices.driver.look(id).barrier,
    display: devices.display(id),
    car: cars.find(({ place }) => place.at === 'lane' && place.lane === id)?.id ?? null,
    faults: devices.faults(id),
  })

  return {
    garage,
    view() {
      const cars = garage.cars()
      const lanes = LANES.map((lane) => picture(lane, cars))
      return { lot: { name, spaces, zone }, lanes, cars, people: PEOPLE, bridgeSilent }
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    setFault(fault, on, lane) {
      if (fault === 'bridge-silent') {
        bridgeSilent = on
        silence(on)
      } else for (const { id } of LANES) if (lane === undefined || lane === id) devices.setFault(id, fault, on)
      changed()
    },
  }
}
