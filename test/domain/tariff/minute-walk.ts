/**
 * What a stay costs, found by walking it minute by minute: slow, and independent of the engine, which never looks at a
 * minute. It knows periods, crossings, counters, blocks, caps, free time and heads; amounts are exact fractions of a fen.
 */
import type { Band, Period, Tariff } from '../../../domain/tariff/tariff'
import { MINUTE, type Instant } from '../../../domain/time'

/** Divisible by every unit that the tests share by the minute. */
const PARTS = 3600

interface Minute {
  at: number
  date: number
  clock: number
  /** A period's place, or what else the minute is. */
  what: number | 'window' | 'deducted' | 'head' | 'shortBlock'
  instance: string
  block: number
}

/** A unit, or another price: it counts against caps where it starts. */
interface Price {
  minute: Minute
  exact: number
}

export function walkedFee(tariff: Tariff, entry: Instant, exit: Instant): number {
  const walk = new MinuteWalk(tariff, Math.floor(entry / MINUTE), Math.floor(exit / MINUTE))
  return Math.round(walk.total() / PARTS)
}

const formats = new Map<string, Intl.DateTimeFormat>()
const offsets = new Map<string, number>()

/** Asked for every quarter of an hour: clocks change at quarters. */
function wallMinute(at: number, zone: string): number {
  const quarter = Math.floor(at / 15) * 15
  const key = `${zone} ${quarter}`
  const known = offsets.get(key) ?? askedOffset(quarter, zone)
  offsets.set(key, known)
  return at + known
}

function askedOffset(at: number, zone: string): number {
  const format =
    formats.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  formats.set(zone, format)
  return Date.parse(`${format.format(at * MINUTE).replace(' ', 'T')}:00Z`) / MINUTE - at
}

const NAMES = ['thu', 'fri', 'sat', 'sun', 'mon', 'tue', 'wed'] as const
const nameOf = (date: number): string => NAMES[((date % 7) + 7) % 7] ?? ''

function clockOf(text: string): number {
  const [hours, minutes] = text.split(':').map(Number)
  return (hours ?? 0) * 60 + (minutes ?? 0)
}

class MinuteWalk {
  private readonly plan
  private readonly minutes: Minute[] = []
  private readonly prices: Price[] = []

  constructor(
    private readonly tariff: Tariff,
    private readonly entry: number,
    private readonly exit: number,
  ) {
    const plan = tariff.plans[tariff.classes[tariff.defaultClass]?.plan ?? '']
    if (!plan) throw new Error('no plan')
    this.plan = plan
  }

  total(): number {
    const { free, crossing = 'split' } = this.plan
    const length = this.exit - this.entry
    if (length === 0) return 0
    const renewed = free?.renew === 'block'
    if (free?.mode === 'threshold' && !renewed && this.isShort(length)) return 0
    this.lookAtMinutes()
    if (free?.mode === 'threshold' && renewed) this.freeShortBlocks()
    if (crossing === 'split') this.split()
    else if (crossing === 'carry') this.carry()
    else this.accumulate()
    return this.capped()
  }

  private isShort(length: number): boolean {
    const { minutes = 0, strict = false } = this.plan.free ?? {}
    return strict ? length < minutes : length <= minutes
  }

  private lookAtMinutes(): void {
    const { free, blocks, head } = this.plan
    const deducted = free?.mode === 'deduct' ? free.minutes : 0
    const origin = this.entry + (blocks?.origin === 'billing' ? deducted : 0)
    const firstDate = Math.floor(wallMinute(this.entry, this.tariff.zone) / 1440)
    let [block, chargedFrom] = [-1, this.entry + deducted]
    for (let at = this.entry; at < this.exit; at += 1) {
      const wall = wallMinute(at, this.tariff.zone)
      const [date, clock] = [Math.floor(wall / 1440), ((wall % 1440) + 1440) % 1440]
      const here = !blocks
        ? 0
        : blocks.by === 'calendarDay'
          ? date - firstDate
          : Math.max(0, Math.floor((at - origin) / (blocks.minutes ?? 1440)))
      if (here !== block && block >= 0)
        chargedFrom = Math.max(chargedFrom, at + (free?.renew === 'block' ? deducted : 0))
      block = here
      const minute = this.inPeriod({ at, date, clock, what: 'window', instance: '', block })
      if (at < chargedFrom) Object.assign(minute, { what: 'deducted', instance: '' })
      else if (head && at < chargedFrom + head.minutes) Object.assign(minute, { what: 'head', instance: '' })
      this.minutes.push(minute)
    }
  }

  private readonly lastSeen = new Map<number, { date: number; begun: number }>()

  private inPeriod(minute: Minute): Minute {
    for (const [place, period] of this.plan.periods.entries()) {
      const begun = this.begunOn(period, minute)
      if (begun === undefined) continue
      return { ...minute, what: place, instance: String(period.from === undefined ? this.runOf(place, begun) : begun) }
    }
    return minute
  }

  /** The date on which the occurrence began that the minute lies in. */
  private begunOn(period: Period, { date, clock }: Minute): number | undefined {
    const fits = (day: number) => !period.days || period.days.includes(nameOf(day))
    const from = clockOf(period.from ?? '00:00')
    const to = clockOf(period.to ?? '24:00')
    if (from < to) return fits(date) && from <= clock && clock < to ? date : undefined
    if (clock >= from) return fits(date) ? date : undefined
    if (clock >= to) return undefined
    return fits(period.dayBy === 'start' ? date - 1 : date) ? date - 1 : undefined
  }

  private runOf(place: number, date: number): number {
    const seen = this.lastSeen.get(place)
    const begun = seen && date - seen.date <= 1 ? seen.begun : date
    this.lastSeen.set(place, { date, begun })
    return begun
  }

  private freeShortBlocks(): void {
    for (const minute of this.minutes)
      if (this.isShort(this.minutes.filter(({ block }) => block === minute.block).length)) minute.what = 'shortBlock'
  }

  /** Whether a new block ends pieces and units there. */
  private isCut(minute: Minute): boolean {
    return this.periodOf(minute)?.cut ?? this.plan.blocks?.cut ?? true
  }

  private endsDaily(minute: Minute): boolean {
    const period = this.periodOf(minute)
    return this.plan.counter === 'calendarDay' || (period && 'flat' in period ? period.per === 'calendarDay' : false)
  }

  /** Maximal runs of minutes that are charged together. */
  private pieces(): Minute[][] {
    const found: Minute[][] = []
    let key = ''
    for (const minute of this.minutes) {
      const { what, instance, block, date } = minute
      const its = [what, instance, this.isCut(minute) && block, this.endsDaily(minute) && date].join()
      if (its !== key) found.push([])
      found.at(-1)?.push(minute)
      key = its
    }
    return found
  }

  private readonly paid = new Set<string>()

  /** Prices that are no units: once an occurrence, piece, day, stay or block. */
  private flat(minute: Minute, piece: number): void {
    const period = this.periodOf(minute)
    const once = (key: string, exact: number) => {
      if (!this.paid.has(key)) this.prices.push({ minute, exact: exact * PARTS })
      this.paid.add(key)
    }
    if (minute.what === 'head') once(`head ${minute.block}`, this.plan.head?.price ?? 0)
    if (period && 'flat' in period)
      once(
        `${minute.what} ${{ instance: minute.instance, piece: `piece ${piece}`, calendarDay: minute.date, stay: '' }[period.per ?? 'instance']}`,
        period.flat,
      )
  }

  private periodOf({ what }: Minute): Period | undefined {
    return typeof what === 'number' ? this.plan.periods[what] : undefined
  }

  private scopeOf(minute: Minute, piece: number): string {
    return {
      piece: `piece ${piece}`,
      block: `block ${minute.block}`,
      calendarDay: `day ${minute.date}`,
      stay: 'stay',
    }[this.plan.counter ?? 'piece']
  }

  private startOf(minute: Minute): number {
    return minute.block > 0 && this.plan.counter !== 'stay' ? (this.plan.blocks?.restartAt ?? 0) : 0
  }

  private readonly positions = new Map<string, number>()
  private readonly scopeStarts = new Map<string, number>()

  private position(minute: Minute, piece: number): number {
    const scope = this.scopeOf(minute, piece)
    const start = this.startOf(minute)
    if (this.plan.counts === 'elapsed') return start + minute.at - (this.scopeStarts.get(scope) ?? 0)
    return this.positions.get(`${minute.what} ${scope}`) ?? start
  }

  private split(): void {
    for (const [piece, minutes] of this.pieces().entries()) {
      const [first] = minutes
      if (!first) continue
      const scope = this.scopeOf(first, piece)
      if (!this.scopeStarts.has(scope)) this.scopeStarts.set(scope, first.at)
      const period = this.periodOf(first)
      if (!period || !('ladder' in period)) this.flat(first, piece)
      else this.positions.set(`${first.what} ${scope}`, this.climb(minutes, this.position(first, piece), period))
    }
  }

  /** Buys a unit whenever the last one is used up; answers where the ladder stands then. */
  private climb(
    minutes: readonly Minute[],
    start: number,
    period: Period & { ladder: readonly Band[]; upper?: string },
  ): number {
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

  private carry(): void {
    const pieces = this.pieces()
    let running: { end: number; begin: number; band: Band; cut: boolean } | undefined
    const close = (limit: number) => {
      if (running && running.end > limit && limit - running.begin <= droppedUpTo(running.band)) this.prices.pop()
      running = undefined
    }
    let block = 0
    for (const [piece, minutes] of pieces.entries()) {
      for (const minute of minutes) {
        if (minute.block !== block && running?.cut) close(minute.at)
        block = minute.block
        const scope = this.scopeOf(minute, piece)
        if (!this.scopeStarts.has(scope)) this.scopeStarts.set(scope, minute.at)
        if (running && minute.at < running.end) continue
        const period = this.periodOf(minute)
        if (!period || !('ladder' in period)) {
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
    close(this.exit)
  }

  private accumulate(): void {
    const { counter } = this.plan
    const sums = new Map<string, Minute[]>()
    for (const [piece, minutes] of this.pieces().entries())
      for (const minute of minutes) {
        const period = this.periodOf(minute)
        if (!period || !('ladder' in period)) {
          if (minute === minutes[0]) this.flat(minute, piece)
          continue
        }
        const scope =
          counter === 'stay' ? '' : counter === 'calendarDay' ? `${minute.block} ${minute.date}` : minute.block
        const key = `${scope} ${minute.what}`
        sums.set(key, [...(sums.get(key) ?? []), minute])
      }
    for (const minutes of sums.values()) {
      const [first] = minutes
      const period = first && this.periodOf(first)
      if (period && 'ladder' in period)
        this.climb(
          minutes.map(() => first),
          first.block > 0 ? (this.plan.blocks?.restartAt ?? 0) : 0,
          period,
        )
    }
  }

  /** Caps from the inner to the outer one, each taking what is still free under it. */
  private capped(): number {
    const { blocks, totalCap } = this.plan
    const left = new Map<string, number>()
    const under = (key: string, cap: number | undefined, exact: number): number => {
      if (cap === undefined) return exact
      const paid = Math.min(exact, left.get(key) ?? cap * PARTS)
      left.set(key, (left.get(key) ?? cap * PARTS) - paid)
      return paid
    }
    let total = 0
    for (const { minute, exact } of this.prices) {
      const period = this.periodOf(minute)
      const { what, instance, block } = minute
      let rest = under(`${what} ${instance} ${period?.capPer === 'block' && block}`, period?.cap, exact)
      if (!period?.outsideCap) {
        if (blocks?.capTimes !== 'first' || block === 0) rest = under(`block ${block}`, blocks?.cap, rest)
        for (const group of blocks?.groups ?? [])
          rest = under(`group ${group.blocks} ${Math.floor(block / group.blocks)}`, group.cap, rest)
      }
      total += under('stay', totalCap, rest)
    }
    return total
  }
}

const bandAt = (ladder: readonly Band[], position: number): Band => {
  const found = ladder.find(({ to }) => to === undefined || position < to)
  if (!found) throw new Error('the ladder ends')
  return found
}

const priceOf = ({ price, unit, round }: Band): number => (round === 'prorata' ? (price * PARTS) / unit : price * PARTS)

const droppedUpTo = ({ round, unit, tolerance }: Band): number => (round === 'down' ? unit - 1 : (tolerance ?? 0))
