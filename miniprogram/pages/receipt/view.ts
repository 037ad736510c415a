/** A receipt: what was paid, for which stay, and how it came about. */
import {
  minutesBetween,
  NOTHING,
  RETURNED_WORDS,
  saidLength,
  saidTime,
  yuan,
  type CarView,
  type Instant,
  type ReceiptView,
} from '../../domain'
import { toLines, type LineScreen } from '../../components/bill-lines/view'
import { NO_UNDO, toUndo, type UndoScreen } from '../../components/undo-payment/view'
import { NO_CAR } from '../../components/plate-chip/view'
import { stateOf, type StateScreen } from '../../components/state-view/view'
import { refundWord } from '../../services/refund-word'
import { wordsFor } from '../../services/failures'
import type { Loaded } from '../../services/loaded'

export interface ReceiptScreen {
  state: StateScreen
  notice: string
  car: CarView
  lot: string
  amount: number
  /** 已支付, 退款中, 已退款, 部分退款 */
  word: string
  /** Why money goes back, and how much. */
  reason: string
  facts: { name: string; value: string }[]
  lines: LineScreen[]
  total: string
  /** Empty: coupons paid for everything. */
  transactionId: string
  undo: UndoScreen
}

export const AWAITED_RECEIPT: ReceiptScreen = {
  state: stateOf({ phase: 'loading' }),
  notice: '',
  car: NO_CAR,
  lot: '',
  amount: 0,
  word: '',
  reason: '',
  facts: [],
  lines: [],
  total: '',
  transactionId: '',
  undo: NO_UNDO,
}

export function toView(loaded: Loaded<ReceiptView>, now: Instant): ReceiptScreen {
  const state = stateOf(loaded)
  if (loaded.phase !== 'ready') return { ...AWAITED_RECEIPT, state }
  const receipt = loaded.answer
  return {
    state,
    notice: loaded.stale ? `${wordsFor(loaded.stale).title}，这是手机里保存的收据` : '',
    car: receipt.car,
    lot: receipt.lotName,
    amount: receipt.amount,
    word: refundWord(receipt) || (receipt.amount > 0 ? '已支付' : '优惠券抵扣'),
    reason: reasonOf(receipt),
    facts: factsOf(receipt, now),
    lines: toLines(receipt.lines, receipt.billedTo, receipt.offset),
    total: yuan(receipt.amount),
    transactionId: receipt.transactionId ?? '',
    undo: loaded.stale ? NO_UNDO : toUndo(receipt.undoUntil, now),
  }
}

function reasonOf({ why, back = NOTHING, stuck, byHand }: ReceiptView): string {
  if (!why) return ''
  if (back === NOTHING) return RETURNED_WORDS[why]
  if (stuck) return `${RETURNED_WORDS[why]}，应退 ${yuan(back)}。收款的银行卡异常，车场正在处理`
  return `${RETURNED_WORDS[why]}，${yuan(back)} ${byHand ? '由车场退回' : '原路退回'}`
}

function factsOf(receipt: ReceiptView, now: Instant): ReceiptScreen['facts'] {
  const { enteredAt, billedTo, paidAt, offset, tariffVersion } = receipt
  const said = (at: Instant): string => saidTime(at, now, offset)
  return [
    { name: '入场', value: said(enteredAt) },
    { name: '计费至', value: said(billedTo) },
    { name: '停放', value: saidLength(minutesBetween(enteredAt, billedTo)) },
    { name: '付款', value: said(paidAt) },
    ...refundFacts(receipt, said),
    { name: '价目表', value: tariffVersion },
  ]
}

function refundFacts({ back, returnedAt }: ReceiptView, said: (at: Instant) => string): ReceiptScreen['facts'] {
  if (!back) return []
  return [
    { name: '退款金额', value: yuan(back) },
    { name: '退款时间', value: returnedAt === undefined ? '处理中' : said(returnedAt) },
  ]
}
