/** What was typed, as what the engine takes. Problems are told in a sentence. */
import { fen, type Fen } from '../../domain/money'
import type { Coupon } from '../../domain/tariff/coupon'
import { instant, MINUTE, minutes, offsetAt, readInstant, type Instant, type Zone } from '../../domain/time'

/** 2026-03-02T08:00+08:00, or 2026-03-02T08:00 on the lot's wall clock. */
export function readMoment(text: string, zone: Zone): Instant {
  const typed = text.trim().replace(' ', 'T')
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(typed)) return readInstant(typed)
  const wall = instant(Date.parse(`${typed}Z`))
  const guess = instant(wall - offsetAt(wall, zone) * MINUTE)
  return instant(wall - offsetAt(guess, zone) * MINUTE)
}

const COUPONS: Readonly<Record<Coupon['type'], (value: string) => Coupon>> = {
  minutes: (value) => ({ type: 'minutes', minutes: minutes(number(value)) }),
  percent: (value) => ({ type: 'percent', percent: percent(value) }),
  amount: (value) => ({ type: 'amount', amount: yuanTyped(value) }),
  full: () => ({ type: 'full' }),
}

/** minutes:60, percent:20, amount:7.50, full */
export function readCoupon(text: string): Coupon {
  const [type = '', value = ''] = text.split(':')
  if (!(type in COUPONS)) throw new RangeError(`coupon ${text}: write minutes:60, percent:20, amount:7.50 or full`)
  return COUPONS[type as Coupon['type']](value)
}

function number(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new RangeError(`not a number: ${text}`)
  return Number(text)
}

function percent(text: string): number {
  const value = number(text)
  if (value > 100) throw new RangeError(`more than 100 percent: ${text}`)
  return value
}

const yuanTyped = (text: string): Fen => fen(Math.round(number(text) * 100))
