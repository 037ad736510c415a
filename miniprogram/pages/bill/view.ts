/** The bill of a stay, and the button that pays it. */
import { saidTime, yuan, type BillView, type Instant } from '../../domain'
import { NO_ACTION, type Action } from '../../components/action-bar/view'
import { NO_BILL, toBillPanel, type BillPanel } from '../../components/bill-panel/view'
import { stateOf, type StateScreen } from '../../components/state-view/view'
import { isPassing } from '../../services/failures'
import { staleWords, type Loaded } from '../../services/loaded'
import { payButton, type PayProgress } from '../../services/pay-button'

export interface BillScreen {
  state: StateScreen
  bill: BillPanel
  /** What changed or went wrong, above the bill. */
  notice: string
  action: Action<'pay' | 'refresh' | 'leave'>
}

export const AWAITED_BILL: BillScreen = {
  state: stateOf({ phase: 'loading' }),
  bill: NO_BILL,
  notice: '',
  action: NO_ACTION,
}

const RETRY = { text: '重试', busy: false, act: 'refresh' } as const
const BACK = { text: '返回', busy: false, act: 'leave' } as const

/** `usable`: how many coupons the person could choose from, once that is known. */
export function toView(
  bill: Loaded<BillView>,
  progress: PayProgress,
  notice: string,
  now: Instant,
  usable?: number,
): BillScreen {
  const state = stateOf(bill)
  if (bill.phase === 'loading') return AWAITED_BILL
  if (bill.phase === 'failed') return { ...AWAITED_BILL, state, action: isPassing(bill.why) ? RETRY : BACK }
  if (bill.stale)
    return { state, ...old(bill.answer, now), notice: `${staleWords(bill, now, '账单')}，金额可能已经变了` }
  return { state, bill: toBillPanel(bill.answer, now, usable), notice, action: actionOf(bill.answer, progress) }
}

/** It can be read, and no coupon can be chosen for it. */
const old = (bill: BillView, now: Instant): Pick<BillScreen, 'bill' | 'action'> => ({
  bill: {
    ...toBillPanel({ ...bill, couponLimit: 0 }, now),
    hint: `${saidTime(bill.billedTo, now, bill.lot.offset)} 的金额`,
  },
  action: { text: '刷新账单', busy: false, act: 'refresh' },
})

function actionOf({ due, coupons }: BillView, progress: PayProgress): BillScreen['action'] {
  return due > 0 || coupons.length > 0
    ? { ...payButton(due, progress), act: 'pay' }
    : { text: '知道了', busy: false, act: 'leave' }
}

/** The bill was made anew: told only when the amount is another. */
export function changeWords(before: BillView | undefined, after: BillView): string {
  if (!before || before.due === after.due) return ''
  return `金额已由 ${yuan(before.due)} 更新为 ${yuan(after.due)}`
}
