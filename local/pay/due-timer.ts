import type { Clock } from '../clock'

/** setTimeout takes no more than 2^31 - 1 milliseconds. */
const LONGEST_WAIT = 2 ** 31 - 1

/** Runs `work` whenever the clock reaches `nextDue`, by real seconds passing or by somebody pushing it. */
export class DueTimer {
  #timer: NodeJS.Timeout | undefined
  #forget: () => void
  #closed = false

  constructor(
    private readonly clock: Clock,
    private readonly nextDue: () => number | undefined,
    private readonly work: () => void,
  ) {
    this.#forget = clock.onPush(() => this.arm())
  }

  /** To be called after every change of what is due. */
  arm() {
    clearTimeout(this.#timer)
    const due = this.#closed ? undefined : this.nextDue()
    if (due === undefined) return
    const wait = Math.min(Math.max(due - this.clock.now(), 0), LONGEST_WAIT)
    this.#timer = setTimeout(() => this.#ring(), wait)
  }

  #ring() {
    this.work()
    this.arm()
  }

  close() {
    this.#closed = true
    this.#forget()
    clearTimeout(this.#timer)
  }
}
