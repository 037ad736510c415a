/** Asks again until there is nothing more to learn, ever more slowly, and not for ever. */

/** Milliseconds before each next question. */
export type Patience = readonly number[]

const times = (count: number, ms: number): number[] => Array.from({ length: count }, () => ms)

/** A person stands before the barrier: every second for half a minute, then slower, for some three minutes in all. */
export const AT_THE_BARRIER: Patience = [...times(30, 1000), ...times(20, 3000), ...times(10, 10_000)]

/** After the cashier: WeChat mostly knows within a second. */
export const AFTER_THE_CASHIER: Patience = [...times(10, 1000), ...times(10, 3000), ...times(6, 10_000)]

export interface Poll {
  stop(): void
}

/** `question` tells whether to go on; `givenUp` is called when patience ends first. */
export function poll(question: () => Promise<boolean>, patience: Patience, givenUp: () => void): Poll {
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false

  const next = (turn: number): void => {
    if (stopped) return
    const wait = patience[turn]
    if (wait === undefined) return givenUp()
    timer = setTimeout(() => void question().then((goOn) => goOn && next(turn + 1)), wait)
  }

  next(0)
  return {
    stop() {
      stopped = true
      if (timer !== undefined) clearTimeout(timer)
    },
  }
}
