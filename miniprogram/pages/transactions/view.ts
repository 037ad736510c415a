/** 交易记录, month by month. */
import { saidTime, wallClock, yuan, type Instant, type OrderNo, type TransactionView } from '../../domain'

export interface TransactionRow {
  orderNo: OrderNo
  /** 2026年11月, over the first of its month; otherwise empty. */
  month: string
  lot: string
  car: TransactionView['car']
  when: string
  amount: string
  /** 正在退款, 已退款; empty for a plain payment. */
  mark: string
}

const MARKS: Record<TransactionView['state'], string> = { paid: '', returning: '正在退款', returned: '已退款' }

export function toRows(items: readonly TransactionView[], now: Instant): TransactionRow[] {
  return items.map((item, place) => ({
    orderNo: item.orderNo,
    month: monthOf(item) === monthOf(items[place - 1]) ? '' : monthOf(item),
    lot: item.lotName,
    car: item.car,
    when: saidTime(item.paidAt, now, item.offset),
    amount: yuan(item.amount),
    mark: MARKS[item.state],
  }))
}

function monthOf(item: TransactionView | undefined): string {
  if (!item) return ''
  const [year, month] = wallClock(item.paidAt, item.offset).date.split('-').map(Number)
  return `${year}年${month}月`
}
