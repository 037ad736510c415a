/** A pay button is its own progress. */
import { yuan, type Fen } from '../domain'
import type { PayStep } from './payment'

/** changing: the bill is made anew with other coupons. */
export type PayProgress = 'idle' | 'changing' | PayStep

const WORDS: Record<Exclude<PayProgress, 'idle'>, string> = {
  changing: '正在更新金额',
  opening: '正在打开微信支付',
  cashier: '请在微信支付中完成付款',
  checking: '正在确认付款',
}

/** Coupons that pay for everything need no cashier. */
const BY_COUPONS: typeof WORDS = { ...WORDS, opening: '正在使用优惠券', checking: '正在使用优惠券' }

export function payButton(due: Fen, progress: PayProgress): { text: string; busy: boolean } {
  if (progress === 'idle') return { text: `缴费 ${yuan(due)}`, busy: false }
  return { text: (due > 0 ? WORDS : BY_COUPONS)[progress], busy: true }
}
