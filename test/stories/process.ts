/** The machine as `npm start` runs it: a process of its own, that a person ends with Ctrl-C and a power cut ends without. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePorts } from '../support/free-ports'

const ROOT = path.resolve(__dirname, '../..')

export interface Started {
  url: string
  /** Ctrl-C: it tidies up and ends. */
  interrupt(): Promise<void>
  /** kill -9: it ends in the middle of whatever it does. */
  kill(): Promise<void>
}

export interface Processes {
  /** Starts it on the same data and ports as before. */
  start(): Promise<Started>
}

export function useProcesses(): Processes {
  const dir = mkdtempSync(path.join(tmpdir(), 'boyi-process-'))
  let port = 0
  let running: ChildProcess | undefined
  beforeAll(async () => {
    port = await freePorts(4)
  })
  afterAll(async () => {
    if (running) await end(running, 'SIGKILL')
    rmSync(dir, { recursive: true, force: true })
  })
  return {
    async start() {
      const child = spawn(process.execPath, ['--import', 'tsx', 'local/start.ts', '--as-built'], {
        cwd: ROOT,
        env: { ...process.env, PORT: String(port), BOYI_DATA: dir },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      running = child
      return {
        url: await printedAddress(child),
        interrupt: () => end(child, 'SIGINT'),
        kill: () => end(child, 'SIGKILL'),
      }
    },
  }
}

function printedAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    child.once('exit', (code) => reject(new Error(`it ended with ${code} before it printed its address: ${printed}`)))
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      const [address] = /http:\/\/\S+/.exec(printed) ?? []
      if (address) resolve(address)
    })
  })
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await ended
}
