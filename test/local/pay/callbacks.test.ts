import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openShop, type PayShop } from './setup'

const SECOND = 1_000

let shop: PayShop
beforeEach(async () => {
  shop = await openShop()
})
afterEach(() => shop.close())

test.each<[number, string, boolean]>([
  [200, '', true],
  [204, '', true],
  [200, '{"code":"FAIL","message":"later"}', true],
  [201, '', false],
  [302, '', false],
  [404, '', false],
  [500, '{"code":"SUCCESS"}', false],
])('an answer %d %s to a callback ends the retries: %s', async (status, body, ends) => {
  shop.merchant.answer(status, body)
  await shop.paidOrder()
  await shop.pay.idle()
  expect(shop.pay.callbacks()).toHaveLength(ends ? 0 : 1)
  await shop.pass(15 * SECOND)
  expect(shop.merchant.received).toHaveLength(ends ? 1 : 2)
})

test('an answer that takes more than five seconds counts as none', async () => {
  const slow = createServer((_request, response) => void setTimeout(() => response.writeHead(204).end(), 5_500))
  await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve))
  const notify_url = `http://127.0.0.1:${(slow.address() as AddressInfo).port}/pay-notify`
  await shop.paidOrder({ notify_url })
  await shop.pay.idle()
  slow.close().closeAllConnections()
  expect(shop.pay.callbacks()).toMatchObject([{ failures: 1 }])
})

test('a callback to nobody waits for its retry', async () => {
  await shop.paidOrder({ notify_url: 'http://127.0.0.1:9/pay-notify' })
  await shop.pay.idle()
  expect(shop.pay.callbacks()).toMatchObject([{ failures: 1, dueAt: shop.clock.now() + 15 * SECOND }])
})

test('retries keep their name, but are encrypted and signed afresh', async () => {
  shop.merchant.answer(500)
  await shop.paidOrder()
  await shop.pass(15 * SECOND)
  const told = shop.merchant.received.map(({ headers, body }) => ({
    id: (JSON.parse(body.toString()) as { id: string }).id,
    nonce: headers['wechatpay-nonce'],
    timestamp: Number(headers['wechatpay-timestamp']),
  }))
  expect(told).toHaveLength(2)
  expect(told[1]?.id).toBe(told[0]?.id)
  expect(told[1]?.nonce).not.toBe(told[0]?.nonce)
  expect((told[1]?.timestamp ?? 0) - (told[0]?.timestamp ?? 0)).toBe(15)
})

test('a refund without a callback address is told by query alone', async () => {
  const orderNo = await shop.paidOrder()
  const amount = { refund: 1250, total: 1250, currency: 'CNY' }
  const body = { out_trade_no: orderNo, out_refund_no: `R${orderNo}`, amount }
  expect((await shop.send('POST', '/v3/refund/domestic/refunds', body)).json).toMatchObject({ status: 'PROCESSING' })
  await shop.pass(3 * SECOND)
  expect(shop.merchant.received).toHaveLength(1)
  expect((await shop.send('GET', `/v3/refund/domestic/refunds/R${orderNo}`)).json).toMatchObject({ status: 'SUCCESS' })
})
