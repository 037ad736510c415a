import { instant, type Instant } from '../../domain/time'
import type { Random } from './random'

interface Sleeper {
  at: number
  /** Decides between those who wake at the same time. */
  lot: number
  wake: () => void
}

const wakesBefore = (one: Sleeper, other: Sleeper): boolean =>
  one.at < other.at || (one.at === other.at && one.lot < other.lot)

/**
 * Virtual time. Whoever waits sleeps here; one at a time is woken, at its time, and runs until it sleeps again. So everything
 * that happens has one order, which the seed decides.
 */
export class Scheduler {
  #now: number
  /** A binary heap; the next to wake is first. */
  readonly #sleepers: Sleeper[] = []

  constructor(
    start: Instant,
    private readonly random: Random,
  ) {
    this.#now = start
  }

  now = (): Instant => instant(this.#now)

  sleep(ms: number): Promise<void> {
    return new Promise((wake) =>
      this.#add({ at: this.#now + Math.max(0, Math.round(ms)), lot: this.random.next(), wake }),
    )
  }

  until(at: number): Promise<void> {
    return this.sleep(at - this.#now)
  }

  /** Wakes one after the other until `work` has ended; `afterEach` sees the world between two steps. */
  async run(work: Promise<void>, afterEach: () => Promise<void> | undefined): Promise<void> {
    let over = false
    const ended = work.finally(() => (over = true))
    ended.catch(() => undefined)
    await settle()
    while (!over) {
      const next = this.#takeNext()
      if (!next) throw new Error('everybody waits for somebody')
      this.#now = next.at
      next.wake()
      await settle()
      const looking = afterEach()
      if (looking) await looking
    }
    await ended
  }

  #add(sleeper: Sleeper): void {
    const heap = this.#sleepers
    let place = heap.push(sleeper) - 1
    while (place > 0) {
      const parent = (place - 1) >> 1
      const above = heap[parent]
      if (!above || !wakesBefore(sleeper, above)) break
      heap[place] = above
      place = parent
    }
    heap[place] = sleeper
  }

  #takeNext(): Sleeper | undefined {
    const heap = this.#sleepers
    const [first] = heap
    const last = heap.pop()
    if (last && heap.length > 0) this.#sink(last)
    return first
  }

  #sink(sleeper: Sleeper): void {
    const heap = this.#sleepers
    let place = 0
    for (;;) {
      const left = 2 * place + 1
      const [one, other] = [heap[left], heap[left + 1]]
      const child = other && one && wakesBefore(other, one) ? left + 1 : left
      const below = heap[child]
      if (!below || !wakesBefore(below, sleeper)) break
      heap[place] = below
      place = child
    }
    heap[place] = sleeper
  }
}

/** Everything that can go on without waking anybody has gone on: nothing here waits for the machine. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
