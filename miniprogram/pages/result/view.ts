/** What became of an order: paid, on its way, closed, or going back. */
import {
  RETURNED_WORDS,
  wallClock,
  yuan,
  type BarrierView,
  type CarView,
  type Instant,
  type PaymentView,
} from '../../domain'
import { NO_ACTION, type Action } from '../../components/action-bar/view'
import { NO_BARRIER, toBarrier, type BarrierScreen } from '../../components/barrier/view'
import { NO_CAR } from '../../components/plate-chip/view'
import { stateOf, SHOWN, type StateScreen } from '../../components/state-view/view'
import { saidLeft } from '../../services/countdown'
import { isPassing } from '../../services/failures'
import type { Loaded } from '../../services/loaded'

export type ResultAct = 'leave' | 'look' | 'reopen'

export interface ResultState {
  payment: Loaded<PaymentView>
  /** Newer than the payment's own. */
  barrier: BarrierView | undefined
  /** Asking was given up; the person may ask again. */
  watchOver: boolean
  reopening: boolean
}

export interface ResultScreen {
  state: StateScreen
  icon: string
  look: 'good' | 'waiting' | 'plain'
  headline: string
  car: CarView
  /** Money moved. */
  charged: boolean
  /** Fen. */
  amount: number
  advice: string
  /** 请在 16:20 前离场 */
  leaveBy: string
  /** 还剩 12 分钟 */
  left: string
  urgent: boolean
  barrier: BarrierScreen
  receipt: boolean
  action: Action<ResultAct>
}

const BLANK: ResultScreen = {
  state: stateOf({ phase: 'loading' }),
  icon: 'time',
  look: 'plain',
  headline: '',
  car: NO_CAR,
  charged: false,
  amount: 0,
  advice: '',
  leaveBy: '',
  left: '',
  urgent: false,
  barrier: NO_BARRIER,
  receipt: false,
  action: NO_ACTION,
}

export const AWAITED_RESULT = BLANK

const LEAVE = { act: 'leave', text: '完成', busy: false } as const
const LOOK = { act: 'look', text: '再查一次', busy: false } as const

export function toView(state: ResultState, now: Instant): ResultScreen {
  const { payment } = state
  if (payment.phase === 'loading') return BLANK
  if (payment.phase === 'failed') return { ...BLANK, state: unknown(payment), action: LOOK }
  const { car } = payment.answer
  return { ...BLANK, state: SHOWN, car, ...stateWords(payment.answer, state, now) }
}

/** Nobody should pay again because the phone has no signal. */
function unknown(payment: Loaded<PaymentView> & { phase: 'failed' }): StateScreen {
  const state = stateOf(payment)
  if (!isPassing(payment.why)) return state
  return {
    ...state,
    title: '暂时查不到付款结果',
    advice: `${state.title}。如果已经付款，款项不会丢失，也不会重复收费；恢复后这里会自动更新。`,
  }
}

function stateWords(payment: PaymentView, state: ResultState, now: Instant): Partial<ResultScreen> {
  switch (payment.state) {
    case 'unpaid':
      return unpaid(state.watchOver)
    case 'closed':
      return {
        icon: 'info-circle-filled',
        headline: '没有付款',
        advice: '订单已关闭，没有扣款。需要缴费时请重新打开账单。',
        action: LEAVE,
      }
    case 'paid':
      return paid(payment, state, now)
    case 'returning':
      return {
        icon: 'time',
        look: 'waiting',
        headline: '款项正在退回',
        charged: true,
        amount: payment.amount,
        advice: `${RETURNED_WORDS[payment.why]}，${yuan(payment.amount)} 会自动原路退回。零钱一般几分钟到账，银行卡 1 至 3 个工作日。`,
        action: LEAVE,
      }
    case 'returned':
      return {
        icon: 'check-circle-filled',
        look: 'good',
        headline: '款项已退回',
        charged: true,
        amount: payment.amount,
        advice: `${RETURNED_WORDS[payment.why]}，${yuan(payment.amount)} 已原路退回。`,
        action: LEAVE,
      }
  }
}

function unpaid(watchOver: boolean): Partial<ResultScreen> {
  if (!watchOver)
    return { look: 'waiting', headline: '正在确认付款', advice: '正在向微信支付查询，请稍候，不要重复付款。' }
  return {
    headline: '还没有收到付款',
    advice: '如果已经付款，到账后会显示在交易记录里，不会重复收费；如果没有付款，不会扣款。',
    action: LOOK,
  }
}

const URGENT_MS = 5 * 60_000

function paid(
  { amount, leaveBy, lot, barrier, visit }: Extract<PaymentView, { state: 'paid' }>,
  { barrier: newer, watchOver, reopening }: ResultState,
  now: Instant,
): Partial<ResultScreen> {
  const inTime = leaveBy > now
  const shown = visit ? (newer ?? barrier ?? { state: 'closed' as const }) : undefined
  return {
    icon: 'check-circle-filled',
    look: 'good',
    headline: '缴费成功',
    charged: true,
    amount,
    leaveBy: inTime ? `请在 ${wallClock(leaveBy, lot.offset).clock} 前离场` : '离场时间已过',
    left: inTime ? `还剩 ${saidLeft(now, leaveBy)}` : '出口可能需要补缴',
    urgent: leaveBy - now < URGENT_MS,
    barrier: shown ? toBarrier(shown, 'exit') : NO_BARRIER,
    receipt: true,
    action: shown ? barrierAction(shown, watchOver, reopening) : LEAVE,
  }
}

function barrierAction(barrier: BarrierView, watchOver: boolean, reopening: boolean): ResultScreen['action'] {
  if (reopening) return { act: 'reopen', text: '正在重试', busy: true }
  if (barrier.state === 'stuck' && barrier.retry) return { act: 'reopen', text: '再次开闸', busy: false }
  const moving = barrier.state === 'closed' || barrier.state === 'opening'
  return moving && watchOver ? { act: 'look', text: '查看道闸状态', busy: false } : LEAVE
}
