/** A line of a bill in words: what was charged, from when to when, by which unit. */
import { written, type Fen } from '../money'
import { instant, MINUTE, DAY_MINUTES, wallClock, type Instant, type Minutes } from '../time'
import type { Coupon } from './coupon'
import type { BillLine } from './line'
import { length } from './words'

export interface LineWords {
  title: string
  note: string
}

type Kind = BillLine['kind']
type Of<K extends Kind> = Extract<BillLine, { kind: K }>

/** Seen from `day`, the day that needs no naming. */
export interface Seen {
  day: Instant
  offset: Minutes
  /** In which prices are written; ours, if not said. */
  currency?: string
}

const FREE_WORDS: Readonly<Record<Of<'free'>['why'], string>> = {
  threshold: '免费停放',
  deducted: '免费时长',
  window: '免费时段',
}

const CAP_WORDS: Readonly<Record<Of<'cap'>['over'], string>> = {
  period: '时段封顶',
  block: '周期封顶',
  blocks: '多周期封顶',
  stay: '单次封顶',
  visits: '多次停放封顶',
}

const WORDS: { readonly [K in Kind]: (line: Of<K>, seen: Seen) => LineWords } = {
  free: (line, seen) => ({ title: FREE_WORDS[line.why], note: saidSpan(line, seen) }),
  units: (line, seen) => ({ title: line.period, note: `${saidSpan(line, seen)}\n${unitsSaid(line, seen)}` }),
  prorata: (line, seen) => ({
    title: line.period,
    note: `${saidSpan(line, seen)}\n${priceSaid(line.price, seen)} / ${length(line.unit)}，按 ${line.minutes} 分钟折算${times(line)}`,
  }),
  flat: (line, seen) => ({ title: line.period, note: `${saidSpan(line, seen)}\n按次计费` }),
  product: (line, seen) => ({
    title: line.product,
    note: `${saidSpan(line, seen)}\n${line.dates === undefined ? '固定价' : `固定价 × ${line.dates} 天`}`,
  }),
  longStay: (line, seen) => ({ title: '长期停放', note: `${saidSpan(line, seen)}${longSaid(line, seen)}` }),
  cap: (line, seen) => ({
    title: `${line.of === undefined ? '' : `${line.of} `}${CAP_WORDS[line.over]}`,
    note: `${saidSpan(line, seen)}\n最高 ${priceSaid(line.cap, seen)}`,
  }),
  waiver: (line, seen) => ({ title: '减免', note: `${saidSpan(line, seen)} 的费用` }),
  class: ({ name }) => ({ title: name, note: '按车型调整' }),
  rounding: () => ({ title: '尾数', note: '合计取整' }),
  lostTicket: () => ({ title: '遗失停车凭证', note: '固定收费' }),
  unplated: () => ({ title: '无牌车', note: '固定收费' }),
  zeroStay: () => ({ title: '即停即走', note: '停放不足 1 分钟' }),
  minimum: () => ({ title: '最低收费', note: '补足最低应缴金额' }),
  coupon: ({ coupon }, seen) => ({ title: '优惠券', note: couponSaid(coupon, seen) }),
  paid: ({ at }, seen) => ({ title: '已付', note: saidMoment(at, seen) }),
  settled: () => ({ title: '已结清', note: '此前的缴费已结清' }),
}

export const explainLine = (line: BillLine, seen: Seen): LineWords =>
  (WORDS[line.kind] as (line: BillLine, seen: Seen) => LineWords)(line, seen)

const priceSaid = (amount: Fen, { currency = 'CNY' }: Pick<Seen, 'currency'>): string => written(amount, currency)

const times = ({ times: factor }: { times?: number }): string => (factor === undefined ? '' : ` × ${factor} 倍`)

function unitsSaid(line: Of<'units'>, seen: Seen): string {
  if (line.units === 0) return `不足 ${length(line.unit)}，不计费`
  const sum = line.minutes === undefined ? '' : `累计 ${length(line.minutes)}，`
  return `${sum}${priceSaid(line.price, seen)} / ${length(line.unit)} × ${line.units}${times(line)}`
}

function longSaid({ units, unit, price }: Of<'longStay'>, seen: Seen): string {
  if (units === undefined || unit === undefined || price === undefined) return ''
  const each = `\n${priceSaid(price, seen)} / ${length(unit)}`
  return Number.isInteger(units) ? `${each} × ${units}` : `${each}，按 ${Math.round(units * unit)} 分钟折算`
}

/** 减 2 小时, 8 折, 免单 */
export function couponSaid(coupon: Coupon, currency: Pick<Seen, 'currency'> = {}): string {
  switch (coupon.type) {
    case 'minutes':
      return `减 ${length(coupon.minutes)}`
    case 'percent':
      return `${(100 - coupon.percent) / 10} 折`
    case 'amount':
      return `减 ${priceSaid(coupon.amount, currency)}`
    case 'full':
      return '免单'
  }
}

/** 08:00–10:14, 11月21日 22:00–次日 08:00 */
export function saidSpan({ from, to }: { from: Instant; to: Instant }, seen: Seen): string {
  const nextDay = wallClock(instant(from + DAY_MINUTES * MINUTE), seen.offset).date
  const end = wallClock(to, seen.offset)
  const sameDay = end.date === wallClock(from, seen.offset).date
  const till = sameDay ? end.clock : end.date === nextDay ? `次日 ${end.clock}` : saidMoment(to, seen)
  return `${saidMoment(from, seen)}–${till}`
}

/** 08:00 on the day itself, otherwise 11月21日 08:00. */
function saidMoment(at: Instant, { day, offset }: Seen): string {
  const { date, clock } = wallClock(at, offset)
  if (date === wallClock(day, offset).date) return clock
  const [, month, dayOfMonth] = date.split('-').map(Number)
  return `${month}月${dayOfMonth}日 ${clock}`
}
