/** Cars that come, wait, drive through, park and leave. Real time moves them; the lot's clock says when it was. */
import { randomUUID } from 'node:crypto'
import type { SimulatedLanes } from '../../bridge/drivers/simulated'
import type { Direction, LaneId, PlateReading } from '../../domain/gate'
import { instant } from '../../domain/time'
import type { Clock } from '../clock'
import type { Drawer } from './drawer'

export type Place =
  | { at: 'street' }
  /** `arrival` tells this time in a lane from every other. `space` is where it stood before. */
  | { at: 'lane'; lane: LaneId; arrival: string; since: number; space?: string }
  | { at: 'inside'; space: string }

export interface Car {
  id: string
  /** What is screwed to the car; `null` text: nothing. */
  plate: PlateReading
  /** Whether a camera can make it out: mud, fog, a bent sheet. */
  readable: boolean
  place: Place
}

export interface NewCar {
  plate: PlateReading
  readable?: boolean
}

/** Something the garage does not let happen, in words for the person at the page. */
export class NotPossible extends Error {
  override name = 'NotPossible'
}

export interface GarageOptions {
  lanes: readonly { id: LaneId; direction: Direction }[]
  spaces: readonly string[]
  devices: SimulatedLanes
  clock: Clock
  drawer: Drawer<Car[]>
  /** Milliseconds from the arm being up to the car being through. */
  passing?: number
}

const USUAL_PASSING = 2_000
const MOST_CARS = 60

export class Garage {
  readonly #cars: Map<string, Car>
  readonly #listeners = new Set<() => void>()
  readonly #leaving = new Map<LaneId, NodeJS.Timeout>()

  constructor(readonly options: GarageOptions) {
    const { drawer, devices } = options
    this.#cars = new Map(drawer.read().map((car) => [car.id, car]))
    // After a restart the same cars stand in the same lanes, by the same arrivals.
    for (const car of this.#cars.values()) this.#stand(car)
    devices.onChange((lane) => this.#laneChanged(lane))
    for (const { id } of options.lanes) this.#laneChanged(id)
  }

  cars(): Car[] {
    return [...this.#cars.values()]
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  newCar({ plate, readable = true }: NewCar): Car {
    const twin = this.cars().find((car) => car.plate.text !== null && car.plate.text === plate.text)
    if (twin) throw new NotPossible('这个车牌的车已经在场景里了')
    if (this.#cars.size >= MOST_CARS) throw new NotPossible('车太多了，先让几辆离开')
    const car: Car = { id: `car-${randomUUID().slice(0, 8)}`, plate, readable, place: { at: 'street' } }
    this.#cars.set(car.id, car)
    this.#changed()
    return car
  }

  driveTo(id: string, lane: LaneId): void {
    const car = this.#car(id)
    const { direction } = this.#lane(lane)
    const { place } = car
    if (place.at === 'lane') throw new NotPossible('这辆车正停在车道上')
    if (direction === 'entry' && place.at !== 'street') throw new NotPossible('这辆车已经在场内')
    if (direction === 'exit' && place.at !== 'inside') throw new NotPossible('这辆车还没有入场')
    if (this.#carIn(lane)) throw new NotPossible('前面还有一辆车，请稍候')
    const space = place.at === 'inside' ? { space: place.space } : {}
    car.place = { at: 'lane', lane, arrival: `arr-${randomUUID()}`, since: this.options.clock.now(), ...space }
    this.#changed()
    this.#stand(car)
  }

  /** Out of the lane backwards, to where it came from. */
  turnBack(id: string): void {
    const car = this.#car(id)
    if (car.place.at !== 'lane') throw new NotPossible('这辆车不在车道上')
    const { lane, space } = car.place
    clearTimeout(this.#leaving.get(lane))
    this.#leaving.delete(lane)
    car.place = space === undefined ? { at: 'street' } : { at: 'inside', space }
    this.options.devices.leave(lane, 'turnedBack')
    this.#changed()
  }

  /** Drives off, out of the picture. */
  remove(id: string): void {
    if (this.#car(id).place.at !== 'street') throw new NotPossible('只有在场外的车可以离开')
    this.#cars.delete(id)
    this.#changed()
  }

  close(): void {
    for (const timer of this.#leaving.values()) clearTimeout(timer)
    this.#listeners.clear()
  }

  #car(id: string): Car {
    const car = this.#cars.get(id)
    if (!car) throw new NotPossible('没有这辆车')
    return car
  }

  #lane(id: LaneId) {
    const lane = this.options.lanes.find((candidate) => candidate.id === id)
    if (!lane) throw new NotPossible('没有这条车道')
    return lane
  }

  #carIn(lane: LaneId): Car | undefined {
    return this.cars().find(({ place }) => place.at === 'lane' && place.lane === lane)
  }

  #changed(): void {
    this.options.drawer.write(this.cars())
    for (const listener of this.#listeners) listener()
  }

  #stand({ plate, readable, place }: Car): void {
    if (place.at !== 'lane') return
    const seen = readable ? plate : { text: null, colour: 'unknown' as const }
    this.options.devices.arrive(place.lane, place.arrival, seen, instant(place.since))
  }

  #laneChanged(lane: LaneId): void {
    const up = this.options.devices.driver.look(lane).barrier === 'up'
    if (up && !this.#leaving.has(lane) && this.#carIn(lane)) {
      const timer = setTimeout(() => this.#driveThrough(lane), this.options.passing ?? USUAL_PASSING)
      this.#leaving.set(lane, timer)
    }
    for (const listener of this.#listeners) listener()
  }

  #driveThrough(lane: LaneId): void {
    this.#leaving.delete(lane)
    const car = this.#carIn(lane)
    const { devices } = this.options
    if (!car || devices.driver.look(lane).barrier !== 'up') return
    // To the end of the list: whoever moved last is the newest.
    this.#cars.delete(car.id)
    this.#cars.set(car.id, car)
    car.place = this.#lane(lane).direction === 'entry' ? { at: 'inside', space: this.#freeSpace() } : { at: 'street' }
    devices.leave(lane, 'passed')
    this.#changed()
  }

  #freeSpace(): string {
    const taken = new Set(this.cars().map(({ place }) => (place.at === 'street' ? undefined : place.space)))
    const free = this.options.spaces.filter((space) => !taken.has(space))
    return free[Math.floor(Math.random() * free.length)] ?? '通道'
  }
}
