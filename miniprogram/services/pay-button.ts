/** A pay button is its own progress. */
import type { PayStep } from './payment'

export type PayProgress = 'idle' | PayStep

const WORDS: Record<PayStep, string> = {
  opening: '正在打开微信支付',
  cashier: '请在微信支付中完成付款',
  checking: '正在确认付款',
}

export function payButton(text: string, progress: PayProgress): { text: string; busy: boolean } {
  return progress === 'idle' ? { text, busy: false } : { text: WORDS[progress], busy: true }
}
