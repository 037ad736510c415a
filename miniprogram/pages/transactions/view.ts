/** 交易记录, month by month, of one vehicle or all. */
import {
  fen,
  saidTime,
  wallClock,
  writtenPlate,
  yuan,
  type Instant,
  type OrderNo,
  type TransactionView,
  type VehicleView,
} from '../../domain'
import { refundWord } from '../../services/refund-word'

export interface TransactionRow {
  orderNo: OrderNo
  /** 2026年11月, over the first of its month; otherwise empty. */
  month: string
  /** 共 ¥37.50, beside the month; empty until the whole month is here. */
  sum: string
  lot: string
  car: TransactionView['car']
  when: string
  amount: string
  /** 退款中, 已退款, 部分退款 ¥5.00; empty for a plain payment. */
  mark: string
  /** The mark is of money that goes or went back. */
  back: boolean
}

export interface Chip {
  /** Empty: all vehicles. */
  plate: string
  name: string
  chosen: boolean
}

/** `more`: the list goes on, so its last month is not complete. */
export function toRows(items: readonly TransactionView[], now: Instant, more: boolean): TransactionRow[] {
  const last = monthOf(items[items.length - 1])
  return items.map((item, place) => {
    const month = monthOf(item) === monthOf(items[place - 1]) ? '' : monthOf(item)
    const known = month !== '' && !(more && month === last)
    return { month, sum: known ? `共 ${yuan(sumOf(items, month))}` : '', ...rowOf(item, now) }
  })
}

const rowOf = (item: TransactionView, now: Instant): Omit<TransactionRow, 'month' | 'sum'> => ({
  orderNo: item.orderNo,
  lot: item.lotName,
  car: item.car,
  when: saidTime(item.paidAt, now, item.offset),
  amount: yuan(item.amount),
  mark: markOf(item),
  back: refundWord(item) !== '',
})

function markOf(item: TransactionView): string {
  const word = refundWord(item)
  if (!word) return item.amount > 0 ? '' : '优惠券抵扣'
  return item.back ? `${word} ${yuan(item.back)}` : word
}

/** What was paid in a month and did not go back. */
const sumOf = (items: readonly TransactionView[], month: string) =>
  fen(items.reduce((sum, item) => (monthOf(item) === month ? sum + item.amount - (item.back ?? 0) : sum), 0))

function monthOf(item: TransactionView | undefined): string {
  if (!item) return ''
  const [year, month] = wallClock(item.paidAt, item.offset).date.split('-').map(Number)
  return `${year}年${month}月`
}

/** One has to have vehicles to choose one of them. */
export function toChips(vehicles: readonly VehicleView[], plate: string): Chip[] {
  if (vehicles.length === 0) return []
  const all: Chip = { plate: '', name: '全部', chosen: plate === '' }
  return [
    all,
    ...vehicles.map((each) => ({ plate: each.plate, name: writtenPlate(each.plate), chosen: each.plate === plate })),
  ]
}
