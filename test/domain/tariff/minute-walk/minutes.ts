/** A stay as its minutes: what each of them is, in which occurrence of which period, in which block. */
import type { Period, Plan } from '../../../../domain/tariff/tariff'
import { MINUTE } from '../../../../domain/time'

export interface Minute {
  at: number
  date: number
  clock: number
  /** A period's place, or what else the minute is. */
  what: number | 'window' | 'deducted' | 'head' | 'shortBlock'
  instance: string
  block: number
}

/** A stay by one plan. `freeTime`: whether a threshold is still to be asked for. */
export interface PlannedStay {
  plan: Plan
  zone: string
  entry: number
  exit: number
  freeTime: boolean
}

const formats = new Map<string, Intl.DateTimeFormat>()
const offsets = new Map<string, Map<number, number>>()

/** Asked for every quarter of an hour: clocks change at quarters. */
export function wallMinute(at: number, zone: string): number {
  const quarter = Math.floor(at / 15) * 15
  const inZone = offsets.get(zone) ?? new Map<number, number>()
  offsets.set(zone, inZone)
  const known = inZone.get(quarter) ?? askedOffset(quarter, zone)
  inZone.set(quarter, known)
  return at + known
}

function askedOffset(at: number, zone: string): number {
  const format =
    formats.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  formats.set(zone, format)
  return Date.parse(`${format.format(at * MINUTE).replace(' ', 'T')}:00Z`) / MINUTE - at
}

export const dateOf = (wall: number): number => Math.floor(wall / 1440)

const NAMES = ['thu', 'fri', 'sat', 'sun', 'mon', 'tue', 'wed'] as const
export const nameOf = (date: number): string => NAMES[((date % 7) + 7) % 7] ?? ''

const clocks = new Map<string, number>()

export function clockOf(text: string): number {
  const [hours = 0, minutes = 0] = clocks.has(text) ? [] : text.split(':').map(Number)
  const found = clocks.get(text) ?? hours * 60 + minutes
  clocks.set(text, found)
  return found
}

export function isShort({ plan: { free } }: PlannedStay, length: number): boolean {
  const { minutes = 0, strict = false } = free ?? {}
  return strict ? length < minutes : length <= minutes
}

export function minutesOf(stay: PlannedStay): Minute[] {
  const { free, head, crossing } = stay.plan
  const periodAt = periodsOf(stay.plan)
  const blockAt = blocksOf(stay)
  const deducted = free?.mode === 'deduct' ? free.minutes : 0
  const found: Minute[] = []
  let [block, chargedFrom] = [-1, stay.entry + deducted]
  let first: Pick<Minute, 'what' | 'instance'> | undefined
  for (let at = stay.entry; at < stay.exit; at += 1) {
    const wall = wallMinute(at, stay.zone)
    const [date, clock] = [dateOf(wall), ((wall % 1440) + 1440) % 1440]
    const here = blockAt(at, date)
    if (here !== block && block >= 0) chargedFrom = Math.max(chargedFrom, at + (free?.renew === 'block' ? deducted : 0))
    block = here
    const own = periodAt(date, clock)
    first ??= own
    const its = crossing === 'entry' ? first : own
    const special = at < chargedFrom ? 'deducted' : head && at < chargedFrom + head.minutes ? 'head' : undefined
    found.push({ at, date, clock, block, ...(special ? { what: special, instance: '' } : its) })
  }
  if (stay.freeTime && free?.mode === 'threshold' && free.renew === 'block') freeShortBlocks(stay, found)
  return found
}

function blocksOf({ plan, zone, entry }: PlannedStay): (at: number, date: number) => number {
  const { blocks, free } = plan
  if (!blocks) return () => 0
  const firstDate = dateOf(wallMinute(entry, zone))
  if (blocks.by === 'calendarDay') return (_at, date) => date - firstDate
  const origin = entry + (blocks.origin === 'billing' && free?.mode === 'deduct' ? free.minutes : 0)
  return (at) => Math.max(0, Math.floor((at - origin) / (blocks.minutes ?? 1440)))
}

function freeShortBlocks(stay: PlannedStay, minutes: readonly Minute[]): void {
  const lengths = new Map<number, number>()
  for (const { block } of minutes) lengths.set(block, (lengths.get(block) ?? 0) + 1)
  for (const minute of minutes) if (isShort(stay, lengths.get(minute.block) ?? 0)) minute.what = 'shortBlock'
}

type Occurrence = Pick<Minute, 'what' | 'instance'>

/** The first period that a minute lies in. To be asked in the order of time. */
function periodsOf({ periods }: Plan): (date: number, clock: number) => Occurrence {
  const lastSeen = new Map<number, { date: number; begun: number }>()
  /** Days in a row are one occurrence of a period without a clock. */
  const runOf = (place: number, date: number): number => {
    const seen = lastSeen.get(place)
    const begun = seen && date - seen.date <= 1 ? seen.begun : date
    lastSeen.set(place, { date, begun })
    return begun
  }
  return (date, clock) => {
    for (const [place, period] of periods.entries()) {
      const begun = begunOn(period, date, clock)
      if (begun === undefined) continue
      return { what: place, instance: String(period.from === undefined ? runOf(place, begun) : begun) }
    }
    return { what: 'window', instance: '' }
  }
}

/** The date on which the occurrence began that the minute lies in. */
function begunOn(period: Period, date: number, clock: number): number | undefined {
  if (period.from?.includes(' ')) return begunInWeek(period, date, clock)
  const fits = (day: number) => !period.days || period.days.includes(nameOf(day))
  const from = clockOf(period.from ?? '00:00')
  const to = clockOf(period.to ?? '24:00')
  if (from < to) return fits(date) && from <= clock && clock < to ? date : undefined
  if (clock >= from) return fits(date) ? date : undefined
  if (clock >= to) return undefined
  return fits(period.dayBy === 'start' ? date - 1 : date) ? date - 1 : undefined
}

/** Inside, where the week's clock has said `from` later than `to`. */
function begunInWeek(
  { from = 'mon 00:00', to = 'mon 00:00' }: Period,
  date: number,
  clock: number,
): number | undefined {
  const [begun, ended] = [lastTime(from, date, clock), lastTime(to, date, clock)]
  return begun >= ended ? dateOf(begun) : undefined
}

/** When it was last such a weekday and time. */
function lastTime(text: string, date: number, clock: number): number {
  const [weekday, time = ''] = text.split(' ')
  let day = date
  while (nameOf(day) !== weekday || day * 1440 + clockOf(time) > date * 1440 + clock) day -= 1
  return day * 1440 + clockOf(time)
}
