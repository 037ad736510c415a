/** The lane a code belongs to: what stands there, what to do, and how the barrier moves. */
import {
  REFUSAL_WORDS,
  wallClock,
  yuan,
  type BarrierView,
  type CarView,
  type Instant,
  type LaneView,
  type PaymentView,
  type Refusal,
  type VisitId,
} from '../../domain'
import { NO_ACTION, type Action } from '../../components/action-bar/view'
import { NO_BARRIER, toBarrier, type BarrierScreen } from '../../components/barrier/view'
import { NO_BILL, toBillPanel, type BillPanel } from '../../components/bill-panel/view'
import { NO_CAR } from '../../components/plate-chip/view'
import { stateOf, type StateScreen } from '../../components/state-view/view'
import { isPassing } from '../../services/failures'
import type { Loaded } from '../../services/loaded'
import { payButton, type PayProgress } from '../../services/pay-button'

export type LaneAct = 'pay' | 'enter' | 'reopen' | 'look' | 'rescan' | 'refresh' | 'call' | 'leave'

export type Paid = Extract<PaymentView, { state: 'paid' }>

/** All that the screen depends on. */
export interface LaneState {
  lane: Loaded<LaneView>
  /** Newer than the lane's own. */
  barrier: BarrierView | undefined
  /** Asking for the barrier was given up; the person may ask again. */
  watchOver: boolean
  /** Paid on this screen. */
  paid: Paid | undefined
  progress: PayProgress | 'entering' | 'reopening'
  /** How many coupons the person could choose from; undefined: not known. */
  usable: number | undefined
  notice: string
}

export interface LaneScreen {
  state: StateScreen
  /** 1 号出口 */
  lane: string
  lot: string
  phone: string
  headline: string
  advice: string
  /** The headline says no. */
  refused: boolean
  car: CarView
  bill: BillPanel
  barrier: BarrierScreen
  notice: string
  action: Action<LaneAct>
}

const BLANK: LaneScreen = {
  state: stateOf({ phase: 'loading' }),
  lane: '',
  lot: '',
  phone: '',
  headline: '',
  advice: '',
  refused: false,
  car: NO_CAR,
  bill: NO_BILL,
  barrier: NO_BARRIER,
  notice: '',
  action: NO_ACTION,
}

export const AWAITED_LANE = BLANK

const RESCAN = { act: 'rescan', text: '重新扫码', busy: false } as const
const REFRESH = { act: 'refresh', text: '重试', busy: false } as const
const CALL = { act: 'call', text: '致电车场', busy: false } as const
const LEAVE = { act: 'leave', text: '完成', busy: false } as const

export function toView(state: LaneState, now: Instant): LaneScreen {
  const { lane, notice } = state
  if (lane.phase === 'loading') return BLANK
  if (lane.phase === 'failed') return { ...BLANK, state: stateOf(lane), action: isPassing(lane.why) ? REFRESH : RESCAN }
  const screen = { ...BLANK, state: stateOf(lane), ...placeOf(lane.answer), notice }
  return { ...screen, ...situationOf(state, lane.answer, now) }
}

const placeOf = ({ lane, lot }: LaneView) => ({ lane: lane.name, lot: lot.name, phone: lot.phone })

function situationOf(state: LaneState, lane: LaneView, now: Instant): Partial<LaneScreen> {
  switch (lane.situation) {
    case 'refused':
      return refusal(lane)
    case 'identify':
      return { headline: '没有识别到车牌', advice: '点击入场后，凭微信离场和缴费。', action: enterAction(state) }
    case 'pay':
      return state.paid ? leaving(state, lane, paidWords(state.paid), state.paid.leaveBy) : paying(state, lane, now)
    case 'admitted':
      return { car: lane.car, ...leaving(state, lane, '') }
    case 'leaving':
      return { car: lane.car, ...leaving(state, lane, lane.leaveBy ? '已缴费' : '无需缴费', lane.leaveBy) }
  }
}

/** Who can help with it: a better scan, or a person. */
const HELP: Record<Refusal, typeof RESCAN | typeof CALL> = {
  'no-car-in-lane': RESCAN,
  'lot-full': RESCAN,
  'already-inside': CALL,
  'lane-closed': RESCAN,
  'car-locked': CALL,
  'no-stay': CALL,
  'no-price': CALL,
}

function refusal({ why, car }: Extract<LaneView, { situation: 'refused' }>): Partial<LaneScreen> {
  const { title, advice } = REFUSAL_WORDS[why]
  return { headline: title, advice, refused: true, car: car ?? NO_CAR, action: HELP[why] }
}

const enterAction = ({ progress }: LaneState): LaneScreen['action'] =>
  progress === 'entering' ? { act: 'enter', text: '正在入场', busy: true } : { act: 'enter', text: '入场', busy: false }

function paying(
  { progress, usable }: LaneState,
  lane: Extract<LaneView, { situation: 'pay' }>,
  now: Instant,
): Partial<LaneScreen> {
  const step = progress === 'entering' || progress === 'reopening' ? 'idle' : progress
  return {
    bill: toBillPanel(lane.bill, now, usable),
    action: { act: 'pay', ...payButton(lane.bill.due, step) },
  }
}

const paidWords = ({ amount }: Paid): string => (amount > 0 ? `已付 ${yuan(amount)}` : '优惠券已付清')

/** Until when it has to leave matters as long as the barrier is in its way. */
function leaving(state: LaneState, lane: LaneView, paid: string, leaveBy?: Instant): Partial<LaneScreen> {
  const barrier = barrierOf(state, lane)
  const isFree = barrier.state === 'open' || barrier.state === 'passed'
  const until = leaveBy && !isFree ? `，请在 ${wallClock(leaveBy, lane.lot.offset).clock} 前离场` : ''
  return {
    headline: paid + until,
    car: state.paid?.car ?? ('car' in lane ? (lane.car ?? NO_CAR) : NO_CAR),
    barrier: toBarrier(barrier, lane.lane.direction),
    action: barrierAction(state, barrier),
  }
}

const CLOSED: BarrierView = { state: 'closed' }

export function barrierOf({ barrier, paid }: Pick<LaneState, 'barrier' | 'paid'>, lane: LaneView): BarrierView {
  return barrier ?? paid?.barrier ?? ('barrier' in lane ? lane.barrier : CLOSED)
}

function barrierAction({ progress, watchOver }: LaneState, barrier: BarrierView): LaneScreen['action'] {
  if (progress === 'reopening') return { act: 'reopen', text: '正在重试', busy: true }
  if (barrier.state === 'passed') return LEAVE
  if (barrier.state !== 'stuck') return watchOver ? { act: 'look', text: '查看道闸状态', busy: false } : NO_ACTION
  if (barrier.retry) return { act: 'reopen', text: '再次开闸', busy: false }
  return barrier.why === 'car-gone' ? RESCAN : CALL
}

/** The visit whose barrier the screen follows; undefined while there is nothing to follow. */
export function visitOf(lane: Loaded<LaneView>, paid: Paid | undefined): VisitId | undefined {
  if (lane.phase !== 'ready') return undefined
  const { answer } = lane
  if (answer.situation === 'admitted' || answer.situation === 'leaving') return answer.visit
  return paid && answer.situation === 'pay' ? (paid.visit ?? answer.visit) : undefined
}
