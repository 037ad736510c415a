/**
 * One function instance: runs in a process of its own, one invocation at a time, as the platform's Node runtime does.
 * Compiled to plain JavaScript when the gateway starts, so that a cold start loads nothing but the function.
 */
import type { Answer, Invocation } from './invocation'

type Main = (event: unknown, context: unknown) => unknown

const RealDate = Date
let ahead = 0
let given: string[] = []
let main: Main | undefined

moveClock()
process.on('message', (invocation: Invocation) => void answer(invocation))
process.on('disconnect', () => process.exit())

async function answer(invocation: Invocation): Promise<void> {
  ahead = invocation.ahead
  giveEnvironment(invocation.environment)
  process.send?.(await outcome(invocation))
}

async function outcome({ event, context }: Invocation): Promise<Answer> {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    main ??= (require(process.argv[2] as string) as { main: Main }).main
    const result = await main(event, context)
    return { ok: true, result: JSON.stringify(result === undefined ? null : result) }
  } catch (error) {
    return { ok: false, message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

/** The SDK reads the caller from the environment, so nothing of the former caller may stay. */
function giveEnvironment(environment: Record<string, string>): void {
  for (const name of given) Reflect.deleteProperty(process.env, name)
  Object.assign(process.env, environment)
  given = Object.keys(environment)
}

/** The process's present is the local clock's; dates made from parts or text stay as they are. */
function moveClock(): void {
  const now = () => RealDate.now() + ahead
  const moved = new Proxy(RealDate, {
    construct: (target, parts, made) => Reflect.construct(target, parts.length > 0 ? parts : [now()], made) as object,
    apply: () => new RealDate(now()).toString(),
    get: (target, name, receiver) => (name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown)),
  })
  RealDate.prototype.constructor = moved
  globalThis.Date = moved
}
