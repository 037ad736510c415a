/** A receipt: what was paid, for which stay, and how it came about. */
import {
  minutesBetween,
  RETURNED_WORDS,
  saidLength,
  saidTime,
  yuan,
  type CarView,
  type Instant,
  type ReceiptView,
} from '../../domain'
import { toLines, type LineScreen } from '../../components/bill-lines/view'
import { NO_CAR } from '../../components/plate-chip/view'
import { stateOf, type StateScreen } from '../../components/state-view/view'
import { wordsFor } from '../../services/failures'
import type { Loaded } from '../../services/loaded'

export interface ReceiptScreen {
  state: StateScreen
  notice: string
  car: CarView
  lot: string
  amount: number
  /** 已支付, 正在退款, 已退款 */
  word: string
  /** Why the money goes back. */
  reason: string
  facts: { name: string; value: string }[]
  lines: LineScreen[]
  total: string
  transactionId: string
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
}

const WORDS: Record<ReceiptView['state'], string> = { paid: '已支付', returning: '正在退款', returned: '已退款' }

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
    word: WORDS[receipt.state],
    reason: receipt.why ? RETURNED_WORDS[receipt.why] : '',
    facts: factsOf(receipt, now),
    lines: toLines(receipt.lines, receipt.billedTo, receipt.offset),
    total: yuan(receipt.fee),
    transactionId: receipt.transactionId ?? '',
  }
}

function factsOf(
  { enteredAt, billedTo, paidAt, offset, tariffVersion }: ReceiptView,
  now: Instant,
): ReceiptScreen['facts'] {
  const said = (at: Instant): string => saidTime(at, now, offset)
  return [
    { name: '入场', value: said(enteredAt) },
    { name: '计费至', value: said(billedTo) },
    { name: '停放', value: saidLength(minutesBetween(enteredAt, billedTo)) },
    { name: '付款', value: said(paidAt) },
    { name: '价目表', value: tariffVersion },
  ]
}
