/** How far a payment's way back is, in a word. */
import type { TransactionView } from '../domain'

/** 退款中, 已退款, 部分退款; 已撤销 where only coupons had paid; empty while all of it counts. */
export function refundWord({ state, amount, back }: Pick<TransactionView, 'state' | 'amount' | 'back'>): string {
  if (state === 'paid') return ''
  if (amount === 0) return '已撤销'
  if (state === 'returning') return '退款中'
  return back === undefined || back === amount ? '已退款' : '部分退款'
}
