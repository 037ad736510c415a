import { randomBytes, sign } from 'node:crypto'
import type * as z from 'zod/mini'
import type { PaymentParams } from '../../../domain/payment'
import type { Instant } from '../../../domain/time'
import { PayFailed, type NewOrder, type NewRefund, type PayGateway } from '../ports'
import { fundBill, tradeBill } from './wechat-pay-bills'
import type { WechatPayConfig } from './wechat-pay-config'
import { complaintIn, payFailed } from './wechat-pay-failure'
import { readNotice } from './wechat-pay-notice'
import * as wire from './wechat-pay-wire'

/** Milliseconds we wait for WeChat Pay; the person at the lane waits with us. */
const PATIENCE = 5_000

const ORDERS = '/v3/pay/transactions'
const REFUNDS = '/v3/refund/domestic/refunds'

interface Request {
  method: 'get' | 'post'
  /** Instead of our usual address. */
  baseURL?: string
  url: string
  params?: Record<string, string>
  data?: object
  responseType?: 'arraybuffer'
  /** Milliseconds, instead of our usual patience. */
  timeout?: number
}

type Send = (request: Request) => Promise<{ data: unknown }>

/** The client is loaded at its first use: most calls of a function never speak to WeChat Pay, and none should wait for it. */
async function connect(config: WechatPayConfig): Promise<Send> {
  const { Decorator } = await import('wechatpay-axios-plugin')
  const { mchid, serial, privateKey, publicKeys } = config
  const options = {
    mchid,
    serial,
    privateKey,
    certs: { ...publicKeys },
    baseURL: config.baseUrl,
    timeout: PATIENCE,
    proxy: false,
    headers: inPublicKeyMode(publicKeys),
  }
  const client = Decorator.jsonBased(options)
  return (request) => client.request(request)
}

/** Asks for replies signed by the public key rather than by the certificate that it replaces. */
function inPublicKeyMode(keys: WechatPayConfig['publicKeys']): Record<string, string> {
  const serial = Object.keys(keys).find((name) => name.startsWith('PUB_KEY_ID_'))
  return serial === undefined ? {} : { 'Wechatpay-Serial': serial }
}

/** To the second, in UTC: the same instant always makes the same text, because a repeated order must not differ in a letter. */
const rfc3339 = (at: Instant) => `${new Date(at).toISOString().slice(0, 19)}+00:00`

/** WeChat Pay's APIv3 for one merchant and one mini program. */
export function wechatPay(config: WechatPayConfig, now: () => Instant): PayGateway {
  let connecting: Promise<Send> | undefined

  async function ask(request: Request): Promise<unknown> {
    const send = await (connecting ??= connect(config))
    return (await send(request).catch(unlessProbe(() => send(request)))).data
  }

  async function answer<Shape extends z.ZodMiniType>(shape: Shape, request: Request): Promise<z.infer<Shape>> {
    const reply = shape.safeParse(await ask(request))
    if (!reply.success) throw new PayFailed('rejected', `reply not understood: ${reply.error.issues[0]?.message ?? ''}`)
    return reply.data
  }

  return {
    merchant: { appid: config.appid, mchid: config.mchid },

    async order(order) {
      const request: Request = { method: 'post', url: `${ORDERS}/jsapi`, data: orderRequest(order, config) }
      const { prepay_id } = await answer(wire.placedOrder, request).catch(raise)
      return paymentParams(prepay_id, config, now())
    },

    async query(orderNo) {
      const request: Request = {
        method: 'get',
        url: `${ORDERS}/out-trade-no/${orderNo}`,
        params: { mchid: config.mchid },
      }
      const found = await answer(wire.transaction, request).catch(unlessMissing)
      if (!found) return { state: 'missing', orderNo }
      return wire.orderState(about(orderNo, found.out_trade_no, found))
    },

    async close(orderNo) {
      const data = { mchid: config.mchid }
      await ask({ method: 'post', url: `${ORDERS}/out-trade-no/${orderNo}/close`, data }).catch(raise)
    },

    async refund(refund) {
      const request: Request = { method: 'post', url: REFUNDS, data: refundRequest(refund, config) }
      const found = await answer(wire.refund, request).catch(raise)
      return wire.REFUND_STATES[about(refund.refundNo, found.out_refund_no, found).status]
    },

    async refundState(refundNo) {
      const request: Request = { method: 'get', url: `${REFUNDS}/${refundNo}` }
      const found = await answer(wire.refund, request).catch(unlessMissing)
      if (!found) return 'missing'
      return wire.REFUND_STATES[about(refundNo, found.out_refund_no, found).status]
    },

    tradeBill: (day) => tradeBill(ask, day),
    fundBill: (day) => fundBill(ask, day),

    readNotice: (notice) => readNotice(notice, config, now()),
  }
}

/**
 * WeChat signs a tiny share of its replies wrongly to see whether we look. Whoever waits should not hear of it: every call may be
 * repeated, and once is enough.
 */
const unlessProbe =
  <Reply>(again: () => Promise<Reply>) =>
  (error: unknown): Promise<Reply> =>
    (error as { code?: string }).code === 'EV3_RES_HEADER_SIGNATURE_DIGEST' ? again() : Promise.reject(error as Error)

function raise(error: unknown): never {
  throw payFailed(error)
}

/** How WeChat says, without its underscores, that there is no such order or refund. */
const MISSING: ReadonlySet<string> = new Set(['ORDERNOTEXIST', 'RESOURCENOTEXISTS'])

const unlessMissing = (error: unknown): undefined =>
  MISSING.has(complaintIn(error)?.code ?? '') ? undefined : raise(error)

/** A well signed reply about something else is an old reply played again. */
function about<Found>(asked: string, told: string, found: Found): Found {
  if (told !== asked) throw new PayFailed('forged-reply', `asked about ${asked}, told about ${told}`)
  return found
}

const orderRequest = ({ orderNo, payer, amount, description, expiresAt }: NewOrder, config: WechatPayConfig) => ({
  appid: config.appid,
  mchid: config.mchid,
  description,
  out_trade_no: orderNo,
  time_expire: rfc3339(expiresAt),
  notify_url: config.notifyUrl,
  amount: { total: amount, currency: 'CNY' },
  payer: { openid: payer },
})

const refundRequest = ({ refundNo, orderNo, amount, total, reason }: NewRefund, config: WechatPayConfig) => ({
  out_trade_no: orderNo,
  out_refund_no: refundNo,
  reason,
  notify_url: config.notifyUrl,
  amount: { refund: amount, total, currency: 'CNY' },
})

/** What wx.requestPayment needs, signed afresh each time; `signType` is not part of what is signed. */
function paymentParams(prepayId: string, { appid, privateKey }: WechatPayConfig, now: Instant): PaymentParams {
  const timeStamp = String(Math.floor(now / 1000))
  const nonceStr = randomBytes(16).toString('hex')
  const package_ = `prepay_id=${prepayId}`
  const text = `${appid}\n${timeStamp}\n${nonceStr}\n${package_}\n`
  const paySign = sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64')
  return { timeStamp, nonceStr, package: package_, signType: 'RSA', paySign }
}
