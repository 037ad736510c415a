/** 撤销缴费: offered while it is possible, and what it would do. */
import { yuan, type Fen, type Instant } from '../../domain'
import { countdown } from '../../services/countdown'

export interface UndoScreen {
  possible: boolean
  /** 9:41 内可撤销 */
  left: string
  /** What happens when one does. */
  question: string
}

export const NO_UNDO: UndoScreen = { possible: false, left: '', question: '' }

/** `until`: absent or over, nothing is offered. */
export function toUndo(until: Instant | undefined, amount: Fen, now: Instant): UndoScreen {
  if (until === undefined || until <= now) return NO_UNDO
  const money = amount > 0 ? ` ${yuan(amount)} 原路退回` : '用过的优惠券退回'
  const coupons = amount > 0 ? '用过的优惠券可以再用。' : ''
  return {
    possible: true,
    left: `${countdown(now, until)} 内可撤销`,
    question: `撤销后${money}，这辆车恢复为未缴费，离场前需要重新缴费。${coupons}同一次停车只能撤销一次。`,
  }
}
