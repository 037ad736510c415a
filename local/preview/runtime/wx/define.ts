export type Wx = WechatMiniprogram.Wx

type AnyFunction = (...args: never[]) => unknown
/** The option object that an API takes. */
export type Asked<K extends keyof Wx> = Wx[K] extends AnyFunction ? NonNullable<Parameters<Wx[K]>[0]> : never
/** What an API hands to `success`, without the message that every API adds. */
export type Answered<K extends keyof Wx> =
  Asked<K> extends { success?: infer S }
    ? NonNullable<S> extends (result: infer R) => unknown
      ? Partial<Omit<R, 'errMsg'>>
      : never
    : never

interface Callbacks {
  success?(result: unknown): void
  fail?(failure: unknown): void
  complete?(result: unknown): void
}

/** A refusal in WeChat's own words; the name of the API is put before the text. */
export class Refusal {
  constructor(
    readonly text: string,
    readonly details: Record<string, unknown> = {},
  ) {}
}

/** An API that answers by promise, or by callbacks when any is given. */
export function asyncApi<K extends keyof Wx>(
  name: K,
  run: (option: Asked<K>) => Answered<K> | Promise<Answered<K>>,
): Wx[K] {
  return callbackApi(name, run) as Wx[K]
}

/** An API that only does something; whatever `run` returns is awaited and not told. */
export function asyncAction<K extends keyof Wx>(name: K, run: (option: Asked<K>) => unknown): Wx[K] {
  return callbackApi(name, async (option: never) => {
    await run(option)
  }) as Wx[K]
}

/** The same for what is not a member of `wx` itself. */
export function callbackApi(name: string, run: (option: never) => unknown) {
  return (option: Callbacks = {}): Promise<unknown> | undefined => {
    const outcome = perform(name, () => run(option as never))
    if (!option.success && !option.fail && !option.complete) return outcome
    outcome.then(
      (result) => {
        option.success?.(result)
        option.complete?.(result)
      },
      (failure: unknown) => {
        option.fail?.(failure)
        option.complete?.(failure)
      },
    )
    return undefined
  }
}

async function perform(name: string, run: () => unknown): Promise<unknown> {
  try {
    const result = (await run()) as Record<string, unknown> | undefined
    return { errMsg: `${name}:ok`, ...result }
  } catch (error) {
    throw failureOf(name, error)
  }
}

function failureOf(name: string, error: unknown): Record<string, unknown> {
  if (error instanceof Refusal) return { errMsg: `${name}:fail ${error.text}`, ...error.details }
  return { errMsg: `${name}:fail ${error instanceof Error ? error.message : String(error)}` }
}

/** A pair of on… and off… for one kind of news. */
export function listeners<T>() {
  const all = new Set<(news: T) => void>()
  return {
    on: (listener: (news: T) => void) => void all.add(listener),
    off: (listener?: (news: T) => void) => (listener ? void all.delete(listener) : all.clear()),
    tell: (news: T) => [...all].forEach((listener) => listener(news)),
  }
}
