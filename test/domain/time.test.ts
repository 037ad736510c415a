import fc from 'fast-check'
import {
  atWallClock,
  instant,
  MINUTE,
  minuteOfDay,
  minutes,
  minutesBetween,
  offsetAt,
  onWallClock,
  readInstant,
  saidLength,
  saidTime,
  steadyClock,
  wallClock,
  zone,
} from '../../domain/time'

const SHANGHAI = zone('Asia/Shanghai')
const NEW_YORK = zone('America/New_York')
const EIGHT_HOURS = minutes(480)

test('seconds are cut off at both ends of a stay', () => {
  expect(minutesBetween(readInstant('2026-03-02T10:00:59+08:00'), readInstant('2026-03-02T10:30:01+08:00'))).toBe(30)
})

test('an instant without an offset is refused: it would mean another time on another machine', () => {
  expect(() => readInstant('2026-03-02T10:00:00')).toThrow(RangeError)
  expect(() => zone('Asia/Nowhere')).toThrow(RangeError)
})

test('law: what a wall clock shows leads back to its minute, in every zone that changes its clock or not', () => {
  const minute = fc
    .integer({ min: 0, max: 2 * 365 * 1440 })
    .map((offset) => instant(Date.UTC(2026, 0, 1) + offset * MINUTE))
  fc.assert(
    fc.property(minute, fc.constantFrom(SHANGHAI, NEW_YORK, zone('Australia/Lord_Howe')), (at, in_) => {
      const shown = wallClock(at, offsetAt(at, in_))
      const back = atWallClock(shown.date, shown.clock, in_)
      expect(wallClock(back, offsetAt(back, in_))).toEqual(shown)
      expect(back).toBeLessThanOrEqual(at)
      expect(onWallClock(instant(Date.parse(`${shown.date}T${shown.clock}Z`)), in_)).toContain(at)
    }),
  )
  expect(() => atWallClock('2026-02-30', 'noon', SHANGHAI)).toThrow(RangeError)
})

test('a day whose midnight is skipped begins when the clock is put forward', () => {
  const beirut = zone('Asia/Beirut')
  const begins = atWallClock('2026-03-29', '00:00', beirut)
  expect(begins).toBe(readInstant('2026-03-29T00:00:00+02:00'))
  expect(wallClock(begins, offsetAt(begins, beirut))).toEqual({ date: '2026-03-29', clock: '01:00' })
  expect(onWallClock(instant(Date.UTC(2026, 2, 29)), beirut)).toEqual([])
})

test('a zone is ahead of UTC by what its wall clock shows, clock changes included', () => {
  expect(offsetAt(readInstant('2026-07-01T00:00:00Z'), SHANGHAI)).toBe(480)
  expect(offsetAt(readInstant('2026-03-08T06:59:00Z'), NEW_YORK)).toBe(-300)
  expect(offsetAt(readInstant('2026-03-08T07:00:00Z'), NEW_YORK)).toBe(-240)
})

test('the wall clock of Shanghai at midnight UTC shows eight in the morning', () => {
  expect(wallClock(readInstant('2026-11-22T00:00:00Z'), EIGHT_HOURS)).toEqual({ date: '2026-11-22', clock: '08:00' })
})

test.each([
  ['2026-11-22T14:05:00+08:00', '今天 14:05'],
  ['2026-11-21T23:59:00+08:00', '昨天 23:59'],
  ['2026-11-23T00:00:00+08:00', '明天 00:00'],
  ['2026-03-02T08:00:00+08:00', '3月2日 08:00'],
  ['2025-12-31T08:00:00+08:00', '2025年12月31日 08:00'],
])('%s is said as %s at noon on 22 November 2026', (at, said) => {
  expect(saidTime(readInstant(at), readInstant('2026-11-22T12:00:00+08:00'), EIGHT_HOURS)).toBe(said)
})

test.each([
  [0, '0 分'],
  [59, '59 分'],
  [134, '2 小时 14 分'],
  [180, '3 小时'],
  [1440, '1 天'],
  [1500, '1 天 1 小时'],
])('%i minutes are said as %s', (count, said) => {
  expect(saidLength(minutes(count))).toBe(said)
})

test('law: the minute of the day agrees with the wall clock, before 1970 too', () => {
  const anyTime = fc.integer({ min: -1e12, max: 2e12 }).map(instant)
  fc.assert(
    fc.property(anyTime, fc.integer({ min: -720, max: 840 }).map(minutes), (at, offset) => {
      const [hours = 0, rest = 0] = wallClock(at, offset).clock.split(':').map(Number)
      return minuteOfDay(at, offset) === hours * 60 + rest
    }),
  )
})

test.each(['Asia/Shanghai', 'America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'Africa/Casablanca'])(
  'the kept clock changes of %s agree with the runtime, hour by hour',
  (name) => {
    const in_ = zone(name)
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone: name, dateStyle: 'short', timeStyle: 'short' })
    const wrong: number[] = []
    for (let at = Date.UTC(2025, 11, 20); at < Date.UTC(2027, 0, 10); at += 3_600_000) {
      const wall = Date.parse(`${format.format(at).replace(' ', 'T')}:00Z`)
      if (offsetAt(instant(at), in_) !== (wall - at) / 60_000) wrong.push(at)
    }
    expect(wrong).toEqual([])
  },
)

test('a clock change lies on its very minute', () => {
  const before = steadyClock(readInstant('2026-03-08T01:59:59-05:00'), zone('America/New_York'))
  expect([before.until, before.offset]).toEqual([readInstant('2026-03-08T03:00:00-04:00'), -300])
})
