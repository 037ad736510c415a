import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { fen } from '../../../domain/money'
import type { OpenId, OrderNo } from '../../../domain/payment'
import { instant } from '../../../domain/time'
import type { Merchant } from '../../../local/pay'
import { payGatewayBehaves } from './pay-gateway-behaves'
import { wechatWorld, type WechatWorldOptions } from './wechat-world'
import type { PayWorld } from './world'

payGatewayBehaves('the WeChat Pay client with a public key', () => wechatWorld())

const LI = 'openid-li' as OpenId
const orderIn = (world: PayWorld, orderNo = 'MODES0001') => ({
  orderNo: orderNo as OrderNo,
  payer: LI,
  amount: fen(1250),
  description: '停车费',
  expiresAt: instant(world.now() + 180_000),
})

async function inWorld(options: WechatWorldOptions, play: (world: PayWorld) => Promise<void>) {
  const world = await wechatWorld(options)
  await play(world).finally(() => world.close())
}

async function payAndHear(world: PayWorld) {
  const order = orderIn(world)
  expect(await world.pay(await world.gateway.order(order), LI)).toBe('paid')
  expect(await world.gateway.query(order.orderNo)).toMatchObject({ state: 'paid' })
  const [notice] = await world.received()
  return notice && world.gateway.readNotice(notice)
}

describe('the WeChat Pay client', () => {
  test('works with a platform certificate alone, as merchants of before 2024 have it', () =>
    inWorld(
      {
        signsWith: 'certificate',
        env: ({ platformSerial, platformPublicKey }) => ({
          WECHAT_PAY_PUBLIC_KEYS: JSON.stringify({ [platformSerial]: platformPublicKey }),
        }),
      },
      async (world) => {
        expect(await payAndHear(world)).toMatchObject({ kind: 'payment' })
      },
    ))

  test('believes either key while a merchant switches over', () =>
    inWorld(
      {
        signsWith: 'certificate',
        env: ({ platformSerial, platformPublicKey, wechatPayKeyId, wechatPayPublicKey }) => ({
          WECHAT_PAY_PUBLIC_KEYS: JSON.stringify({
            [platformSerial]: platformPublicKey,
            [wechatPayKeyId]: wechatPayPublicKey,
          }),
        }),
      },
      async (world) => {
        expect(await payAndHear(world)).toMatchObject({ kind: 'payment' })
      },
    ))

  test('believes no key it was not told of', () =>
    inWorld({ signsWith: 'certificate' }, async (world) => {
      await expect(payAndHear(world)).rejects.toMatchObject({ name: 'NoticeRefused', why: 'unknown-serial' })
    }))

  test('says that its own key is wrong when WeChat refuses the signature, and leaks nothing', () =>
    inWorld({ env: () => ({ WECHAT_PAY_SERIAL: 'ABCDEF' }) }, async (world) => {
      const failure: unknown = await world.gateway.query('MODES0001' as OrderNo).catch((error: unknown) => error)
      expect(failure).toMatchObject({ name: 'PayFailed', why: 'rejected' })
      expect(inspect(failure, { depth: 9 })).not.toMatch(/WECHATPAY2|signature=/)
    }))

  test('calls nobody at the other end unreachable', () =>
    inWorld({ env: () => ({ WECHAT_PAY_BASE_URL: 'http://127.0.0.1:9' }) }, async (world) => {
      await expect(world.gateway.order(orderIn(world))).rejects.toMatchObject({ why: 'unreachable' })
    }))

  test.each(['ORDERNOTEXIST', 'ORDER_NOT_EXIST', 'RESOURCE_NOT_EXISTS'])(
    'knows that an order was never placed by either name that WeChat has for it: %s',
    async (code) => {
      const server = await listening((_request, response) => {
        response
          .writeHead(404, { 'content-type': 'application/json' })
          .end(JSON.stringify({ code, message: '订单不存在' }))
      })
      const ask = async ({ gateway }: PayWorld) => {
        const orderNo = 'MODES0001' as OrderNo
        expect(await gateway.query(orderNo)).toEqual({ state: 'missing', orderNo })
      }
      await inWorld({ env: () => ({ WECHAT_PAY_BASE_URL: server.url }) }, ask).finally(server.close)
    },
  )

  test('waits five seconds for a reply, and then knows nothing: the effect may have happened', () =>
    inWorld({}, async (world) => {
      world.faults.next('reply-slow', { ms: 6_000 })
      const order = orderIn(world)
      await expect(world.gateway.order(order)).rejects.toMatchObject({ why: 'unreachable' })
      expect(await world.gateway.query(order.orderNo)).toMatchObject({ state: 'unpaid' })
    }))

  test('does not take a true reply about one order for a reply about another', async () => {
    const wire = await replayingWire()
    const env = (_merchant: Merchant, url: string) => ({ WECHAT_PAY_BASE_URL: wire.to(url) })
    const play = async (world: PayWorld) => {
      const [paid, unpaid] = [orderIn(world, 'MODES0001'), orderIn(world, 'MODES0002')]
      await world.pay(await world.gateway.order(paid), LI)
      await world.gateway.order(unpaid)
      expect(await world.gateway.query(paid.orderNo)).toMatchObject({ state: 'paid' })
      wire.replay()
      await expect(world.gateway.query(unpaid.orderNo)).rejects.toMatchObject({ why: 'forged-reply' })
    }
    await inWorld({ env }, play).finally(() => wire.close())
  })
})

/** Somebody on the wire who passes everything on, and from some moment answers every request with the last reply he saw. */
async function replayingWire() {
  let target = ''
  let replaying = false
  let last = { status: 0, headers: {} as Record<string, string>, body: Buffer.alloc(0) }

  async function pass(request: IncomingMessage) {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { method = 'GET', url = '', headers } = request
    const body = method === 'POST' ? { body: Buffer.concat(chunks) } : {}
    const sent = { authorization: headers.authorization ?? '', 'content-type': 'application/json' }
    const reply = await fetch(`${target}${url}`, { method, headers: sent, ...body })
    last = {
      status: reply.status,
      headers: Object.fromEntries([...reply.headers].filter(([name]) => /^(wechatpay|content-type)/.test(name))),
      body: Buffer.from(await reply.arrayBuffer()),
    }
  }

  const { url, close } = await listening((request, response) => {
    void (replaying ? Promise.resolve() : pass(request)).then(() =>
      response.writeHead(last.status, last.headers).end(last.body),
    )
  })
  return {
    to(to: string) {
      target = to
      return url
    },
    replay: () => void (replaying = true),
    close,
  }
}

async function listening(answer: RequestListener) {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve()).closeAllConnections()),
  }
}
