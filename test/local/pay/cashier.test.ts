import { createPrivateKey, sign } from 'node:crypto'
import type { RequestPaymentParams } from '../../../local/pay'
import { openShop, type PayShop } from './setup'

let shop: PayShop
let prepayId: string
beforeEach(async () => {
  shop = await openShop()
  prepayId = String((await shop.order()).json['prepay_id'])
})
afterEach(() => shop.close())

function signed(changed: Partial<RequestPaymentParams> = {}, appId = shop.pay.merchant.appid): RequestPaymentParams {
  const params = {
    timeStamp: String(Math.floor(shop.clock.now() / 1000)),
    nonceStr: '5K8264ILTKCH16CQ2502SI8ZNMTM67VS',
    package: `prepay_id=${prepayId}`,
    signType: 'RSA',
    ...changed,
  }
  const text = [appId, params.timeStamp, params.nonceStr, params.package].map((line) => `${line}\n`).join('')
  const paySign = sign('RSA-SHA256', Buffer.from(text), createPrivateKey(shop.pay.merchant.privateKey)).toString(
    'base64',
  )
  return { paySign, ...params, ...('paySign' in changed && { paySign: changed.paySign ?? '' }) }
}

test('the cashier shows what is to be paid, and takes the money once', async () => {
  expect(shop.pay.cashier.open(signed(), 'openid-li')).toEqual({
    prepayId,
    description: '停车费',
    amount: 1250,
    merchant: '泊易停车',
  })
  expect(await shop.pay.cashier.pay(prepayId, 'openid-li')).toMatchObject({ outcome: 'paid' })
  expect(await shop.pay.cashier.pay(prepayId, 'openid-li')).toMatchObject({
    refused: 'already-paid',
    message: '该订单已支付',
  })
  expect(shop.pay.cashier.open(signed(), 'openid-li')).toMatchObject({ refused: 'already-paid' })
})

test('two taps at once pay once', async () => {
  const outcomes = await Promise.all([1, 2].map(() => shop.pay.cashier.pay(prepayId, 'openid-li')))
  expect(outcomes).toMatchObject([{ outcome: 'paid' }, { refused: 'already-paid' }])
})

test.each<[string, () => RequestPaymentParams, string, string]>([
  ['signed for another app', () => signed({}, 'wxother'), 'bad-signature', '支付验证签名失败'],
  ['for another app', () => ({ ...signed(), appId: 'wxother' }), 'wrong-appid', 'appId'],
  ['with a time in milliseconds', () => signed({ timeStamp: '1700000000000' }), 'bad-parameters', 'timeStamp'],
  [
    'with a time that is a number',
    () => ({ ...signed(), timeStamp: 1700000000 as never }),
    'bad-parameters',
    'timeStamp',
  ],
  ['with a nonce of 33 characters', () => signed({ nonceStr: 'x'.repeat(33) }), 'bad-parameters', 'nonceStr'],
  ['with a bare prepay id', () => signed({ package: prepayId }), 'bad-parameters', 'package'],
  ['signed in the manner of version 2', () => signed({ signType: 'MD5' }), 'bad-parameters', 'signType'],
  ['unsigned', () => signed({ paySign: '' }), 'bad-parameters', 'paySign'],
  ['changed after signing', () => ({ ...signed(), nonceStr: 'other' }), 'bad-signature', '签名'],
  ['of nobody', () => signed({ package: 'prepay_id=wx00' }), 'unknown-prepay-id', '不存在'],
])('parameters %s are refused, and the refusal says why', (_what, params, refused, words) => {
  expect(shop.pay.cashier.open(params(), 'openid-li')).toEqual({ refused, message: expect.stringContaining(words) })
})

test('nobody pays in the name of another, nor too late, nor what is closed', async () => {
  expect(shop.pay.cashier.open(signed(), 'openid-wang')).toMatchObject({ refused: 'wrong-payer' })
  expect(await shop.pay.cashier.pay(prepayId, 'openid-wang')).toMatchObject({ refused: 'wrong-payer' })
  await shop.pass(181_000)
  expect(shop.pay.cashier.open(signed(), 'openid-li')).toMatchObject({ refused: 'expired' })
  expect(await shop.pay.cashier.pay(prepayId, 'openid-li')).toMatchObject({ refused: 'expired' })
  const body = shop.orderBody()
  const placed = await shop.send('POST', '/v3/pay/transactions/jsapi', body)
  const close = `/v3/pay/transactions/out-trade-no/${String(body['out_trade_no'])}/close`
  await shop.send('POST', close, { mchid: shop.pay.merchant.mchid })
  expect(await shop.pay.cashier.pay(String(placed.json['prepay_id']), 'openid-li')).toMatchObject({ refused: 'closed' })
})
