import { randomBytes } from 'node:crypto'
import { CloudError } from '../errors'
import type { Callers } from '../gateway/callers'
import { limits } from '../limits'
import type { Clock } from '../../clock'
import { type FunctionFolder, functionFolder } from './folder'
import { InstanceProcess, type Outcome } from './instance-process'

/** Who calls a function, as its environment will say. */
export interface Identity {
  openid?: string
  unionid?: string
  source: string
}

export interface PoolOptions {
  /** The folder of the built functions. */
  root: string
  /** The compiled instance program. */
  program: string
  appid: string
  clock: Clock
  callers: Callers
  /** The environment of every instance. */
  environment: (name: string) => Record<string, string>
  log: (functionName: string, line: string) => void
  instancesPerFunction: number
  /** Milliseconds after which an idle instance is given up. */
  idle: number
}

interface Slot {
  instance: InstanceProcess
  busy: boolean
  token?: string
  trim?: NodeJS.Timeout
}

/** The running instances of all functions: warm ones first, more as calls overlap, fewer when idle. */
export class Pool {
  private readonly slots = new Map<string, Slot[]>()
  private readonly waiting = new Map<string, (() => void)[]>()
  private closed = false

  constructor(private readonly options: PoolOptions) {}

  /** The function's result as JSON text. */
  async invoke(name: string, event: unknown, identity: Identity): Promise<{ requestId: string; result: string }> {
    const folder = functionFolder(this.options.root, name)
    checkSize('event', JSON.stringify(event ?? null), limits.functionEvent)
    const requestId = randomBytes(10).toString('hex')
    const slot = await this.take(folder)
    const outcome = await this.run(folder, slot, event, identity, requestId)
    if (outcome.ok) return { requestId, result: checkSize('result', outcome.result, limits.functionResult) }
    const { message, statusCode } = outcome
    throw new CloudError(
      'FUNCTIONS_EXECUTE_FAIL',
      JSON.stringify({ errorCode: 1, errorMessage: message, requestId, statusCode }),
    )
  }

  /** Ends all instances of a function; how many there were. */
  kill(name: string): number {
    const slots = this.slots.get(name) ?? []
    this.slots.delete(name)
    for (const slot of slots) this.release(slot)
    return slots.length
  }

  close(): void {
    this.closed = true
    for (const name of [...this.slots.keys()]) this.kill(name)
  }

  size(name: string): number {
    return this.slots.get(name)?.length ?? 0
  }

  private async run(
    folder: FunctionFolder,
    slot: Slot,
    event: unknown,
    identity: Identity,
    requestId: string,
  ): Promise<Outcome> {
    const { callers, clock } = this.options
    const ahead = clock.ahead()
    if (slot.token) callers.retire(slot.token)
    slot.token = callers.issue({ ...identity, openApi: folder.openApi, ahead })
    const environment = this.invocationEnvironment(identity, slot.token, requestId)
    const context = contextOf(folder, environment, requestId)
    try {
      return await slot.instance.run({ event, context, environment, ahead })
    } finally {
      this.giveBack(folder, slot)
    }
  }

  private async take(folder: FunctionFolder): Promise<Slot> {
    for (;;) {
      if (this.closed) throw new CloudError('FUNCTIONS_EXECUTE_FAIL', 'the local cloud is closed')
      const slots = (this.slots.get(folder.name) ?? []).filter(({ busy, instance }) => busy || !instance.gone)
      this.slots.set(folder.name, slots)
      const idle = slots.find(({ busy }) => !busy)
      const slot = idle ?? (slots.length < this.options.instancesPerFunction ? this.start(folder) : undefined)
      if (slot) {
        clearTimeout(slot.trim)
        slot.busy = true
        return slot
      }
      await new Promise<void>((resolve) => this.queue(folder.name).push(resolve))
    }
  }

  private start(folder: FunctionFolder): Slot {
    const { program, environment, log } = this.options
    const instance = new InstanceProcess(folder, program, environment(folder.name), (line) => log(folder.name, line))
    const slot: Slot = { instance, busy: true }
    this.slots.set(folder.name, [...(this.slots.get(folder.name) ?? []), slot])
    return slot
  }

  private giveBack(folder: FunctionFolder, slot: Slot): void {
    slot.busy = false
    if (slot.instance.gone) this.remove(folder.name, slot)
    else slot.trim = setTimeout(() => this.remove(folder.name, slot), this.options.idle).unref()
    this.queue(folder.name).shift()?.()
  }

  private remove(name: string, slot: Slot): void {
    this.slots.set(
      name,
      (this.slots.get(name) ?? []).filter((other) => other !== slot),
    )
    this.release(slot)
  }

  private release(slot: Slot): void {
    clearTimeout(slot.trim)
    if (slot.token) this.options.callers.retire(slot.token)
    slot.instance.kill()
  }

  private queue(name: string): (() => void)[] {
    const queue = this.waiting.get(name) ?? []
    this.waiting.set(name, queue)
    return queue
  }

  private invocationEnvironment(
    { openid, unionid, source }: Identity,
    token: string,
    requestId: string,
  ): Record<string, string> {
    const caller = {
      ...(openid !== undefined && { WX_OPENID: openid, WX_APPID: this.options.appid, WX_CLIENTIP: '127.0.0.1' }),
      ...(unionid !== undefined && { WX_UNIONID: unionid }),
      WX_API_TOKEN: token,
    }
    return {
      ...caller,
      WX_CONTEXT_KEYS: Object.keys(caller).join(','),
      TCB_CONTEXT_KEYS: 'TCB_ENV,TCB_SEQID,TCB_SOURCE',
      TCB_SEQID: requestId,
      TCB_SOURCE: source,
    }
  }
}

function contextOf(
  folder: FunctionFolder,
  environment: Record<string, string>,
  requestId: string,
): Record<string, unknown> {
  return {
    callbackWaitsForEmptyEventLoop: true,
    memory_limit_in_mb: 256,
    time_limit_in_ms: folder.timeout,
    request_id: requestId,
    environ: Object.entries(environment)
      .map(([name, value]) => `${name}=${value}`)
      .join(';'),
    environment: JSON.stringify(environment),
    function_version: '$LATEST',
    function_name: folder.name,
    namespace: 'local',
  }
}

function checkSize(what: string, json: string, most: number): string {
  if (Buffer.byteLength(json) <= most) return json
  throw new CloudError('FUNCTIONS_EXECUTE_FAIL', `function ${what} size exceed limit (${most / 1024 / 1024}MB)`)
}
