/** A bill as a person reads it: the amount and how long it holds first, the calculation folded under it. */
import {
  fen,
  minutesBetween,
  saidLength,
  saidTime,
  yuan,
  type BillView,
  type CarView,
  type CouponCode,
  type Fen,
  type Instant,
} from '../../domain'
import { toLines, type LineScreen } from '../bill-lines/view'
import { NO_CAR } from '../plate-chip/view'
import { countdown } from '../../services/countdown'

export interface BillPanel {
  car: CarView
  lot: string
  phone: string
  due: number
  /** Until when the amount holds, or that nothing is due. */
  hint: string
  stayed: string
  entered: string
  lines: LineScreen[]
  total: string
  coupons: CouponsPart
  rules: string[]
  tariff: string
}

export interface CouponsPart {
  /** The lot takes coupons, and there is something to take off. */
  offered: boolean
  /** 可用 2 张, 已选 1 张 -¥5.00 */
  words: string
  chosen: { code: CouponCode; name: string; off: string }[]
}

const NO_COUPONS: CouponsPart = { offered: false, words: '', chosen: [] }

/** Where no bill is to be shown. */
export const NO_BILL: BillPanel = {
  car: NO_CAR,
  lot: '',
  phone: '',
  due: 0,
  hint: '',
  stayed: '',
  entered: '',
  lines: [],
  total: '',
  coupons: NO_COUPONS,
  rules: [],
  tariff: '',
}

/** `usable`: how many coupons the person could choose from, once that is known. */
export function toBillPanel(bill: BillView, now: Instant, usable?: number): BillPanel {
  const { offset } = bill.lot
  return {
    car: bill.car,
    lot: bill.lot.name,
    phone: bill.lot.phone,
    due: bill.due,
    hint: hintOf(bill, now),
    stayed: saidLength(minutesBetween(bill.enteredAt, bill.billedTo)),
    entered: saidTime(bill.enteredAt, now, offset),
    lines: toLines(bill.lines, bill.billedTo, offset),
    total: yuan(bill.due),
    coupons: couponsPart(bill, usable),
    rules: bill.rules,
    tariff: bill.tariffVersion,
  }
}

function hintOf(bill: BillView, now: Instant): string {
  if (bill.due === 0) return bill.leaveBy === undefined ? '现在离场无需缴费' : '已缴费，现在离场无需补缴'
  return bill.validUntil > now ? `金额在 ${countdown(now, bill.validUntil)} 内有效` : '正在更新金额'
}

function couponsPart(bill: BillView, usable: number | undefined): CouponsPart {
  const chosen = bill.coupons.map(({ code, name }) => ({ code, name, off: yuan(offBy(bill, [code])) }))
  const offered = bill.couponLimit > 0 && (bill.due > 0 || chosen.length > 0)
  return offered ? { offered, words: chosen.length ? chosenWords(bill) : usableWords(usable), chosen } : NO_COUPONS
}

const chosenWords = (bill: BillView): string =>
  `已选 ${bill.coupons.length} 张 ${yuan(
    offBy(
      bill,
      bill.coupons.map(({ code }) => code),
    ),
  )}`

const usableWords = (usable: number | undefined): string => (usable ? `可用 ${usable} 张` : '扫码或输入券码')

/** What these coupons take off; below zero. */
function offBy({ lines }: BillView, codes: readonly CouponCode[]): Fen {
  const off = lines.filter((line) => line.kind === 'coupon' && codes.some((code) => code === line.coupon.id))
  return fen(off.reduce((sum, { amount }) => sum + amount, 0))
}
