import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { CloudOptions } from '../../local/cloud'

export interface GatewayProcess {
  url: string
  /** Points an SDK at the gateway. */
  env: Record<string, string>
  /** kill -9, and the end of the process. */
  kill(): Promise<void>
}

const MAIN = join(__dirname, '../../local/cloud/main.ts')

/** The gateway in a process of its own, so that a test can kill it. */
export async function gatewayProcess(options: Omit<CloudOptions, 'clock' | 'log'>): Promise<GatewayProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { url, gatewayEnv } = JSON.parse(await firstLine(child)) as { url: string; gatewayEnv: Record<string, string> }
  return {
    url,
    env: gatewayEnv,
    async kill() {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) return line
  throw new Error('the gateway ended before it listened')
}
