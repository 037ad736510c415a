/** 撤销缴费: offered while it is possible, and what it would do. */
import { yuan, type Instant, type ReceiptView } from '../../domain'
import { countdown } from '../../services/countdown'

export interface UndoScreen {
  possible: boolean
  /** 9:41 内可撤销 */
  left: string
}

export const NO_UNDO: UndoScreen = { possible: false, left: '' }

/** `until`: absent or over, nothing is offered. */
export function toUndo(until: Instant | undefined, now: Instant): UndoScreen {
  if (until === undefined || until <= now) return NO_UNDO
  return { possible: true, left: `${countdown(now, until)} 内可撤销` }
}

/** What happens when one takes this payment back. */
export function questionOf(receipt: ReceiptView): string {
  const { amount } = receipt
  const first = amount > 0 ? `撤销后 ${yuan(amount)} 原路退回，` : '撤销后'
  const coupons = usedCoupons(receipt) ? '用过的优惠券可以再用。' : ''
  return `${first}这辆车恢复为未缴费，离场前需要重新缴费。${coupons}同一次停车只能撤销一次。`
}

/** After an earlier payment of the same stay the bill does not tell whose coupons they are: then nothing is promised. */
function usedCoupons({ lines }: ReceiptView): boolean {
  const has = (kind: ReceiptView['lines'][number]['kind']): boolean => lines.some((line) => line.kind === kind)
  return has('coupon') && !has('paid')
}
