/** The machine as a process that dies at a named point and is started again on the same data. */
import { fork, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as esbuild from 'esbuild'
import { keepCompiled } from '../../../local/code-cache'
import type { Order, Point, Report } from './point'

const ROOT = path.resolve(__dirname, '../../..')
const PROGRAM = path.join(ROOT, 'dist/machine-to-kill')

/** It starts some twenty times, and from one file in a third of the time. What is loaded as a binary stays outside. */
export async function buildMachine(): Promise<void> {
  await esbuild.build({
    entryPoints: [path.join(__dirname, 'machine-to-kill.ts')],
    outfile: path.join(PROGRAM, 'index.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['libsql', 'esbuild', 'glass-easel-template-compiler'],
    plugins: [ownFolders],
    logLevel: 'error',
  })
  keepCompiled(PROGRAM)
}

/** A source finds what lies beside it although it runs from elsewhere. */
const ownFolders: esbuild.Plugin = {
  name: 'own-folders',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path: file }) => ({
      loader: 'ts',
      contents: readFileSync(file, 'utf8').replaceAll('__dirname', JSON.stringify(path.dirname(file))),
    }))
  },
}

/** The machine died while somebody spoke with it. */
export class Gone extends Error {
  override name = 'Gone'
}

export interface Reply<Body> {
  ok: boolean
  body: Body
}

export class MachineProcess {
  #child: ChildProcess | undefined
  #running: Promise<void> | undefined
  #plan: Point[] = []
  #struck = 0

  constructor(
    readonly dir: string,
    readonly port: number,
  ) {}

  /** How many of the points were reached. */
  get struck(): number {
    return this.#struck
  }

  start(): Promise<void> {
    const running = this.#start()
    // Whoever waits for it is told; it may be nobody.
    running.catch(() => undefined)
    return (this.#running = running)
  }

  /** Resolves when it runs again. */
  back(): Promise<void> {
    return this.#running ?? Promise.reject(new Error('it was never started'))
  }

  /** It dies at the first of these, and each time that it runs again at the next. */
  async willDie(points: readonly Point[]): Promise<void> {
    this.#struck = 0
    this.#plan = [...points]
    await this.#tellNext()
  }

  raise(lane: string): Promise<void> {
    return this.#tell({ do: 'raise', lane })
  }

  /** @throws Gone */
  async ask<Body>(door: string, body?: object, headers: Record<string, string> = {}): Promise<Reply<Body>> {
    const request = new Request(`http://127.0.0.1:${this.port}${door}`, {
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    })
    try {
      const response = await fetch(request)
      return { ok: response.ok, body: (await response.json()) as Body }
    } catch (error) {
      throw new Gone(`${door} did not answer`, { cause: error })
    }
  }

  async end(): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    process.kill(-(child.pid ?? NaN), 'SIGKILL')
    await ended
  }

  async #start(): Promise<void> {
    const child = fork(path.join(PROGRAM, 'index.js'), { detached: true })
    this.#child = child
    child.once('exit', (code, signal) => this.#ended(child, signal ?? code))
    child.on('message', (report: Report) => {
      if (!('struck' in report)) return
      this.#strike()
      void this.#tellNext()
    })
    const [point] = this.#plan
    child.send({ do: 'start', dir: this.dir, port: this.port, ...(point && { point }) } satisfies Order)
    await heard(child, (report) => 'url' in report)
  }

  #ended(child: ChildProcess, how: NodeJS.Signals | number | null): void {
    if (this.#child !== child) return
    if (how !== 'SIGKILL' || this.#plan.length === 0) {
      this.#running = Promise.reject(new Error(`the machine ended by itself: ${how}`))
      return void this.#running.catch(() => undefined)
    }
    this.#strike()
    void this.start()
  }

  #strike(): void {
    this.#plan.shift()
    this.#struck++
  }

  async #tellNext(): Promise<void> {
    const [point] = this.#plan
    if (point) await this.#tell({ do: 'die', point })
  }

  async #tell(order: Order): Promise<void> {
    const child = this.#child
    if (!child) throw new Error('nothing runs')
    const done = heard(child, (report) => 'done' in report)
    child.send(order)
    await done
  }
}

function heard<Heard extends Report>(child: ChildProcess, is: (report: Report) => report is Heard): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const listen = (report: Report) => {
      if (!is(report)) return
      child.off('message', listen)
      child.off('exit', gone)
      resolve(report)
    }
    const gone = () => reject(new Gone('it ended before it answered'))
    child.on('message', listen)
    child.once('exit', gone)
  })
}
