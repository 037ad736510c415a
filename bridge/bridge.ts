/** The bridge of one lot: lanes, the queue towards the cloud, and the door for the cloud. */
import { pino, type Logger } from 'pino'
import type { LaneId, LotAnswer, LotId } from '../domain/gate'
import { Commands } from './commands'
import { openDatabase } from './database'
import { startDelivery } from './delivery'
import type { Driver } from './drivers/driver'
import { EventQueue, type QueuedEvent } from './event-queue'
import { Answers } from './idempotency'
import { Lane, type LaneConfig, type LaneWorld, type Patience } from './lane'
import { Nonces } from './nonces'
import { bridgeServer } from './server'
import { keysFrom } from './signature'
import { Visits } from './visits'

export interface BridgeOptions {
  lot: LotId
  lanes: readonly LaneConfig[]
  /** The caller's to close. */
  driver: Driver
  /** Secrets by key id. The first one signs; all of them are accepted. */
  keys: Readonly<Record<string, string>>
  /** The cloud's door for events, whole. */
  cloudUrl: string
  /** Where the bridge keeps what must not be lost. */
  dir: string
  now: () => number
  log?: Logger
  host?: string
  port?: number
  patience?: Partial<Patience>
}

export interface Bridge {
  url: string
  close(): Promise<void>
}

const USUAL_PATIENCE: Patience = { decision: 1_500, arm: 3_000 }

export async function startBridge(options: BridgeOptions): Promise<Bridge> {
  const { lot, driver, cloudUrl, now, log = pino({ level: 'silent' }) } = options
  const keys = keysFrom(options.keys)
  const db = openDatabase(options.dir)
  const queue = new EventQueue(db)
  const commands = new Commands(db, queue, now)
  const patience = { ...USUAL_PATIENCE, ...options.patience }
  const world: LaneWorld = { db, driver, queue, visits: new Visits(db), commands, now, log, patience }
  const lanes = new Map<LaneId, Lane>(options.lanes.map((config) => [config.id, new Lane(config, world)]))

  const onAnswer = ({ id, event }: QueuedEvent, { decision }: LotAnswer) => {
    if (decision && event.type === 'vehicle.atLane') lanes.get(event.lane)?.decided(id, decision)
  }
  const app = bridgeServer({
    ...{ lot, lanes, commands, queue, keys, now, log },
    answers: new Answers(db, now),
    nonces: new Nonces(db, now),
    capabilities: { ...driver.capabilities, offlineReplay: true, decidesAlone: true },
  })

  const unwatch = driver.watch((signal) => lanes.get(signal.lane)?.hear(signal))
  for (const lane of lanes.values()) lane.resume()
  const delivery = startDelivery({ lot, queue, keys, cloudUrl, now, log, onAnswer })
  const url = await app.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 0 })
  log.info({ lot, url, lanes: lanes.size }, 'bridge started')
  return {
    url,
    async close() {
      unwatch()
      for (const lane of lanes.values()) lane.close()
      await delivery.close()
      await app.close()
      db.close()
    },
  }
}
