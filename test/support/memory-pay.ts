import {
  PayFailed,
  type BillAnswer,
  type NewOrder,
  type NewRefund,
  type OrderState,
  type PayFault,
  type PayGateway,
  type PayNotice,
  type RawNotice,
  type RefundState,
} from '../../cloudfunctions/server/ports'
import { add, NOTHING, type Fen } from '../../domain/money'
import type { OpenId, OrderNo, PaymentParams, RefundNo } from '../../domain/payment'
import type { FundBill, TradeBill } from '../../domain/reconciliation/bills'
import type { BeijingDay } from '../../domain/reconciliation/day'
import { instant, type Instant } from '../../domain/time'
import { Faults, type Call, type FaultKind } from '../../local/pay/faults'
import { DELIVERY_FAULTS, RETRY_AFTER } from '../../local/pay/notices'
import { dayOfTrade, fundBill, tradeBill, whyNoBill, type DayOfTrade } from './memory-pay-bills'
import { orderOf, rawNotice, readNotice, withWrongAmount } from './memory-pay-notice'

const MINUTE = 60_000
const BANK_TAKES = 3_000
const MOST_REFUNDS = 50

export interface Order extends NewOrder {
  /** What the merchant sent first: the same number must come with the same words. */
  asked: NewOrder
  prepayId: string
  closed: boolean
  paid?: { transactionId: string; at: Instant }
}

export interface Refund extends NewRefund {
  state: RefundState
  acceptedAt: Instant
  settlesAt: Instant
  settlesAs: RefundState
}

interface Callback {
  told: PayNotice
  failures: number
  dueAt: Instant
  heldBack: boolean
}

export interface MemoryPayOptions {
  now: () => Instant
  /** Lets `reply-slow` take its time; at once unless given. */
  pause?: (ms: number) => Promise<void>
  merchant?: PayGateway['merchant']
}

export type PayRefusal = 'unknown-prepay-id' | 'wrong-payer' | 'already-paid' | 'closed' | 'expired'

/** Whether the merchant took the callback: what HTTP says by its status. */
export type Deliver = (notice: RawNotice) => Promise<boolean>

const REPLY_FAULTS = [
  'reply-slow',
  'reply-lost',
  'reply-wrongly-signed',
  'reply-unknown-serial',
  'reply-old-clock',
  'reply-headers-missing',
] as const

const failed = (why: PayFault) => new PayFailed(why, 'in memory')

function refuse(why: PayFault): never {
  throw failed(why)
}

/** WeChat Pay keeps whole seconds. */
const wholeSeconds = (at: Instant) => instant(Math.floor(at / 1000) * 1000)

const alike = (one: object, other: object) => JSON.stringify(one) === JSON.stringify(other)

function orderWords({ orderNo, payer, amount, description, expiresAt }: NewOrder) {
  return { orderNo, payer, amount, description, expiresAt: wholeSeconds(expiresAt) }
}

const refundWords = ({ refundNo, orderNo, amount, total, reason }: NewRefund) => ({
  refundNo,
  orderNo,
  amount,
  total,
  reason,
})

function refuseAgain(known: Order, asked: NewOrder, now: Instant) {
  if (!alike(orderWords(known.asked), orderWords(asked))) refuse('number-spent')
  if (known.paid) refuse('number-spent')
  if (known.closed) refuse('number-spent')
  if (now > known.expiresAt) refuse('number-spent')
}

const paramsFor = ({ prepayId }: Order, now: Instant): PaymentParams => ({
  timeStamp: String(Math.floor(now / 1000)),
  nonceStr: `nonce${prepayId}`,
  package: `prepay_id=${prepayId}`,
  signType: 'RSA',
  paySign: 'signed in memory',
})

/**
 * WeChat Pay without keys, sockets, timers or chance: for use cases on virtual time. The same questions give the same
 * answers in the same order; whoever holds it delivers the callbacks, and crashes where it likes.
 */
export class MemoryPay {
  readonly faults = new Faults()
  readonly gateway: PayGateway
  readonly #orders = new Map<string, Order>()
  readonly #refunds = new Map<string, Refund>()
  readonly #now: () => Instant
  #callbacks: Callback[] = []
  #counter = 0

  constructor(private readonly options: MemoryPayOptions) {
    this.#now = options.now
    this.gateway = this.#makeGateway(options.merchant ?? { appid: 'wxmemory', mchid: '1900000001' })
  }

  #makeGateway(merchant: PayGateway['merchant']): PayGateway {
    return {
      merchant,
      order: (order) => this.#call('order', order.orderNo, () => this.#order(order)),
      query: (orderNo) => this.#call('query', orderNo, () => this.#query(orderNo)),
      close: (orderNo) => this.#call('close', orderNo, () => this.#close(orderNo)),
      refund: (refund) => this.#call('refund', refund.orderNo, () => this.#refund(refund)),
      refundState: (refundNo) => this.#call('refundQuery', undefined, () => this.#refundState(refundNo)),
      tradeBill: (day) => this.#bill(day, tradeBill),
      fundBill: (day) => this.#bill(day, fundBill),
      readNotice: (notice) => readNotice(notice, this.#now()),
    }
  }

  // ------------------------------------------------------------ the payer

  /** The person confirms in the cashier. */
  pay({ package: prepay }: Pick<PaymentParams, 'package'>, payer: OpenId): 'paid' | PayRefusal {
    const order = [...this.#orders.values()].find(({ prepayId }) => `prepay_id=${prepayId}` === prepay)
    if (!order) return 'unknown-prepay-id'
    if (order.payer !== payer) return 'wrong-payer'
    if (order.paid) return 'already-paid'
    if (order.closed && !this.faults.take(['paid-after-close'], { outTradeNo: order.orderNo })) return 'closed'
    const late = !order.closed && this.#now() > order.expiresAt
    if (late && !this.faults.take(['paid-after-expiry'], { outTradeNo: order.orderNo })) return 'expired'
    this.#takeMoney(order)
    return 'paid'
  }

  /** The newest order of this person that can be paid now: what the phone would still have open. */
  payable(payer: OpenId): Pick<PaymentParams, 'package'> | undefined {
    const open = [...this.#orders.values()].filter((order) => order.payer === payer && !order.paid && !order.closed)
    const newest = open.filter(({ expiresAt }) => this.#now() <= expiresAt).at(-1)
    return newest && { package: `prepay_id=${newest.prepayId}` }
  }

  #takeMoney(order: Order) {
    order.paid = { transactionId: `T${this.#next()}`, at: this.#now() }
    this.#announce({ kind: 'payment', id: `N${this.#next()}`, order: this.#paidState(order, order.paid) })
  }

  // ------------------------------------------------------------ the bank's books

  /** All money that came in and went back, per order: the truth a simulation holds the cloud's books against. */
  books(): { orderNo: OrderNo; payer: OpenId; paid: Fen; refunded: Fen }[] {
    return [...this.#orders.values()].map((order) => ({
      orderNo: order.orderNo,
      payer: order.payer,
      paid: order.paid ? order.amount : NOTHING,
      refunded: add(...this.#refundsOf(order.orderNo, ['refunded']).map(({ amount }) => amount)),
    }))
  }

  /** The bills of a day as they stand now, whether or not the gateway gives them out yet. */
  bills(day: BeijingDay): { trade: TradeBill; funds: FundBill } {
    const trade = this.#tradeOf(day)
    return { trade: tradeBill(trade), funds: fundBill(trade) }
  }

  #tradeOf(day: BeijingDay): DayOfTrade {
    return dayOfTrade(day, [...this.#orders.values()], [...this.#refunds.values()])
  }

  /** When something happens next by itself: a refund ends, or a callback is tried again. */
  nextDue(): Instant | undefined {
    const processing = [...this.#refunds.values()].filter(({ state }) => state === 'processing')
    const times = [...processing.map(({ settlesAt }) => settlesAt), ...this.#callbacks.map(({ dueAt }) => dueAt)]
    return times.length > 0 ? instant(Math.min(...times)) : undefined
  }

  /** Ends refunds and delivers callbacks that are due; `deliver` says whether the merchant took each. */
  async runDue(deliver: Deliver): Promise<void> {
    this.#settleRefunds()
    for (let due = this.#dueNow(); due; due = this.#dueNow()) await this.#deliver(due, deliver)
  }

  // ------------------------------------------------------------ calls

  /** A reply that is signed wrongly is asked for once more. */
  async #call<Answer>(
    call: Call,
    outTradeNo: string | undefined,
    effect: () => Answer,
    again = false,
  ): Promise<Answer> {
    await Promise.resolve()
    if (this.faults.take(['reply-error'], { call, outTradeNo })) throw failed('server-error')
    const answer = effect()
    const fault = this.faults.take(REPLY_FAULTS, { call, outTradeNo })
    if (fault?.kind === 'reply-slow') await this.options.pause?.(fault.ms)
    else if (fault?.kind === 'reply-wrongly-signed' && !again) return this.#call(call, outTradeNo, effect, true)
    else if (fault) throw failed(fault.kind === 'reply-lost' ? 'unreachable' : 'forged-reply')
    return answer
  }

  #order(asked: NewOrder): PaymentParams {
    const known = this.#orders.get(asked.orderNo)
    if (known) refuseAgain(known, asked, this.#now())
    const order = known ?? this.#newOrder(asked)
    if (this.faults.take(['callback-before-reply'], { outTradeNo: asked.orderNo })) this.#takeMoney(order)
    return paramsFor(order, this.#now())
  }

  #newOrder(asked: NewOrder): Order {
    const expiresAt = instant(Math.max(wholeSeconds(asked.expiresAt), this.#now() + MINUTE))
    const order: Order = { ...asked, asked, expiresAt, prepayId: `P${this.#next()}`, closed: false }
    this.#orders.set(asked.orderNo, order)
    return order
  }

  #query(orderNo: OrderNo): OrderState {
    const order = this.#orders.get(orderNo)
    if (!order) return { state: 'missing', orderNo }
    if (order.paid) return this.#paidState(order, order.paid)
    return { state: order.closed ? 'closed' : 'unpaid', orderNo }
  }

  #paidState(order: Order, { transactionId, at }: NonNullable<Order['paid']>): Extract<OrderState, { state: 'paid' }> {
    const { orderNo, amount } = order
    const refunded = this.#refundsOf(orderNo, ['processing', 'refunded', 'abnormal']).length > 0
    const { appid, mchid } = this.gateway.merchant
    return {
      state: 'paid',
      orderNo,
      transactionId,
      amount,
      currency: 'CNY',
      appid,
      mchid,
      paidAt: wholeSeconds(at),
      refunded,
    }
  }

  #close(orderNo: OrderNo): void {
    const order = this.#orders.get(orderNo)
    if (order?.paid) throw failed('number-spent')
    if (order && !this.faults.take(['close-without-effect'], { outTradeNo: orderNo })) order.closed = true
  }

  #refund(asked: NewRefund): RefundState {
    const known = this.#refunds.get(asked.refundNo)
    if (known) return alike(refundWords(known), refundWords(asked)) ? known.state : refuse('rejected')
    const order = this.#orders.get(asked.orderNo)
    if (!order?.paid || order.amount !== asked.total || this.#tooMuch(asked)) return refuse('rejected')
    const settlesAt = instant(this.#now() + BANK_TAKES)
    const acceptedAt = wholeSeconds(this.#now())
    const settlesAs = this.#howItEnds(asked)
    this.#refunds.set(asked.refundNo, { ...asked, state: 'processing', acceptedAt, settlesAt, settlesAs })
    return 'processing'
  }

  #tooMuch({ orderNo, amount, total }: NewRefund) {
    const earlier = this.#refundsOf(orderNo, ['processing', 'refunded', 'abnormal'])
    return earlier.length >= MOST_REFUNDS || add(amount, ...earlier.map((refund) => refund.amount)) > total
  }

  #howItEnds({ orderNo }: NewRefund): RefundState {
    const fault = this.faults.take(['refund-closed', 'refund-abnormal'], { outTradeNo: orderNo })
    if (!fault) return 'refunded'
    return fault.kind === 'refund-closed' ? 'closed' : 'abnormal'
  }

  #refundState(refundNo: RefundNo): RefundState | 'missing' {
    return this.#refunds.get(refundNo)?.state ?? 'missing'
  }

  #refundsOf(orderNo: OrderNo, states: RefundState[]) {
    return [...this.#refunds.values()].filter((refund) => refund.orderNo === orderNo && states.includes(refund.state))
  }

  async #bill<Bill>(day: BeijingDay, write: (trade: DayOfTrade) => Bill): Promise<BillAnswer<Bill>> {
    const trade = this.#tradeOf(day)
    const why = await this.#call('bill', undefined, () => whyNoBill(day, this.#now(), trade, this.faults))
    if (why) return { state: why }
    const isOther = this.faults.take(['bill-wrong-hash'], {}) !== undefined
    const isSpoiled = await this.#call('download', undefined, () => this.faults.take(['bill-changed', 'bill-cut'], {}))
    return isOther || isSpoiled ? refuse('damaged-file') : { state: 'there', bill: write(trade) }
  }

  #settleRefunds() {
    for (const refund of this.#refunds.values()) {
      if (refund.state !== 'processing' || refund.settlesAt > this.#now()) continue
      refund.state = refund.settlesAs
      const { refundNo, orderNo, state } = refund
      this.#announce({ kind: 'refund', id: `N${this.#next()}`, refundNo, orderNo, state })
    }
  }

  // ------------------------------------------------------------ callbacks

  #announce(told: PayNotice) {
    this.#callbacks.push({ told, failures: 0, dueAt: this.#now(), heldBack: false })
  }

  #dueNow() {
    return this.#callbacks.find(({ dueAt }) => dueAt <= this.#now())
  }

  async #deliver(callback: Callback, deliver: Deliver) {
    const fault = this.faults.take(DELIVERY_FAULTS, { outTradeNo: orderOf(callback.told) })
    if (fault?.kind === 'callback-late') return this.#postpone(callback, fault.ms)
    if (fault?.kind === 'callback-reordered') return this.#holdBack(callback)
    const taken = await this.#send(callback, fault?.kind, deliver)
    if (taken) this.#done(callback)
    else this.#failed(callback)
  }

  async #send({ told }: Callback, fault: FaultKind | undefined, deliver: Deliver): Promise<boolean> {
    if (fault === 'callback-lost') return false
    const send = () =>
      deliver(rawNotice(fault === 'callback-wrong-amount' ? withWrongAmount(told) : told, this.#now(), fault))
    if (fault === 'callback-doubled-at-once') return (await Promise.all([send(), send()])).every(Boolean)
    const taken = await send()
    return fault === 'callback-doubled' ? send() : taken
  }

  #postpone(callback: Callback, ms: number) {
    callback.dueAt = instant(this.#now() + ms)
  }

  #holdBack(callback: Callback) {
    callback.heldBack = true
    this.#postpone(callback, RETRY_AFTER[0] ?? 0)
  }

  #done(callback: Callback) {
    this.#callbacks = this.#callbacks.filter((other) => other !== callback)
    for (const held of this.#callbacks.filter(({ heldBack }) => heldBack)) {
      held.heldBack = false
      this.#postpone(held, 0)
    }
  }

  #failed(callback: Callback) {
    const wait = RETRY_AFTER[callback.failures]
    if (wait === undefined) return void (this.#callbacks = this.#callbacks.filter((other) => other !== callback))
    callback.failures += 1
    this.#postpone(callback, wait)
  }

  #next() {
    this.#counter += 1
    return String(this.#counter).padStart(6, '0')
  }
}
