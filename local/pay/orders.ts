import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { compactTime, DAY, HOUR, MINUTE, rfc3339 } from './beijing'
import { Failure } from './failure'
import type { House } from './house'
import type { Order, Payment } from './ledger'
import { notifyUrl, orderNumber, parse } from './parse'
import { digits } from './random'

const DEFAULT_LIFE = 7 * DAY
const SHORTEST_LIFE = MINUTE
const LONGEST_LIFE = 90 * DAY
/** However long the order lives, its prepay id lives this long; the same order asked again gets a new one. */
const PREPAY_LIFE = 2 * HOUR

const orderRequest = z.object({
  appid: z.string().max(32),
  mchid: z.string().max(32),
  description: z.string().min(1).max(127),
  out_trade_no: orderNumber,
  time_expire: z.iso.datetime({ offset: true }).optional(),
  attach: z.string().max(128).optional(),
  notify_url: notifyUrl,
  goods_tag: z.string().max(32).optional(),
  support_fapiao: z.boolean().optional(),
  amount: z.object({ total: z.int().min(1), currency: z.literal('CNY').default('CNY') }),
  payer: z.object({ openid: z.string().min(1).max(128) }),
  detail: z.unknown().optional(),
  scene_info: z.unknown().optional(),
  settle_info: z.unknown().optional(),
})
type OrderRequest = z.infer<typeof orderRequest>

export type Standing = 'payable' | 'expired' | 'closed' | 'paid'

export function standing(order: Order, now: number): Standing {
  if (order.payment) return 'paid'
  if (order.closedAt !== undefined) return 'closed'
  return now > order.expiresAt ? 'expired' : 'payable'
}

const newPrepayId = (now: number) => `wx${compactTime(now)}${randomBytes(10).toString('hex')}`
const newTransactionId = (now: number) => `42000${compactTime(now).slice(0, 8)}${digits(15)}`

const numberUsed = () => new Failure('INVALID_REQUEST', '201 商户订单号重复')

export const ourMerchant = (house: House, mchid: string) => {
  if (mchid !== house.keys.merchant.mchid) throw new Failure('PARAM_ERROR', '商户号mchid与签名的商户号不一致')
}

export async function placeOrder(house: House, body: unknown) {
  const request = parse(orderRequest, body)
  ourMerchant(house, request.mchid)
  if (request.appid !== house.keys.merchant.appid) throw new Failure('APPID_MCHID_NOT_MATCH')
  const order = house.ledger.atomically(() => {
    const known = house.ledger.order(request.out_trade_no)
    return known ? orderAgain(house, known, request) : newOrder(house, request)
  })
  const early = house.faults.take(['callback-before-reply'], { outTradeNo: order.outTradeNo })
  if (early) await house.notices.deliverNow(payOrder(house, order))
  return { prepay_id: order.prepayId }
}

function newOrder(house: House, request: OrderRequest): Order {
  const now = house.clock.now()
  const wished = request.time_expire === undefined ? now + DEFAULT_LIFE : Date.parse(request.time_expire)
  if (wished > now + LONGEST_LIFE) throw new Failure('PARAM_ERROR', 'time_expire超过最长有效期90天')
  const order: Order = {
    outTradeNo: request.out_trade_no,
    request: JSON.stringify(request),
    openid: request.payer.openid,
    description: request.description,
    attach: request.attach,
    total: request.amount.total,
    notifyUrl: request.notify_url,
    orderedAt: now,
    expiresAt: Math.max(wished, now + SHORTEST_LIFE),
    prepayId: newPrepayId(now),
    prepayIssuedAt: now,
  }
  house.ledger.saveOrder(order)
  return order
}

const AGAIN_REFUSED: Record<Exclude<Standing, 'payable'>, () => Failure> = {
  paid: () => new Failure('OUT_TRADE_NO_USED'),
  closed: () => new Failure('ORDER_CLOSED'),
  expired: numberUsed,
}

/** The same number with the same words is the same order; with other words, or too late, it is a mistake. */
function orderAgain(house: House, order: Order, request: OrderRequest): Order {
  const now = house.clock.now()
  if (order.request !== JSON.stringify(request)) throw numberUsed()
  const state = standing(order, now)
  if (state !== 'payable') throw AGAIN_REFUSED[state]()
  if (now < order.prepayIssuedAt + PREPAY_LIFE) return order
  const renewed = { ...order, prepayId: newPrepayId(now), prepayIssuedAt: now }
  house.ledger.saveOrder(renewed)
  return renewed
}

export const prepayLapsed = (order: Order, now: number) => now >= order.prepayIssuedAt + PREPAY_LIFE

/** Takes the payer's money; returns the name of the callback that tells it. */
export function payOrder(house: House, order: Order): string {
  const now = house.clock.now()
  const payment: Payment = { transactionId: newTransactionId(now), paidAt: now }
  return house.ledger.atomically(() => {
    const paid = { ...order, payment }
    house.ledger.saveOrder(paid)
    return house.notices.announce({
      url: order.notifyUrl,
      outTradeNo: order.outTradeNo,
      eventType: 'TRANSACTION.SUCCESS',
      originalType: 'transaction',
      summary: '支付成功',
      resource: transaction(house, paid),
    })
  })
}

const TRADE_STATES = { SUCCESS: '支付成功', REFUND: '转入退款', NOTPAY: '订单未支付', CLOSED: '订单已关闭' }
type TradeState = keyof typeof TRADE_STATES

function tradeState(house: House, order: Order): TradeState {
  if (!order.payment) return order.closedAt === undefined ? 'NOTPAY' : 'CLOSED'
  const refunded = house.ledger.refundsOf(order.outTradeNo).some(({ status }) => status !== 'CLOSED')
  return refunded ? 'REFUND' : 'SUCCESS'
}

/** The order as a query shows it and a callback tells it. */
export function transaction(house: House, order: Order) {
  const { appid, mchid } = house.keys.merchant
  const state = tradeState(house, order)
  const base = {
    appid,
    mchid,
    out_trade_no: order.outTradeNo,
    trade_state: state,
    trade_state_desc: TRADE_STATES[state],
  }
  if (!order.payment) return base
  return {
    ...base,
    transaction_id: order.payment.transactionId,
    trade_type: 'JSAPI',
    bank_type: 'OTHERS',
    attach: order.attach ?? '',
    success_time: rfc3339(order.payment.paidAt),
    payer: { openid: order.openid },
    amount: { total: order.total, payer_total: order.total, currency: 'CNY', payer_currency: 'CNY' },
  }
}

export function queryOrder(house: House, order: Order | undefined, query: unknown) {
  ourMerchant(house, parse(z.object({ mchid: z.string() }), query).mchid)
  if (!order) throw new Failure('ORDERNOTEXIST')
  return transaction(house, order)
}

/** 204 proves little: it also answers a number that never was an order. */
export function closeOrder(house: House, outTradeNo: string, body: unknown): undefined {
  ourMerchant(house, parse(z.object({ mchid: z.string() }), body).mchid)
  const order = house.ledger.order(outTradeNo)
  if (order?.payment) throw new Failure('ORDERPAID')
  if (!order || order.closedAt !== undefined) return
  if (house.faults.take(['close-without-effect'], { outTradeNo })) return
  house.ledger.saveOrder({ ...order, closedAt: house.clock.now() })
}
