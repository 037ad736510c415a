/** What the minutes of a stay cost one by one, before any cap: a unit when the last one is used up, a flat price once. */
import type { Band, Period, Plan } from '../../../../domain/tariff/tariff'
import type { Minute } from './minutes'

/** To the fen: divisible by every unit that the tests share by the minute, times the hundredths of a factor. */
export const PARTS = 360_000

/** A unit, or another price: it counts where it starts. */
export interface Price {
  minute: Minute
  exact: number
}

type Ladder = Period & { ladder: readonly Band[]; upper?: string }

export function chargesOf(plan: Plan, minutes: readonly Minute[]): Price[] {
  const walk = new Charging(plan, minutes)
  if (plan.crossing === 'carry') walk.carry()
  else if (plan.crossing === 'accumulate') walk.accumulate()
  else walk.split()
  return walk.prices
}

/** What units of a ladder cost from its start on, for so many minutes. */
export function climbed(ladder: readonly Band[], minutes: readonly Minute[]): number {
  const walk = new Charging({ periods: [] }, [])
  walk.climb(minutes, 0, { name: '', ladder })
  return walk.prices.reduce((sum, { exact }) => sum + exact, 0)
}

class Charging {
  readonly prices: Price[] = []
  private readonly paid = new Set<string>()
  private readonly positions = new Map<string, number>()
  private readonly scopeStarts = new Map<string, number>()

  constructor(
    private readonly plan: Plan,
    private readonly minutes: readonly Minute[],
  ) {}

  split(): void {
    for (const [piece, minutes] of this.pieces().entries()) {
      const [first] = minutes
      if (!first) continue
      const scope = this.scopeOf(first, piece)
      if (!this.scopeStarts.has(scope)) this.scopeStarts.set(scope, first.at)
      const period = this.ladderAt(first)
      if (!period) this.flat(first, piece)
      else this.positions.set(`${first.what} ${scope}`, this.climb(minutes, this.position(first, piece), period))
    }
  }

  carry(): void {
    let running: { end: number; begin: number; band: Band; cut: boolean } | undefined
    const close = (limit: number) => {
      if (running && running.end > limit && limit - running.begin <= droppedUpTo(running.band)) this.prices.pop()
      running = undefined
    }
    let block = 0
    for (const [piece, minutes] of this.pieces().entries()) {
      for (const minute of minutes) {
        if (minute.block !== block && running?.cut) close(minute.at)
        block = minute.block
        const scope = this.scopeOf(minute, piece)
        if (!this.scopeStarts.has(scope)) this.scopeStarts.set(scope, minute.at)
        if (running && minute.at < running.end) continue
        const period = this.ladderAt(minute)
        if (!period) {
          this.flat(minute, piece)
          running = undefined
          continue
        }
        const position = this.position(minute, piece)
        const band = bandAt(period.ladder, position)
        const length = band.round === 'prorata' ? 1 : Math.min(band.unit, (band.to ?? Infinity) - position)
        running = { begin: minute.at, end: minute.at + length, band, cut: this.isCut(minute) }
        this.positions.set(`${minute.what} ${scope}`, position + length)
        this.prices.push({ minute, exact: priceOf(band) })
      }
    }
    close((this.minutes.at(-1)?.at ?? 0) + 1)
  }

  accumulate(): void {
    const sums = new Map<string, Minute[]>()
    for (const [piece, minutes] of this.pieces().entries())
      for (const minute of minutes) {
        if (!this.ladderAt(minute)) {
          if (minute === minutes[0]) this.flat(minute, piece)
          continue
        }
        const key = `${this.sumScope(minute)} ${minute.what}`
        sums.set(key, [...(sums.get(key) ?? []), minute])
      }
    for (const minutes of sums.values()) {
      const [first] = minutes
      const period = first && this.ladderAt(first)
      if (period) this.climb(Array<Minute>(minutes.length).fill(first), this.startOf(first), period)
    }
  }

  private sumScope({ block, date }: Minute): string {
    const { counter } = this.plan
    return counter === 'stay' ? '' : counter === 'calendarDay' ? `${block} ${date}` : `${block}`
  }

  /** Buys a unit whenever the last one is used up; answers where the ladder stands then. */
  climb(minutes: readonly Minute[], start: number, period: Ladder): number {
    let [at, end, begin] = [start, start, start]
    let band: Band | undefined
    const buy = (minute: Minute) => {
      if (at < end) return
      band = bandAt(period.ladder, at)
      begin = at
      end = band.round === 'prorata' ? at + 1 : Math.min(at + band.unit, band.to ?? Infinity)
      this.prices.push({ minute, exact: priceOf(band) })
    }
    for (const minute of minutes) {
      buy(minute)
      at += 1
    }
    const last = minutes.at(-1)
    if (period.upper === 'exclusive' && last) {
      buy(last)
      at += 1
    }
    if (!band || at >= end || at - begin > droppedUpTo(band)) return end
    this.prices.pop()
    return begin
  }

  /** Maximal runs of minutes that are charged together. */
  private pieces(): Minute[][] {
    const found: Minute[][] = []
    let key = ''
    for (const minute of this.minutes) {
      const { what, instance, block, date } = minute
      const its = `${what} ${instance} ${this.isCut(minute) && block} ${this.endsDaily(minute) && date}`
      if (its !== key) found.push([])
      found.at(-1)?.push(minute)
      key = its
    }
    return found
  }

  /** Whether a new block ends pieces and units there. */
  private isCut(minute: Minute): boolean {
    return this.periodAt(minute)?.cut ?? this.plan.blocks?.cut ?? true
  }

  private endsDaily(minute: Minute): boolean {
    const period = this.periodAt(minute)
    return this.plan.counter === 'calendarDay' || (period && 'flat' in period ? period.per === 'calendarDay' : false)
  }

  /** Prices that are no units: once an occurrence, piece, day, stay or block. */
  private flat(minute: Minute, piece: number): void {
    const period = this.periodAt(minute)
    const once = (key: string, exact: number) => {
      if (!this.paid.has(key)) this.prices.push({ minute, exact: exact * PARTS })
      this.paid.add(key)
    }
    if (minute.what === 'head') once(`head ${minute.block}`, this.plan.head?.price ?? 0)
    if (!period || !('flat' in period)) return
    const { instance, date } = minute
    const often = { instance, piece: `piece ${piece}`, calendarDay: date, stay: '' }[period.per ?? 'instance']
    once(`${minute.what} ${often}`, period.flat)
  }

  private periodAt({ what }: Minute): Period | undefined {
    return typeof what === 'number' ? this.plan.periods[what] : undefined
  }

  private ladderAt(minute: Minute): Ladder | undefined {
    const period = this.periodAt(minute)
    return period && 'ladder' in period ? period : undefined
  }

  private scopeOf({ block, date }: Minute, piece: number): string {
    const { counter = 'piece' } = this.plan
    return `${counter} ${counter === 'piece' ? piece : counter === 'block' ? block : counter === 'stay' ? '' : date}`
  }

  private startOf({ block }: Minute): number {
    return block > 0 && this.plan.counter !== 'stay' ? (this.plan.blocks?.restartAt ?? 0) : 0
  }

  private position(minute: Minute, piece: number): number {
    const scope = this.scopeOf(minute, piece)
    const start = this.startOf(minute)
    if (this.plan.counts === 'elapsed') return start + minute.at - (this.scopeStarts.get(scope) ?? 0)
    return this.positions.get(`${minute.what} ${scope}`) ?? start
  }
}

const bandAt = (ladder: readonly Band[], position: number): Band => {
  const found = ladder.find(({ to }) => to === undefined || position < to)
  if (!found) throw new Error('the ladder ends')
  return found
}

const priceOf = ({ price, unit, round }: Band): number => (round === 'prorata' ? (price * PARTS) / unit : price * PARTS)

const droppedUpTo = ({ round, unit, tolerance }: Band): number => (round === 'down' ? unit - 1 : (tolerance ?? 0))
