import type { FaultKind } from './faults'
import type { House } from './house'
import { payOrder, prepayLapsed, standing } from './orders'
import type { Order } from './ledger'
import { paymentText, rsaVerify } from './signature'

/** What wx.requestPayment was given; the client adds its own appId. */
export interface RequestPaymentParams {
  appId?: string
  timeStamp: string
  nonceStr: string
  package: string
  signType: string
  paySign: string
}

/** The order as the cashier shows it. */
export interface ShownOrder {
  prepayId: string
  description: string
  /** Fen. */
  amount: number
  merchant: string
}

/** Why the cashier does not open, or does not take the money; with the words a person sees. */
export const REFUSALS = {
  'wrong-appid': 'appId 与小程序不一致',
  'bad-parameters': '支付参数不正确',
  'bad-signature': '支付验证签名失败',
  'unknown-prepay-id': '预支付订单不存在',
  'lapsed-prepay-id': '预支付订单已失效，请重新下单',
  'wrong-payer': '当前微信用户不是下单的用户',
  expired: '订单已过支付时间',
  closed: '订单已关闭',
  'already-paid': '该订单已支付',
} as const

export interface Refusal {
  refused: keyof typeof REFUSALS
  message: string
}

export type Outcome = { outcome: 'paid'; transactionId: string } | Refusal

const MERCHANT_NAME = '泊易停车'

const refuse = (refused: keyof typeof REFUSALS, detail?: string): Refusal => ({
  refused,
  message: detail ? `${REFUSALS[refused]}：${detail}` : REFUSALS[refused],
})

/** The parameters in the order the client reads them, and what each must look like. */
const PARAMETERS: [name: keyof RequestPaymentParams, complaint: string, looksRight: (value: string) => boolean][] = [
  ['timeStamp', '须为秒数字符串', (value) => /^\d{10}$/.test(value)],
  ['nonceStr', '须为 1 到 32 个字符', (value) => value.length >= 1 && value.length <= 32],
  ['package', '须为 prepay_id=…', (value) => /^prepay_id=.+$/.test(value)],
  ['signType', '须为 RSA', (value) => value === 'RSA'],
  ['paySign', '须为字符串', (value) => value.length > 0],
]

function badParameter(params: RequestPaymentParams): string | undefined {
  const isRight = (value: unknown, looksRight: (text: string) => boolean) =>
    typeof value === 'string' && looksRight(value)
  const wrong = PARAMETERS.find(([name, , looksRight]) => !isRight(params[name], looksRight))
  return wrong && `${wrong[0]} ${wrong[1]}`
}

/** The cashier of the WeChat client: shows an order and takes the money, from the person holding the phone. */
export class Cashier {
  constructor(private readonly house: House) {}

  /** Checks what the mini program handed over, as the client does before the cashier slides up. */
  open(params: RequestPaymentParams, openid: string): ShownOrder | Refusal {
    const { appid } = this.house.keys.merchant
    if (params.appId !== undefined && params.appId !== appid) return refuse('wrong-appid')
    const bad = badParameter(params)
    if (bad) return refuse('bad-parameters', bad)
    const signed = paymentText(appid, params.timeStamp, params.nonceStr, params.package)
    if (!rsaVerify(signed, params.paySign, this.house.keys.merchantPublicKey)) return refuse('bad-signature')
    const order = this.#payable(params.package.slice('prepay_id='.length), openid, false)
    return 'refused' in order ? order : this.#shown(order)
  }

  /** The person confirmed. The callback follows by itself. */
  pay(prepayId: string, openid: string): Promise<Outcome> {
    const order = this.#payable(prepayId, openid, true)
    if ('refused' in order) return Promise.resolve(order)
    payOrder(this.house, order)
    this.house.wake()
    const transactionId = this.house.ledger.order(order.outTradeNo)?.payment?.transactionId ?? ''
    return Promise.resolve({ outcome: 'paid', transactionId })
  }

  #shown({ prepayId, description, total }: Order): ShownOrder {
    return { prepayId, description, amount: total, merchant: MERCHANT_NAME }
  }

  #payable(prepayId: string, openid: string, paying: boolean): Order | Refusal {
    const now = this.house.clock.now()
    const order = this.house.ledger.orderByPrepay(prepayId)
    if (!order) return refuse('unknown-prepay-id')
    if (order.openid !== openid) return refuse('wrong-payer')
    const state = standing(order, now)
    if (state === 'expired' || state === 'closed')
      return paying && this.#openBefore(order, state) ? order : refuse(state)
    if (state === 'paid') return refuse('already-paid')
    return prepayLapsed(order, now) ? refuse('lapsed-prepay-id') : order
  }

  /** Whether this cashier, open since before the order's end, takes the money all the same. */
  #openBefore({ outTradeNo }: Order, state: keyof typeof LATE) {
    return this.house.faults.take([LATE[state]], { outTradeNo }) !== undefined
  }
}

const LATE = { expired: 'paid-after-expiry', closed: 'paid-after-close' } as const satisfies Record<string, FaultKind>
