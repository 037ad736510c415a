/** A point in time: milliseconds since 1970-01-01 UTC. */
export type Instant = number & { readonly unit: 'ms since 1970' }

/** A length of time in whole minutes. */
export type Minutes = number & { readonly unit: 'min' }

/** An IANA zone name, such as Asia/Shanghai. */
export type Zone = string & { readonly unit: 'IANA zone' }

export const MINUTE = 60_000
export const DAY_MINUTES = 1440

/** @throws RangeError if `ms` is no point in time. */
export function instant(ms: number): Instant {
  if (!Number.isFinite(ms)) throw new RangeError(`not an instant: ${ms}`)
  return Math.trunc(ms) as Instant
}

/** Reads RFC 3339 with an offset; @throws RangeError otherwise. */
export function readInstant(text: string): Instant {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text))
    throw new RangeError(`not RFC 3339: ${text}`)
  return instant(Date.parse(text))
}

/** @throws RangeError if `count` is not a whole number. */
export function minutes(count: number): Minutes {
  if (!Number.isSafeInteger(count)) throw new RangeError(`not whole minutes: ${count}`)
  return count as Minutes
}

export const after = (start: Instant, length: Minutes): Instant => instant(start + length * MINUTE)

/** Whole minutes of a stay: seconds are cut off at both ends, as price boards in China count them. */
export const minutesBetween = (from: Instant, to: Instant): Minutes =>
  minutes(Math.floor(to / MINUTE) - Math.floor(from / MINUTE))

export const startOfMinute = (at: Instant): Instant => instant(Math.floor(at / MINUTE) * MINUTE)

/** @throws RangeError if the runtime knows no such zone. */
export function zone(name: string): Zone {
  offsetFormat(name as Zone)
  return name as Zone
}

const formats = new Map<Zone, Intl.DateTimeFormat>()

function offsetFormat(name: Zone): Intl.DateTimeFormat {
  const known = formats.get(name)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  formats.set(name, format)
  return format
}

/** Asks the runtime, which takes some 10 µs. */
function askOffset(at: number, in_: Zone): number {
  const minuteStart = Math.floor(at / MINUTE) * MINUTE
  const part = Object.fromEntries(
    offsetFormat(in_)
      .formatToParts(minuteStart)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const wall = Date.UTC(
    part['year'] ?? 0,
    (part['month'] ?? 1) - 1,
    part['day'] ?? 1,
    part['hour'] ?? 0,
    part['minute'] ?? 0,
  )
  return (wall - minuteStart) / MINUTE
}

/** A stretch [from, until) in which the zone's clock is not put forward or back. */
export interface SteadyClock {
  from: Instant
  until: Instant
  offset: Minutes
}

const DAY_MS = DAY_MINUTES * MINUTE
/** Stretches are found and kept for a year at a time. */
const YEAR_MS = 366 * DAY_MS
/** No zone changes its clock twice within so many days. */
const PROBE_MS = 6 * DAY_MS

const years = new Map<Zone, Map<number, SteadyClock[]>>()

/** The stretch around an instant, within the year that is kept with it. Cheap: the zone is asked once a year. */
export function steadyClock(at: Instant, in_: Zone): SteadyClock {
  const year = Math.floor(at / YEAR_MS)
  const known = years.get(in_) ?? new Map<number, SteadyClock[]>()
  const stretches = known.get(year) ?? stretchesOf(year, in_)
  known.set(year, stretches)
  years.set(in_, known)
  for (const stretch of stretches) if (at < stretch.until) return stretch
  throw new RangeError(`no instant: ${at}`)
}

function stretchesOf(year: number, in_: Zone): SteadyClock[] {
  const [start, end] = [year * YEAR_MS, (year + 1) * YEAR_MS]
  const found: SteadyClock[] = []
  let [from, offset] = [start, askOffset(start, in_)]
  for (let probe = start; probe < end; probe += PROBE_MS) {
    const next = Math.min(end, probe + PROBE_MS)
    const later = askOffset(next, in_)
    if (later === offset) continue
    const change = changeBetween(probe, next, in_)
    found.push({ from: instant(from), until: instant(change), offset: minutes(offset) })
    ;[from, offset] = [change, later]
  }
  if (from < end) found.push({ from: instant(from), until: instant(end), offset: minutes(offset) })
  return found
}

/** The first minute with the new offset. */
function changeBetween(before: number, after_: number, in_: Zone): number {
  const old = askOffset(before, in_)
  let [low, high] = [before, after_]
  while (high - low > MINUTE) {
    const middle = Math.floor((low + high) / 2 / MINUTE) * MINUTE
    if (askOffset(middle, in_) === old) low = middle
    else high = middle
  }
  return high
}

/** Minutes that the zone's wall clock is ahead of UTC at this instant. */
export const offsetAt = (at: Instant, in_: Zone): Minutes => steadyClock(at, in_).offset

/** Minute of the local day, 0 to 1439. */
export function minuteOfDay(at: Instant, offset: Minutes): Minutes {
  const local = Math.floor(at / MINUTE) + offset
  return minutes(((local % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES)
}

const two = (n: number) => String(n).padStart(2, '0')

/** The wall clock as text: date 2026-11-22, clock 14:05. */
export function wallClock(at: Instant, offset: Minutes): { date: string; clock: string } {
  const local = new Date(at + offset * MINUTE)
  return {
    date: `${local.getUTCFullYear()}-${two(local.getUTCMonth() + 1)}-${two(local.getUTCDate())}`,
    clock: `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`,
  }
}

/**
 * When the zone's wall clock shows this, in ms as if it were UTC: once, twice where it is put back, never where it is put
 * forward.
 */
export function onWallClock(wall: Instant, in_: Zone): Instant[] {
  const offsets = [-DAY_MS, DAY_MS].map((away) => offsetAt(instant(wall + away), in_))
  const moments = new Set(offsets.map((offset) => instant(wall - offset * MINUTE)))
  return [...moments].filter((at) => at + offsetAt(at, in_) * MINUTE === wall).sort((one, other) => one - other)
}

/**
 * When the zone's wall clock first shows this date and clock. Where it is put forward and skips them, the moment at which it
 * would have shown them: a skipped midnight is when the day begins.
 * @throws RangeError when it is no date and clock.
 */
export function atWallClock(date: string, clock: string, in_: Zone): Instant {
  const wall = instant(Date.parse(`${date}T${clock}:00Z`))
  const [first] = onWallClock(wall, in_)
  return first ?? instant(wall - offsetAt(instant(wall - DAY_MS), in_) * MINUTE)
}

/** 今天 14:05, 昨天 23:40, 11月3日 08:00, 2025年11月3日 08:00: time as people say it, seen from `now`. */
export function saidTime(at: Instant, now: Instant, offset: Minutes): string {
  const day = (moment: Instant) => Math.floor((moment / MINUTE + offset) / DAY_MINUTES)
  const { date, clock } = wallClock(at, offset)
  const [year, month, dayOfMonth] = date.split('-').map(Number)
  const distance = day(at) - day(now)
  if (distance === 0) return `今天 ${clock}`
  if (distance === -1) return `昨天 ${clock}`
  if (distance === 1) return `明天 ${clock}`
  const sameYear = wallClock(now, offset).date.startsWith(`${year}-`)
  return `${sameYear ? '' : `${year}年`}${month}月${dayOfMonth}日 ${clock}`
}

/** 2 小时 14 分, 3 天 1 小时, 0 分. */
export function saidLength(length: Minutes): string {
  const days = Math.floor(length / DAY_MINUTES)
  const hours = Math.floor((length % DAY_MINUTES) / 60)
  const rest = length % 60
  const parts = [days && `${days} 天`, hours && `${hours} 小时`, !days && rest && `${rest} 分`].filter(Boolean)
  return parts.join(' ') || '0 分'
}
