import { createPublicKey, verify } from 'node:crypto'
import type { RawReply, Tokens } from '../../support/merchant-request'
import { openShop, type PayShop } from './setup'

let shop: PayShop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())

const QUERY = '/v3/pay/transactions/out-trade-no/TEST0000?mchid='

describe('a request of the merchant', () => {
  const signedAgo = (seconds: number) => (right: Tokens) => ({ timestamp: String(Number(right.timestamp) - seconds) })

  test.each<[string, (right: Tokens) => Partial<Tokens>, string]>([
    ['of another merchant', () => ({ mchid: '1999999999' }), '商户号'],
    ['under another certificate', () => ({ serial_no: 'ABCDEF' }), '证书序列号'],
    ['signed six minutes ago', signedAgo(360), '5分钟'],
    ['with a time that is none', () => ({ timestamp: 'soon' }), 'timestamp'],
    ['whose time was changed after signing', signedAgo(10), '验签失败'],
    ['without a nonce', () => ({ nonce_str: undefined }) as unknown as Partial<Tokens>, 'nonce_str'],
    ['with a signature of nothing', () => ({ signature: 'AAAA' }), '验签失败'],
  ])('%s is refused, and the reply says why', async (_what, tokens, why) => {
    const reply = await shop.send('GET', `${QUERY}${shop.pay.merchant.mchid}`, undefined, { tokens })
    expect(reply).toMatchObject({ status: 401, json: { code: 'SIGN_ERROR', message: expect.stringContaining(why) } })
  })

  test('without a signature, or under another scheme, is refused', async () => {
    const [none, other] = [{ authorization: null }, { authorization: 'Bearer x' }]
    for (const spoiled of [none, other]) {
      expect((await shop.send('GET', QUERY, undefined, spoiled)).json).toMatchObject({ code: 'SIGN_ERROR' })
    }
  })

  test('whose body was changed on the way is refused, and nothing is ordered', async () => {
    const body = shop.orderBody({ out_trade_no: 'TAMPERED1' })
    const cheaper = JSON.stringify(body).replace('1250', '1')
    const reply = await shop.send('POST', '/v3/pay/transactions/jsapi', body, { body: cheaper })
    expect(reply.status).toBe(401)
    const query = await shop.send('GET', `/v3/pay/transactions/out-trade-no/TAMPERED1?mchid=${shop.pay.merchant.mchid}`)
    expect(query).toMatchObject({ status: 404, json: { code: 'ORDERNOTEXIST' } })
  })

  test('to an address that WeChat Pay does not have is told so', async () => {
    expect(await shop.send('GET', '/v3/certificates')).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } })
  })

  test('that is no JSON is told so', async () => {
    const reply = await shop.send('POST', '/v3/refund/domestic/refunds', undefined, { body: '' })
    expect(reply.json).toMatchObject({ code: 'PARAM_ERROR' })
  })
})

describe('a reply', () => {
  const signedBy = ({ headers, text }: RawReply, publicKey: string) => {
    const of = (name: string) => headers.get(`wechatpay-${name}`) ?? ''
    const signed = `${of('timestamp')}\n${of('nonce')}\n${text}\n`
    return verify('RSA-SHA256', Buffer.from(signed), createPublicKey(publicKey), Buffer.from(of('signature'), 'base64'))
  }

  test.each<[string, () => Promise<RawReply>, number]>([
    ['with a body', () => shop.order(), 200],
    [
      'without one',
      () => shop.send('POST', '/v3/pay/transactions/out-trade-no/TEST0000/close', { mchid: shop.pay.merchant.mchid }),
      204,
    ],
    ['with an error', () => shop.send('GET', `${QUERY}${shop.pay.merchant.mchid}`), 404],
  ])('%s is signed', async (_what, ask, status) => {
    const reply = await ask()
    expect(reply.status).toBe(status)
    expect(signedBy(reply, shop.pay.merchant.wechatPayPublicKey)).toBe(true)
  })

  test('is signed with the key that the merchant asks for', async () => {
    const { platformSerial, platformPublicKey } = shop.pay.merchant
    const reply = await shop.send('GET', `${QUERY}${shop.pay.merchant.mchid}`, undefined, {
      headers: { 'Wechatpay-Serial': platformSerial },
    })
    expect(reply.headers.get('wechatpay-serial')).toBe(platformSerial)
    expect(signedBy(reply, platformPublicKey)).toBe(true)
  })

  test('refuses to be signed with a key that nobody has', async () => {
    const reply = await shop.send('GET', `${QUERY}${shop.pay.merchant.mchid}`, undefined, {
      headers: { 'Wechatpay-Serial': 'NOBODYS' },
    })
    expect(reply.json).toMatchObject({ code: 'PARAM_ERROR' })
  })
})
