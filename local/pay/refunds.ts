import { z } from 'zod'
import { compactTime, DAY, rfc3339, SECOND } from './beijing'
import { DueTimer } from './due-timer'
import { Failure } from './failure'
import type { House } from './house'
import type { Order, Refund } from './ledger'
import { notifyUrl, orderNumber, parse } from './parse'
import { digits } from './random'

const REFUNDABLE_FOR = 365 * DAY
const MOST_REFUNDS = 50
/** A real refund to the balance takes minutes, to a card days; here a person is watching. */
const BANK_TAKES = 3 * SECOND

const refundRequest = z
  .object({
    transaction_id: z.string().optional(),
    out_trade_no: orderNumber.optional(),
    out_refund_no: z.string().regex(/^[0-9A-Za-z_\-|*@]{1,64}$/),
    reason: z.string().max(80).optional(),
    notify_url: notifyUrl.optional(),
    funds_account: z.literal('AVAILABLE').optional(),
    amount: z.object({ refund: z.int().min(1), total: z.int().min(1), currency: z.literal('CNY') }),
  })
  .refine(
    ({ transaction_id, out_trade_no }) => transaction_id !== undefined || out_trade_no !== undefined,
    'transaction_id or out_trade_no must be given',
  )
type RefundRequest = z.infer<typeof refundRequest>

export function createRefund(house: House, body: unknown) {
  const request = parse(refundRequest, body)
  const refund = house.ledger.atomically(() => {
    const known = house.ledger.refund(request.out_refund_no)
    return known ? refundAgain(known, request) : newRefund(house, request)
  })
  return refundView(house, refund)
}

/** One number refunds once, whatever became of it; asked with other words it is a mistake. */
function refundAgain(refund: Refund, request: RefundRequest): Refund {
  if (refund.request !== JSON.stringify(request))
    throw new Failure('INVALID_REQUEST', '退款单号已存在，且请求参数与原申请不一致')
  return refund
}

function newRefund(house: House, request: RefundRequest): Refund {
  const order = paidOrder(house, request)
  refuseTooMuch(house, order, request)
  const now = house.clock.now()
  const refund: Refund = {
    outRefundNo: request.out_refund_no,
    request: JSON.stringify(request),
    refundId: `50300${compactTime(now).slice(0, 8)}${digits(16)}`,
    outTradeNo: order.outTradeNo,
    amount: request.amount.refund,
    reason: request.reason,
    notifyUrl: request.notify_url,
    createdAt: now,
    status: 'PROCESSING',
    settlesAt: now + BANK_TAKES,
    settlesAs: howItEnds(house, order),
  }
  house.ledger.saveRefund(refund)
  return refund
}

function howItEnds(house: House, { outTradeNo }: Order): Refund['settlesAs'] {
  const fault = house.faults.take(['refund-closed', 'refund-abnormal'], { outTradeNo })
  if (!fault) return 'SUCCESS'
  return fault.kind === 'refund-closed' ? 'CLOSED' : 'ABNORMAL'
}

function paidOrder(house: House, { transaction_id, out_trade_no }: RefundRequest) {
  const order =
    transaction_id === undefined
      ? house.ledger.order(out_trade_no ?? '')
      : house.ledger.orderByTransaction(transaction_id)
  if (!order || (out_trade_no !== undefined && order.outTradeNo !== out_trade_no)) {
    throw new Failure('RESOURCE_NOT_EXISTS', '订单不存在')
  }
  if (!order.payment) throw new Failure('INVALID_REQUEST', '订单未支付，不能退款')
  return { ...order, payment: order.payment }
}

function refuseTooMuch(house: House, order: ReturnType<typeof paidOrder>, { amount }: RefundRequest) {
  const earlier = house.ledger.refundsOf(order.outTradeNo).filter(({ status }) => status !== 'CLOSED')
  const refunded = earlier.reduce((sum, refund) => sum + refund.amount, 0)
  const limits: [exceeded: boolean, complaint: string][] = [
    [amount.total !== order.total, '订单金额与原订单不一致'],
    [refunded + amount.refund > order.total, '申请退款金额超过可退金额'],
    [earlier.length >= MOST_REFUNDS, '部分退款次数超过50次'],
    [house.clock.now() > order.payment.paidAt + REFUNDABLE_FOR, '订单已超过可退款的最长期限'],
  ]
  const broken = limits.find(([exceeded]) => exceeded)
  if (broken) throw new Failure('INVALID_REQUEST', broken[1])
}

export function queryRefund(house: House, outRefundNo: string) {
  const refund = house.ledger.refund(outRefundNo)
  if (!refund) throw new Failure('RESOURCE_NOT_EXISTS', '退款单不存在')
  return refundView(house, refund)
}

function orderOf(house: House, { outTradeNo }: Refund) {
  const order = house.ledger.order(outTradeNo)
  if (!order?.payment) throw new Error(`refund of ${outTradeNo}, which was never paid`)
  return { ...order, payment: order.payment }
}

/** Where the money ended up; told once there is something to tell. */
const received = (refund: Refund) => ({
  user_received_account: '支付用户零钱',
  ...(refund.succeededAt !== undefined && { success_time: rfc3339(refund.succeededAt) }),
})

function refundView(house: House, refund: Refund) {
  const order = orderOf(house, refund)
  return {
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    transaction_id: order.payment.transactionId,
    out_trade_no: order.outTradeNo,
    channel: 'ORIGINAL',
    ...received(refund),
    create_time: rfc3339(refund.createdAt),
    status: refund.status,
    funds_account: 'AVAILABLE',
    amount: {
      total: order.total,
      refund: refund.amount,
      payer_total: order.total,
      payer_refund: refund.amount,
      settlement_total: order.total,
      settlement_refund: refund.amount,
      discount_refund: 0,
      currency: 'CNY',
    },
  }
}

/** The refund as its callback tells it: other names than in a reply, and the merchant's number. */
function refundNotice(house: House, refund: Refund) {
  const order = orderOf(house, refund)
  return {
    mchid: house.keys.merchant.mchid,
    transaction_id: order.payment.transactionId,
    out_trade_no: order.outTradeNo,
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    refund_status: refund.status,
    ...received(refund),
    amount: { total: order.total, refund: refund.amount, payer_total: order.total, payer_refund: refund.amount },
  }
}

const SUMMARIES = { SUCCESS: '退款成功', CLOSED: '退款关闭', ABNORMAL: '退款异常' }

function settle(house: House, refund: Refund) {
  const status = refund.settlesAs
  const settled: Refund = { ...refund, status, ...(status === 'SUCCESS' && { succeededAt: refund.settlesAt }) }
  house.ledger.atomically(() => {
    house.ledger.saveRefund(settled)
    if (refund.notifyUrl === undefined) return
    house.notices.announce({
      url: refund.notifyUrl,
      outTradeNo: refund.outTradeNo,
      eventType: `REFUND.${status}`,
      originalType: 'refund',
      summary: SUMMARIES[status],
      resource: refundNotice(house, settled),
    })
  })
}

/** The bank's side of refunds: each ends when its time has come. */
export function refundSettler(house: House): DueTimer {
  const nextDue = () => {
    const due = house.ledger.refundsInProcess().map(({ settlesAt }) => settlesAt)
    return due.length > 0 ? Math.min(...due) : undefined
  }
  const settleDue = () => {
    const now = house.clock.now()
    house.ledger.refundsInProcess().forEach((refund) => refund.settlesAt <= now && settle(house, refund))
    house.notices.arm()
  }
  return new DueTimer(house.clock, nextDue, settleDue)
}
