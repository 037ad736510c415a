import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CloudOptions, type LocalCloud, startCloud } from '../../../local/cloud'
import type { Declarations } from '../../../local/cloud/database/declarations'
import { type Clock, movableClock } from '../../../local/clock'

export interface CloudUnderTest extends LocalCloud {
  dir: string
  clock: Clock
  /** What functions and the gateway printed. */
  lines: string[]
  /** Ends the gateway and starts it again on the same data. */
  restart(): Promise<CloudUnderTest>
  end(): Promise<void>
}

type Indexes = Declarations['collections'][string]['indexes']

export const noIndexes = { collections: { notes: { indexes: [] as Indexes } } }

/** A gateway with the collections asked for, on a folder of its own; the SDK of this process talks to it. */
export async function startForTest(
  declarations: Declarations = noIndexes,
  options: Partial<CloudOptions> = {},
): Promise<CloudUnderTest> {
  const dir = mkdtempSync(join(tmpdir(), 'boyi-cloud-'))
  writeFileSync(join(dir, 'indexes.json'), JSON.stringify({ permission: 'ADMINONLY', ...declarations }))
  return start(dir, options)
}

async function start(dir: string, options: Partial<CloudOptions>): Promise<CloudUnderTest> {
  const clock = movableClock(join(dir, 'clock.json'))
  const lines: string[] = []
  const cloud = await startCloud({
    dir,
    functions: join(__dirname, 'functions'),
    indexes: join(dir, 'indexes.json'),
    http: { '/public': 'actor' },
    env: {},
    clock,
    timers: 'manual',
    log: (line) => lines.push(line),
    ...options,
  })
  Object.assign(process.env, cloud.gatewayEnv())
  return {
    ...cloud,
    dir,
    clock,
    lines,
    async restart() {
      await cloud.close()
      return start(dir, options)
    },
    async end() {
      await cloud.close()
      rmSync(dir, { recursive: true })
    },
  }
}
