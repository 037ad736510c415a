/**
 * Paying: ask the cloud for an order, open WeChat's cashier, ask the cloud what is true. What the cashier says changes
 * nothing: it also says "cancel" after a payment, and "ok" before the money is booked.
 */
import type { OrderNo, PaymentParams, PaymentView } from '../domain'
import { ask, type CallFailure, type Result } from './cloud'
import { now } from './clock'
import { forget, recall, remember } from './storage'

export type PayStep = 'opening' | 'cashier' | 'checking'

export type PayEnd =
  /** Nothing was due. */
  | { end: 'settled' }
  /** No order was made; nothing was charged. */
  | { end: 'refused'; why: CallFailure }
  /** The person left the cashier, and WeChat knows of no payment. */
  | { end: 'unpaid' }
  /** Something is known, or about to be: the order tells. */
  | { end: 'order'; orderNo: OrderNo; payment?: PaymentView }

let paying: Promise<PayEnd> | undefined

/** A second tap while the first one pays gets the first one's end. */
export function pay(quote: string, onStep: (step: PayStep) => void): Promise<PayEnd> {
  paying ??= payOnce(quote, onStep).finally(() => (paying = undefined))
  return paying
}

async function payOnce(quote: string, onStep: (step: PayStep) => void): Promise<PayEnd> {
  onStep('opening')
  const opened = await ask('payment.open', { quote })
  if (!opened.ok) return { end: 'refused', why: opened.why }
  if (opened.answer.kind === 'settled') return paidByCoupons(opened.answer.orderNo, onStep)

  const { orderNo, params } = opened.answer
  remember('order', { orderNo, openedAt: now() })
  onStep('cashier')
  const left = await cashier(params)
  onStep('checking')
  return endOf(orderNo, left)
}

/** There was nothing for the cashier to do. */
async function paidByCoupons(orderNo: OrderNo | undefined, onStep: (step: PayStep) => void): Promise<PayEnd> {
  if (orderNo === undefined) return { end: 'settled' }
  onStep('checking')
  return endOf(orderNo, 'done')
}

/** How the person came back; told to nobody as a fact. */
type Left = 'done' | 'cancelled'

async function cashier(params: PaymentParams): Promise<Left> {
  try {
    await wx.requestPayment(params)
    return 'done'
  } catch {
    return 'cancelled'
  }
}

async function endOf(orderNo: OrderNo, left: Left): Promise<PayEnd> {
  const checked = await checkOrder(orderNo)
  if (!checked.ok) return { end: 'order', orderNo }
  const payment = checked.answer
  const noMoney = payment.state === 'unpaid' || payment.state === 'closed'
  return noMoney && left === 'cancelled' ? { end: 'unpaid' } : { end: 'order', orderNo, payment }
}

/** Asks what is true; an order whose end is known need not be remembered. */
export async function checkOrder(orderNo: OrderNo): Promise<Result<PaymentView>> {
  const checked = await ask('payment.check', { orderNo })
  if (isEnd(checked)) forgetOrder(orderNo)
  return checked
}

function isEnd(checked: Result<PaymentView>): boolean {
  if (!checked.ok) return checked.why === 'not-found'
  return checked.answer.state !== 'unpaid' || checked.answer.expiresAt <= checked.at
}

function forgetOrder(orderNo: OrderNo): void {
  if (recall('order')?.orderNo === orderNo) forget('order')
}

/** An order that a killed app left behind: the truth about it, if it is worth a word. */
export async function leftBehind(): Promise<OrderNo | undefined> {
  const order = recall('order')
  if (!order || paying) return undefined
  const checked = await checkOrder(order.orderNo)
  const worthAWord = checked.ok && checked.answer.state !== 'unpaid' && checked.answer.state !== 'closed'
  return worthAWord ? order.orderNo : undefined
}
