import { DeviceOffline, type Driver, type Signal } from '../../../bridge/drivers/driver'
import type { LaneId } from '../../../domain/gate'

/** A lane on a driver, with the hands that move cars and break things on the other side of it. */
export interface LaneOnTrial {
  driver: Driver
  lane: LaneId
  /** A car comes onto the loop. */
  arrive(): void
  passes(): void
  turnsBack(): void
  /** The motor holds the arm down, or lets it go. */
  jam(on: boolean): void
  /** The device is cut off, or back. */
  cutOff(on: boolean): void
  close(): Promise<void>
}

/** What the bridge relies on, whichever driver moves the barrier. */
export function barrierBehaves(name: string, makeLane: () => Promise<LaneOnTrial>): void {
  describe(name, () => {
    let trial: LaneOnTrial
    let signals: Signal[]
    beforeEach(async () => {
      trial = await makeLane()
      signals = []
      trial.driver.watch((signal) => signals.push(signal))
    })
    afterEach(() => trial.close())

    const look = () => trial.driver.look(trial.lane)
    const seen = (type: Signal['type']) => signals.filter((signal) => signal.type === type)
    const barrierIs = async (position: string) => {
      for (const end = Date.now() + 3_000; look().barrier !== position;) {
        if (Date.now() > end) throw new Error(`the arm is ${look().barrier}, not ${position}`)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    }

    test('nothing stands in a lane at first, and the arm is down', () => {
      expect(look()).toEqual({ online: true, barrier: 'down', arrival: null })
    })

    test('a car that comes is told once, and seen until it leaves', () => {
      trial.arrive()
      expect(seen('arrived')).toHaveLength(1)
      expect(seen('arrived')[0]).toMatchObject({ lane: trial.lane, arrival: look().arrival })
      trial.turnsBack()
      expect(seen('left')).toMatchObject([{ how: 'turnedBack' }])
      expect(look().arrival).toBeNull()
    })

    test('no two arrivals share a name', () => {
      trial.arrive()
      const first = look().arrival?.id
      trial.turnsBack()
      trial.arrive()
      expect(look().arrival?.id).not.toBe(first)
    })

    test('the arm rises when it is ordered, and tells when it is up', async () => {
      trial.arrive()
      await trial.driver.raise(trial.lane)
      await barrierIs('up')
      expect(seen('barrier').at(-1)).toMatchObject({ barrier: 'up' })
    })

    test('the arm does not move without an order', async () => {
      trial.arrive()
      await new Promise((resolve) => setTimeout(resolve, 100))
      expect(look().barrier).toBe('down')
      expect(seen('barrier')).toEqual([])
    })

    test('a car that drives through is told as passed, and the arm comes down behind it', async () => {
      trial.arrive()
      await trial.driver.raise(trial.lane)
      await barrierIs('up')
      trial.passes()
      expect(seen('left')).toMatchObject([{ how: 'passed' }])
      await barrierIs('down')
    })

    test('an order while the arm comes down raises it again', async () => {
      await trial.driver.raise(trial.lane)
      await barrierIs('up')
      await trial.driver.lower(trial.lane)
      await trial.driver.raise(trial.lane)
      await barrierIs('up')
    })

    test('an arm that was ordered down comes down', async () => {
      await trial.driver.raise(trial.lane)
      await barrierIs('up')
      await trial.driver.lower(trial.lane)
      await barrierIs('down')
    })

    test('an arm that is jammed is never told as up', async () => {
      trial.jam(true)
      await trial.driver.raise(trial.lane)
      await new Promise((resolve) => setTimeout(resolve, 150))
      expect(look().barrier).not.toBe('up')
      expect(seen('barrier')).not.toContainEqual(expect.objectContaining({ barrier: 'up' }))
    })

    test('a device that is cut off takes no order, says so, and comes back', async () => {
      trial.cutOff(true)
      expect(look().online).toBe(false)
      await expect(trial.driver.raise(trial.lane)).rejects.toThrow(DeviceOffline)
      await expect(trial.driver.show(trial.lane, '欢迎')).rejects.toThrow(DeviceOffline)
      trial.cutOff(false)
      expect(seen('device')).toMatchObject([{ online: false }, { online: true }])
      await trial.driver.raise(trial.lane)
      await barrierIs('up')
    })
  })
}
