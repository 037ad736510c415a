import { openShop, type PayShop } from './setup'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

let shop: PayShop
beforeEach(async () => {
  shop = await openShop()
})
afterEach(() => shop.close())

const query = (path: string) => shop.send('GET', `/v3/pay/transactions/${path}?mchid=${shop.pay.merchant.mchid}`)
const rfc3339 = (at: number) => new Date(at).toISOString()

test.each<[string, Record<string, unknown>, string]>([
  ['a number of five characters', { out_trade_no: 'SHORT' }, 'out_trade_no'],
  ['a number with a slash', { out_trade_no: 'ORDER/0001' }, 'out_trade_no'],
  ['no money', { amount: { total: 0, currency: 'CNY' } }, 'total'],
  ['half a fen', { amount: { total: 12.5, currency: 'CNY' } }, 'total'],
  ['another currency', { amount: { total: 1, currency: 'USD' } }, 'currency'],
  ['no payer', { payer: {} }, 'openid'],
  ['a description of 128 characters', { description: '停'.repeat(128) }, 'description'],
  ['a callback address with a query', { notify_url: 'https://boyi.example/pay?x=1' }, 'notify_url'],
  ['a callback address over plain http', { notify_url: 'http://boyi.example/pay' }, 'notify_url'],
  ['an expiry that is no time', { time_expire: 'tomorrow' }, 'time_expire'],
  ['another merchant', { mchid: '1999999999' }, 'mchid'],
])('an order with %s is refused, and the reply names the field', async (_what, changed, field) => {
  const reply = await shop.order(changed)
  expect(reply).toMatchObject({ status: 400, json: { code: 'PARAM_ERROR' } })
  expect(reply.text).toContain(field)
})

test('an order for another mini program is refused', async () => {
  expect((await shop.order({ appid: 'wxother' })).json).toMatchObject({ code: 'APPID_MCHID_NOT_MATCH' })
})

test('an order lives seven days unless told otherwise', async () => {
  const body = shop.orderBody({ time_expire: undefined })
  const ask = async () => (await shop.send('POST', '/v3/pay/transactions/jsapi', body)).status
  expect(await ask()).toBe(200)
  await shop.pass(7 * DAY)
  expect(await ask()).toBe(200)
  await shop.pass(SECOND)
  expect(await ask()).toBe(400)
})

test('no order lives longer than ninety days', async () => {
  const until = (days: number) => shop.order({ time_expire: rfc3339(shop.clock.now() + days * DAY) })
  expect((await until(90)).status).toBe(200)
  expect((await until(91)).json).toMatchObject({ code: 'PARAM_ERROR' })
})

test('a prepay id lapses after two hours; the same order asked again gets a new one', async () => {
  const body = shop.orderBody({ time_expire: rfc3339(shop.clock.now() + DAY) })
  const ask = async () => String((await shop.send('POST', '/v3/pay/transactions/jsapi', body)).json['prepay_id'])
  const first = await ask()
  await shop.pass(2 * HOUR - SECOND)
  expect(await ask()).toBe(first)
  await shop.pass(SECOND)
  expect(await shop.pay.cashier.pay(first, 'openid-li')).toMatchObject({ refused: 'lapsed-prepay-id' })
  const second = await ask()
  expect(second).not.toBe(first)
  expect(await shop.pay.cashier.pay(first, 'openid-li')).toMatchObject({ refused: 'unknown-prepay-id' })
  expect(await shop.pay.cashier.pay(second, 'openid-li')).toMatchObject({ outcome: 'paid' })
})

test.each([
  ['other words', 'INVALID_REQUEST', '201 商户订单号重复', 400],
  ['expired', 'INVALID_REQUEST', '201 商户订单号重复', 400],
  ['closed', 'ORDER_CLOSED', '订单已关闭', 400],
  ['paid', 'OUT_TRADE_NO_USED', '商户订单号重复', 403],
])('a number used again is refused in the words of WeChat Pay: %s', async (how, code, message, status) => {
  const body = shop.orderBody()
  const ask = (order: object) => shop.send('POST', '/v3/pay/transactions/jsapi', order)
  const prepayId = String((await ask(body)).json['prepay_id'])
  if (how === 'expired') await shop.pass(3 * MINUTE + SECOND)
  if (how === 'closed') {
    const close = `/v3/pay/transactions/out-trade-no/${String(body['out_trade_no'])}/close`
    expect((await shop.send('POST', close, { mchid: shop.pay.merchant.mchid })).status).toBe(204)
  }
  if (how === 'paid') await shop.pay.cashier.pay(prepayId, 'openid-li')
  const again = await ask(how === 'other words' ? { ...body, attach: 'x' } : body)
  expect(again).toMatchObject({ status, json: { code, message } })
})

test('a paid order is found by its number and by its transaction, with what was sent along', async () => {
  const orderNo = await shop.paidOrder({ attach: 'lane 3' })
  const byNumber = await query(`out-trade-no/${orderNo}`)
  expect(byNumber.json).toMatchObject({
    appid: shop.pay.merchant.appid,
    mchid: shop.pay.merchant.mchid,
    trade_state: 'SUCCESS',
    trade_type: 'JSAPI',
    attach: 'lane 3',
    success_time: '2026-11-22T10:00:00+08:00',
    payer: { openid: 'openid-li' },
    amount: { total: 1250, payer_total: 1250, currency: 'CNY' },
  })
  expect((await query(`id/${String(byNumber.json['transaction_id'])}`)).json).toEqual(byNumber.json)
  expect(await query('id/4200000000000000')).toMatchObject({ status: 404, json: { code: 'ORDERNOTEXIST' } })
})

test('an unpaid order shows neither amount nor attachment nor transaction', async () => {
  const body = shop.orderBody({ attach: 'lane 3' })
  await shop.send('POST', '/v3/pay/transactions/jsapi', body)
  const { json } = await query(`out-trade-no/${String(body['out_trade_no'])}`)
  expect(json['trade_state']).toBe('NOTPAY')
  expect(Object.keys(json)).toEqual(['appid', 'mchid', 'out_trade_no', 'trade_state', 'trade_state_desc'])
})

test('a query that names another merchant is refused', async () => {
  const orderNo = await shop.paidOrder()
  const reply = await shop.send('GET', `/v3/pay/transactions/out-trade-no/${orderNo}?mchid=1999999999`)
  expect(reply.json).toMatchObject({ code: 'PARAM_ERROR' })
})

test('numbers with the odd characters that WeChat allows are found again', async () => {
  const orderNo = await shop.paidOrder({ out_trade_no: 'A_b-c|d*9' })
  expect((await query(`out-trade-no/${encodeURIComponent(orderNo)}`)).json).toMatchObject({ trade_state: 'SUCCESS' })
})
