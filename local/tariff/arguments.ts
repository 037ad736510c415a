/** What was typed, as what the engine takes. Problems are told in a sentence that says what to write. */
import { fen, type Fen } from '../../domain/money'
import type { PaidBefore } from '../../domain/tariff/bill'
import type { Coupon } from '../../domain/tariff/coupon'
import { instant, minutes, onWallClock, type Instant, type Zone } from '../../domain/time'

const ZONED = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/

/** 2026-03-02 08:00 on the lot's wall clock, with seconds or without; or RFC 3339, with an offset. */
export function readMoment(text: string, zone: Zone): Instant {
  const [, date, clock, seconds = ':00', offset] = ZONED.exec(text.trim().replace(/ +/, 'T')) ?? []
  const wall = Date.parse(`${date}T${clock}${seconds}Z`)
  if (date === undefined || clock === undefined || !isDay(date) || Number.isNaN(wall))
    throw new RangeError(`no time: ${text}; write 2026-03-02 08:00, or with an offset 2026-03-02T08:00:00+08:00`)
  if (offset !== undefined) return instant(Date.parse(`${date}T${clock}${seconds}${offset}`))
  const [first] = onWallClock(instant(wall), zone)
  if (first !== undefined) return first
  throw new RangeError(`no time: ${text}; the clocks of ${zone} are put forward then, and skip it`)
}

const isDay = (date: string): boolean => {
  const ms = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date)
}

const COUPONS: Readonly<Record<Coupon['type'], (value: string) => Coupon>> = {
  minutes: (value) => ({ type: 'minutes', minutes: minutes(whole(value)) }),
  percent: (value) => ({ type: 'percent', percent: percent(value) }),
  amount: (value) => ({ type: 'amount', amount: readAmount(value) }),
  full: () => ({ type: 'full' }),
}

/** minutes:60, percent:20, amount:7.50, full */
export function readCoupon(text: string): Coupon {
  const [type = '', value = ''] = text.split(':')
  if (!(type in COUPONS)) throw new RangeError(`coupon ${text}: write minutes:60, percent:20, amount:7.50 or full`)
  return COUPONS[type as Coupon['type']](value)
}

/** 2026-03-02 11:00=5.00, or with a colon where that leaves no doubt: 2026-03-02T11:00:5.00 */
export function readPayment(text: string, zone: Zone): PaidBefore {
  const split = text.includes('=') ? text.indexOf('=') : text.lastIndexOf(':')
  const [time, value] = [text.slice(0, split), text.slice(split + 1)]
  if (/\d[ T]\d\d:\d\d:\d\d$/.test(text) || !/^\d+(\.\d+)?$/.test(value))
    throw new RangeError(`payment ${text}: write the time, "=" and the amount, such as 2026-03-02 11:00=5.00`)
  const at = readMoment(time, zone)
  return { at, billedTo: at, amount: readAmount(value) }
}

function number(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new RangeError(`not a number: ${text === '' ? 'nothing' : text}`)
  return Number(text)
}

function whole(text: string): number {
  if (!Number.isInteger(number(text))) throw new RangeError(`not whole minutes: ${text}`)
  return number(text)
}

function percent(text: string): number {
  const value = number(text)
  if (value > 100) throw new RangeError(`more than 100 percent: ${text}`)
  return value
}

function readAmount(text: string): Fen {
  if (!/^\d+(\.\d\d?)?$/.test(text)) throw new RangeError(`no amount: ${text}; write 7.50`)
  return fen(Math.round(number(text) * 100))
}
