/** The demo lot: a garage with cars, the reference bridge on simulated lanes, and what the cloud must know of them. */
import path from 'node:path'
import type { FastifyPluginAsync } from 'fastify'
import { pino } from 'pino'
import { startBridge } from '../../bridge/bridge'
import { simulatedLanes, type SimulatedLanes } from '../../bridge/drivers/simulated'
import type { LaneId } from '../../domain/gate'
import { instant } from '../../domain/time'
import type { Clock } from '../clock'
import type { LocalCloud } from '../cloud'
import { couponDocs, newPiles, type Pile } from './coupons'
import { drawer } from './drawer'
import { Garage, type Car } from './garage'
import { startLine, type Line } from './line'
import { LANE_CONFIGS, LANE_DOCS, LANES, LOT_ID, lotDoc, SPACES, TARIFF_DOC, vehicleDocs } from './lot'
import { parkedCars } from './parked'
import { lotRoutes } from './routes'
import { makeScene, type Scene } from './scene'

export interface LotOptions {
  /** Where the cars and the bridge's queue are kept. */
  dir: string
  clock: Clock
  cloud: Pick<LocalCloud, 'seed'>
  /** Secrets by key id, shared with the cloud. */
  bridgeKeys: Readonly<Record<string, string>>
  /** The cloud's address; the bridge speaks to its /gate-link. */
  cloudUrl: string
  /** The bridge's port, as the cloud sees it. */
  port?: number
  log?: (line: string) => void
  /** Makes the lanes' devices, given the lanes and which arms are up; unless given, simulated ones with the usual times. */
  devices?: (lanes: readonly LaneId[], up: readonly LaneId[]) => SimulatedLanes
  /** Milliseconds from the arm being up to the car being through. */
  passing?: number
}

export interface LocalLot {
  /** Where the cloud reaches the bridge. */
  bridgeUrl: string
  lanes: readonly LaneId[]
  /** What the shops have to give away. */
  coupons: readonly Pile[]
  scene: Scene
  /** To be mounted under /__lot. */
  routes: FastifyPluginAsync
  close(): Promise<void>
}

export async function startLot(options: LotOptions): Promise<LocalLot> {
  const { dir, clock, cloudUrl, port, log = () => undefined } = options
  const first = parkedCars(clock.now())
  const cars = drawer<Car[]>(path.join(dir, 'cars.json'), () => first.cars)
  const devices = devicesIn(dir, options.devices)
  const { passing } = options
  const garage = new Garage({
    ...{ lanes: LANES, spaces: SPACES, devices, clock, drawer: cars },
    ...(passing !== undefined && { passing }),
  })

  const toCloud = await startLine(portOf(cloudUrl))
  const bridge = await startBridge({
    ...{ lot: LOT_ID, lanes: LANE_CONFIGS, driver: devices.driver, keys: options.bridgeKeys, now: () => clock.now() },
    cloudUrl: `http://127.0.0.1:${toCloud.port}/gate-link`,
    dir: path.join(dir, 'bridge'),
    log: pino({ level: 'warn' }, { write: (line) => log(`bridge: ${line.trimEnd()}`) }),
  })
  const toBridge = await startLine(portOf(bridge.url), port)
  const bridgeUrl = `http://127.0.0.1:${toBridge.port}`
  await seed(options, bridgeUrl, first)
  const coupons = await seedCoupons(options)

  const lines: readonly Line[] = [toCloud, toBridge]
  const silence = (on: boolean) => lines.forEach((line) => line.setSilent(on))
  const scene = makeScene({ garage, devices, silence })
  return {
    bridgeUrl,
    lanes: LANES.map(({ id }) => id),
    coupons,
    scene,
    routes: lotRoutes(scene),
    async close() {
      garage.close()
      for (const part of [bridge, ...lines, devices.driver]) await part.close()
    },
  }
}

/** Arms do not fall when the machine stops: those that were up are up again. */
function devicesIn(
  dir: string,
  make: LotOptions['devices'] = (lanes, up) => simulatedLanes(lanes, undefined, up),
): SimulatedLanes {
  const arms = drawer<LaneId[]>(path.join(dir, 'arms-up.json'), () => [])
  const ids = LANES.map(({ id }) => id)
  let known = arms.read()
  const devices = make(ids, known)
  devices.onChange(() => {
    const up = ids.filter((id) => ['rising', 'up'].includes(devices.driver.look(id).barrier))
    if (up.join() !== known.join()) arms.write((known = up))
  })
  return devices
}

const portOf = (url: string): number => Number(new URL(url).port)

/** The lot and its price list at each start, since the bridge's address may change; what lives on only at the first. */
async function seed({ dir, clock, cloud }: LotOptions, bridge: string, { stays }: ReturnType<typeof parkedCars>) {
  await cloud.seed('tariffs', [TARIFF_DOC])
  await cloud.seed('lots', [lotDoc(bridge)])
  const seeded = drawer(path.join(dir, 'seeded.json'), () => ({ done: false }))
  if (seeded.read().done) return
  await cloud.seed('lanes', LANE_DOCS)
  await cloud.seed('vehicles', vehicleDocs(clock.now()))
  await cloud.seed('stays', stays)
  seeded.write({ done: true })
}

/** Once, and kept: a code that was given away stays good. */
async function seedCoupons({ dir, clock, cloud }: LotOptions): Promise<Pile[]> {
  const kept = drawer<Pile[]>(path.join(dir, 'coupons.json'), () => [])
  if (kept.read().length > 0) return kept.read()
  const piles = newPiles()
  const { batches, coupons } = couponDocs(piles, instant(clock.now()))
  await cloud.seed('couponBatches', batches)
  await cloud.seed('coupons', coupons)
  kept.write(piles)
  return piles
}
