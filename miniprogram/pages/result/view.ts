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
import { NO_UNDO, toUndo, type UndoScreen } from '../../components/undo-payment/view'
import { NO_CAR } from '../../components/plate-chip/view'
import { stateOf, SHOWN, type StateScreen } from '../../components/state-view/view'
import { saidLeft } from '../../services/countdown'
import { isPassing } from '../../services/failures'
import type { Loaded } from '../../services/loaded'
import type { News, Promised, Reminder } from '../../services/messages'

export type ResultAct = 'leave' | 'look' | 'reopen'

export interface ResultState {
  payment: Loaded<PaymentView>
  /** Newer than the payment's own. */
  barrier: BarrierView | undefined
  /** Asking was given up; the person may ask again. */
  watchOver: boolean
  reopening: boolean
  reminder: Reminder | undefined
  /** What came of the offer to tell when money arrives or has gone back. */
  promised: Promised | undefined
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
  /** The offer of a warning, or what became of it; empty: no offer. */
  reminder: string
  /** The offer can be taken. */
  canRemind: boolean
  news: NewsPart
  undo: UndoScreen
  action: Action<ResultAct>
}

/** The offer to tell when it has happened, or what became of it. */
export interface NewsPart {
  of: News | 'none'
  words: string
  /** The offer can be taken. */
  can: boolean
}

const NO_NEWS: NewsPart = { of: 'none', words: '', can: false }

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
  reminder: '',
  canRemind: false,
  news: NO_NEWS,
  undo: NO_UNDO,
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
      return { ...unpaid(state.watchOver), news: newsOf('paid', state.promised) }
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
        ...(payment.stuck ? stuck(payment) : goingBack(payment)),
        news: payment.told ? promisedNews('returned') : newsOf('returned', state.promised),
      }
    case 'returned':
      return goneBack(payment)
  }
}

type Back = Extract<PaymentView, { state: 'returning' | 'returned' }>

/** What else the person has to know of the reason. Somebody else may have paid for the car since, or it may have left. */
const afterwards = ({ why }: Back): string =>
  why === 'undone' || why === 'earlier-undone' ? '离场前请确认这辆车已重新缴费。' : ''

const goingBack = (payment: Back): Partial<ResultScreen> => ({
  icon: 'time',
  look: 'waiting',
  headline: '款项正在退回',
  charged: true,
  amount: payment.back,
  advice: `${RETURNED_WORDS[payment.why]}，${yuan(payment.back)} 会自动原路退回。零钱一般几分钟到账，银行卡 1 至 3 个工作日。${afterwards(payment)}`,
  receipt: true,
  action: LEAVE,
})

/** It will not come by itself. */
const stuck = (payment: Back): Partial<ResultScreen> => ({
  ...goingBack(payment),
  icon: 'info-circle-filled',
  headline: '退款还没有到账',
  advice: `${RETURNED_WORDS[payment.why]}，应退 ${yuan(payment.back)}。收款的银行卡异常，退款没有成功，车场正在处理；有疑问请联系车场。${afterwards(payment)}`,
})

function goneBack(payment: Extract<PaymentView, { state: 'returned' }>): Partial<ResultScreen> {
  const words =
    payment.back > 0
      ? {
          headline: '款项已退回',
          advice: `${RETURNED_WORDS[payment.why]}，${yuan(payment.back)} ${payment.byHand ? '已由车场退回' : '已原路退回'}。`,
        }
      : {
          headline: '缴费已撤销',
          advice: `${RETURNED_WORDS[payment.why]}，没有扣款，优惠券可以再次使用。`,
        }
  return {
    icon: 'check-circle-filled',
    look: 'good',
    headline: words.headline,
    charged: payment.back > 0,
    amount: payment.back,
    advice: words.advice + afterwards(payment),
    receipt: true,
    action: LEAVE,
  }
}

const OFFERS: Record<News, string> = { paid: '到账后通知我', returned: '到账时通知我' }
const PROMISES: Record<News, string> = { paid: '到账后会发消息通知您', returned: '到账时会发消息通知您' }

const promisedNews = (of: News): NewsPart => ({ of, words: PROMISES[of], can: false })

function newsOf(of: News, promised: Promised | undefined): NewsPart {
  const end = promised?.of === of ? promised.end : undefined
  if (end === 'set') return promisedNews(of)
  if (end === 'over') return NO_NEWS
  return { of, words: end === 'failed' ? '没有设置成功，再试一次' : OFFERS[of], can: true }
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

type PaidView = Extract<PaymentView, { state: 'paid' }>

function paid(payment: PaidView, state: ResultState, now: Instant): Partial<ResultScreen> {
  const { amount, leaveBy, barrier, visit } = payment
  const shown = visit ? (state.barrier ?? barrier ?? { state: 'closed' as const }) : undefined
  return {
    icon: 'check-circle-filled',
    look: 'good',
    headline: '缴费成功',
    charged: true,
    amount,
    advice: amount > 0 ? '' : '优惠券抵扣了全部费用，没有付款',
    ...(shown?.state === 'passed' ? {} : leaveWords(payment, now)),
    ...(shown ? {} : reminderWords(payment, state.reminder, now)),
    urgent: leaveBy - now < URGENT_MS,
    barrier: shown ? toBarrier(shown, 'exit') : NO_BARRIER,
    receipt: true,
    undo: toUndo(payment.undoUntil, now),
    action: shown ? barrierAction(shown, state) : LEAVE,
  }
}

function leaveWords({ leaveBy, lot }: PaidView, now: Instant): Pick<ResultScreen, 'leaveBy' | 'left'> {
  return leaveBy > now
    ? { leaveBy: `请在 ${wallClock(leaveBy, lot.offset).clock} 前离场`, left: `还剩 ${saidLeft(now, leaveBy)}` }
    : { leaveBy: '离场时间已过', left: '可能需要补缴' }
}

/** The warning comes three minutes before; later than that there is nothing to offer. */
const REMINDED_MS = 3 * 60_000

function reminderWords(
  { leaveBy, lot }: PaidView,
  reminder: Reminder | undefined,
  now: Instant,
): Pick<ResultScreen, 'reminder' | 'canRemind'> {
  if (reminder?.end === 'set')
    return { reminder: `${wallClock(reminder.at, lot.offset).clock} 会发消息提醒您离场`, canRemind: false }
  if (reminder?.end === 'too-late') return { reminder: '时间已近，请尽快离场', canRemind: false }
  if (leaveBy - REMINDED_MS <= now) return { reminder: '', canRemind: false }
  return {
    reminder: reminder?.end === 'failed' ? '提醒没有设置成功，再试一次' : '离场前 3 分钟提醒我',
    canRemind: true,
  }
}

function barrierAction(barrier: BarrierView, { watchOver, reopening }: ResultState): ResultScreen['action'] {
  if (reopening) return { act: 'reopen', text: '正在重试', busy: true }
  if (barrier.state === 'stuck' && barrier.retry) return { act: 'reopen', text: '再次开闸', busy: false }
  const moving = barrier.state === 'closed' || barrier.state === 'opening'
  return moving && watchOver ? { act: 'look', text: '查看道闸状态', busy: false } : LEAVE
}
