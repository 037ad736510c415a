/** A bill as a person reads it: the amount and how long it holds first, the calculation folded under it. */
import { minutesBetween, saidLength, saidTime, yuan, type BillView, type CarView, type Instant } from '../../domain'
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
  rules: string[]
  tariff: string
}

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
  rules: [],
  tariff: '',
}

export function toBillPanel(bill: BillView, now: Instant): BillPanel {
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
    rules: bill.rules,
    tariff: bill.tariffVersion,
  }
}

function hintOf(bill: BillView, now: Instant): string {
  if (bill.due === 0) return bill.leaveBy === undefined ? '现在离场无需缴费' : '已缴费，现在离场无需补缴'
  return bill.validUntil > now ? `金额在 ${countdown(now, bill.validUntil)} 内有效` : '正在更新金额'
}
