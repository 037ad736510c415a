import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBridge, type Bridge, type BridgeOptions } from '../../bridge/bridge'
import { simulatedLanes, type SimulatedLanes } from '../../bridge/drivers/simulated'
import { bridgeClient } from '../../cloudfunctions/server/cloudbase/bridge-client'
import type { Bridge as BridgePort } from '../../cloudfunctions/server/ports'
import type { CommandId, CommandState, LaneCommand, LaneId, PlateReading, VisitId } from '../../domain/gate'
import { instant } from '../../domain/time'
import { fakeCloud, KEYS, LOT, SECRETS, type FakeCloud } from './fake-cloud'

export const ENTRY = 'north:in' as LaneId
export const EXIT = 'north:out' as LaneId
export const BLUE: PlateReading = { text: '京A12345', colour: 'blue' }
export const GREEN: PlateReading = { text: '京AD12345', colour: 'green' }

/** Arms that move in an instant, and a bridge that waits for nobody long. */
const QUICK_ARM = { rise: 15, fall: 15, stayUp: 5_000 }
const QUICK = { decision: 150, arm: 120 }

export interface LotUnderTest {
  cloud: FakeCloud
  lanes: SimulatedLanes
  bridge: Bridge
  port: BridgePort
  /** The clock of bridge and cloud, ahead of real time. */
  ahead: number
  /** Stops the bridge, lets something happen, and starts it again. */
  restart(meanwhile?: () => void): Promise<void>
  close(): Promise<void>
}

export async function lotUnderTest(options: Partial<BridgeOptions> = {}): Promise<LotUnderTest> {
  const dir = mkdtempSync(join(tmpdir(), 'bridge-'))
  const cloud = await fakeCloud()
  const lanes = simulatedLanes([ENTRY, EXIT], QUICK_ARM)
  const now = () => Date.now() + lot.ahead
  cloud.now = now
  const start = () =>
    startBridge({
      ...{ lot: LOT, driver: lanes.driver, keys: SECRETS, cloudUrl: cloud.url, dir, now, patience: QUICK },
      lanes: [
        { id: ENTRY, direction: 'entry', open: true, alone: 'open' },
        { id: EXIT, direction: 'exit', open: true, alone: 'wait' },
      ],
      ...options,
    })
  const lot: LotUnderTest = {
    ...{ cloud, lanes, ahead: 0 },
    bridge: undefined as unknown as Bridge,
    port: bridgeClient({
      address: async () => lot.bridge.url,
      keys: KEYS,
      now: () => instant(now()),
      timeoutMs: 2_000,
    }),
    async restart(meanwhile) {
      await lot.bridge.close()
      meanwhile?.()
      lot.bridge = await start()
    },
    async close() {
      await lot.bridge.close()
      await lanes.driver.close()
      await cloud.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
  lot.bridge = await start()
  return lot
}

/** Waits until `look` finds something; at most three seconds. */
export async function until<T>(look: () => T | undefined | false | null, what = 'what was waited for'): Promise<T> {
  for (const end = Date.now() + 3_000; Date.now() < end; await pause(5)) {
    const found = look()
    if (found) return found
  }
  throw new Error(`${what} did not happen`)
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

let cars = 0

/** A car drives up; the visit that the bridge named it. */
export async function arrive({ port, lanes }: LotUnderTest, lane: LaneId, plate: PlateReading): Promise<VisitId> {
  lanes.arrive(lane, `car-${++cars}`, plate, instant(Date.now()))
  const { car } = await port.current(LOT, lane)
  if (!car) throw new Error('the bridge sees no car')
  return car.visit
}

let commands = 0

export const openFor = (lane: LaneId, visit: VisitId, change: Partial<LaneCommand> = {}): LaneCommand => ({
  id: `cmd-${++commands}` as CommandId,
  ...{ lane, action: 'open', cause: 'paid', visit },
  expiresAt: instant(Date.now() + 10_000),
  ...change,
})

/** The states that the bridge reported for a command, in the order in which the cloud learnt them. */
export const reported = ({ cloud }: LotUnderTest, id: CommandId): CommandState[] =>
  cloud.messages.flatMap(({ event }) => (event.type === 'command.state' && event.command === id ? [event.state] : []))

export const eventTypes = ({ cloud }: LotUnderTest): string[] => cloud.messages.map(({ event }) => event.type)
