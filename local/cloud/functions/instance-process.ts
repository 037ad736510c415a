import { fork, type ChildProcess } from 'node:child_process'
import type { FunctionFolder } from './folder'
import type { Answer, Invocation } from './invocation'

/** How an invocation ended without an answer of the function. */
export type Failure = { ok: false; message: string; statusCode: number }

export type Outcome = Extract<Answer, { ok: true }> | Failure

/** What the platform calls these ends. */
const statusCode = { threw: 430, timedOut: 433, exited: 439 } as const

/** An instance seen from the gateway. */
export class InstanceProcess {
  private readonly child: ChildProcess
  private settle: ((outcome: Outcome) => void) | undefined
  gone = false

  constructor(
    private readonly folder: FunctionFolder,
    program: string,
    environment: Record<string, string>,
    log: (line: string) => void,
  ) {
    this.child = fork(program, [folder.dir], {
      env: environment,
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => log(text.trimEnd()))
    }
    this.child.on('message', (answer: Answer) =>
      this.end(answer.ok ? answer : { ...answer, statusCode: statusCode.threw }),
    )
    this.child.on('exit', () => this.leave())
    this.child.on('error', () => this.leave())
  }

  /** One at a time: the caller sees to it. */
  run(invocation: Invocation): Promise<Outcome> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.timeOut(), this.folder.timeout)
      this.settle = (outcome) => {
        clearTimeout(timer)
        this.settle = undefined
        resolve(outcome)
      }
      this.child.send(invocation, (error) => error && this.leave())
    })
  }

  kill(): void {
    this.gone = true
    this.child.kill('SIGKILL')
  }

  private timeOut(): void {
    this.kill()
    const message = `Invoking task timed out after ${this.folder.timeout / 1000} seconds`
    this.end({ ok: false, message, statusCode: statusCode.timedOut })
  }

  private leave(): void {
    this.gone = true
    this.end({ ok: false, message: 'the function process exited unexpectedly', statusCode: statusCode.exited })
  }

  private end(outcome: Outcome): void {
    this.settle?.(outcome)
  }
}
