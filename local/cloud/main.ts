/**
 * The gateway as a process of its own: `tsx local/cloud/main.ts '<options as JSON>'`, the options being startCloud's without the
 * clock. Its first line on standard output says where it listens, and the environment that points an SDK at it.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { movableClock } from '../clock'
import { startCloud } from './cloud'
import type { CloudOptions } from './options'

async function main(): Promise<void> {
  const options = JSON.parse(process.argv[2] ?? '{}') as Omit<CloudOptions, 'clock' | 'log'>
  mkdirSync(options.dir, { recursive: true })
  const log = (line: string) => process.stderr.write(`${line}\n`)
  const cloud = await startCloud({ ...options, clock: movableClock(join(options.dir, 'clock.json')), log })
  process.stdout.write(`${JSON.stringify({ url: cloud.url, gatewayEnv: cloud.gatewayEnv() })}\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void cloud.close().then(() => process.exit()))
}

void main()
