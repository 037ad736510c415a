import { createCipheriv, createPublicKey, createSecretKey, generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { readHttpEvent, type HttpEvent } from '../../../cloudfunctions/server/cloudbase/http'
import { readNotice } from '../../../cloudfunctions/server/cloudbase/wechat-pay-notice'
import { NoticeRefused, type RawNotice } from '../../../cloudfunctions/server/ports'
import { instant } from '../../../domain/time'

const NOW = instant(Date.parse('2026-11-22T10:00:00+08:00'))
const PUBLIC_KEY_ID = 'PUB_KEY_ID_0112345678902026112200000000000001'
const CERTIFICATE = '5157F09EFDC096DE15EBE81A47057A72'
const API_V3_KEY = '0123456789abcdef0123456789abcdef'

const [wechat, platform] = [
  generateKeyPairSync('rsa', { modulusLength: 2048 }),
  generateKeyPairSync('rsa', { modulusLength: 2048 }),
]
const config = {
  publicKeys: { [PUBLIC_KEY_ID]: wechat.publicKey, [CERTIFICATE]: platform.publicKey },
  apiV3Key: createSecretKey(Buffer.from(API_V3_KEY)),
}

const PAID = {
  mchid: '1900000001',
  appid: 'wx8888888888888888',
  out_trade_no: 'P20261122000001',
  transaction_id: '4200000000202611220000000001',
  trade_type: 'JSAPI',
  trade_state: 'SUCCESS',
  success_time: '2026-11-22T09:59:58+08:00',
  payer: { openid: 'openid-li' },
  amount: { total: 1250, payer_total: 1200, currency: 'CNY', payer_currency: 'CNY' },
}

interface Written {
  event?: string
  resource?: object
  key?: string
  aad?: string
  told?: object
}

/** A callback's body, with what it tells encrypted in it. */
function written({
  event = 'TRANSACTION.SUCCESS',
  resource = PAID,
  key = API_V3_KEY,
  aad = 'transaction',
  told,
}: Written = {}) {
  const nonce = 'abcdefghijkl'
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from('transaction'))
  const sealed = Buffer.concat([cipher.update(JSON.stringify(resource)), cipher.final(), cipher.getAuthTag()])
  return JSON.stringify({
    id: 'EV-2018022511223320873',
    create_time: '2026-11-22T10:00:00+08:00',
    resource_type: 'encrypt-resource',
    event_type: event,
    summary: '支付成功',
    resource: {
      original_type: 'transaction',
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: sealed.toString('base64'),
      associated_data: aad,
      nonce,
    },
    ...told,
  })
}

function signed(body: string, { at = NOW as number, serial = PUBLIC_KEY_ID, key = wechat.privateKey } = {}): RawNotice {
  const [timestamp, nonce] = [String(at / 1000), 'fdasflkja484w']
  const signature = sign('RSA-SHA256', Buffer.from(`${timestamp}\n${nonce}\n${body}\n`), key).toString('base64')
  return {
    headers: {
      'Wechatpay-Timestamp': timestamp,
      'Wechatpay-Nonce': nonce,
      'Wechatpay-Signature': signature,
      'Wechatpay-Serial': serial,
    },
    body: Buffer.from(body),
  }
}

const overHttp = (event: Partial<HttpEvent>) => readHttpEvent({ path: '/pay-notify', httpMethod: 'POST', ...event })

const without = (notice: RawNotice, name: string): RawNotice => ({
  ...notice,
  headers: { ...notice.headers, [name]: undefined },
})

function whyRefused(notice: RawNotice) {
  try {
    return readNotice(notice, config, NOW)
  } catch (error) {
    if (error instanceof NoticeRefused) return error.why
    throw error
  }
}

test("a callback of a payment tells the order, its sum before WeChat's coupons, and whose money it is", () => {
  expect(readNotice(signed(written()), config, NOW)).toEqual({
    kind: 'payment',
    id: 'EV-2018022511223320873',
    order: {
      state: 'paid',
      orderNo: 'P20261122000001',
      transactionId: '4200000000202611220000000001',
      amount: 1250,
      currency: 'CNY',
      appid: 'wx8888888888888888',
      mchid: '1900000001',
      paidAt: Date.parse('2026-11-22T09:59:58+08:00'),
      refunded: false,
    },
  })
})

test.each([
  ['REFUND.SUCCESS', 'SUCCESS', 'refunded'],
  ['REFUND.CLOSED', 'CLOSED', 'closed'],
  ['REFUND.ABNORMAL', 'ABNORMAL', 'abnormal'],
])('a callback %s tells the refund and its state', (event, refund_status, state) => {
  const resource = { out_trade_no: 'P20261122000001', out_refund_no: 'RP2026112200000101', refund_status }
  expect(readNotice(signed(written({ event, resource })), config, NOW)).toMatchObject({
    kind: 'refund',
    orderNo: 'P20261122000001',
    refundNo: 'RP2026112200000101',
    state,
  })
})

test('while keys are being switched, both the public key and the certificate are good', () => {
  expect(readNotice(signed(written(), { serial: CERTIFICATE, key: platform.privateKey }), config, NOW)).toMatchObject({
    kind: 'payment',
  })
  expect(whyRefused(signed(written(), { serial: CERTIFICATE, key: wechat.privateKey }))).toBe('bad-signature')
})

test('a certificate in PEM is as good as the public key in it', () => {
  const fixture = (name: string) => readFileSync(path.join(__dirname, '../../fixtures/pay', name), 'utf8')
  const { serial, notice, at } = JSON.parse(fixture('certificate-notice.json')) as {
    serial: string
    notice: Partial<HttpEvent>
    at: string
  }
  const publicKeys = { [serial]: createPublicKey(fixture('platform-certificate.pem')) }
  const told = readNotice(overHttp(notice), { ...config, publicKeys }, instant(Date.parse(at)))
  expect(told).toMatchObject({ kind: 'payment', order: { orderNo: 'P20261122000001', amount: 1250 } })
})

test.each(['Wechatpay-Timestamp', 'Wechatpay-Nonce', 'Wechatpay-Signature', 'Wechatpay-Serial'])(
  'a callback without %s is refused',
  (name) => {
    expect(whyRefused(without(signed(written()), name))).toBe('headers-missing')
  },
)

test('header names are read in any case', () => {
  const { headers, body } = signed(written())
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  expect(whyRefused({ headers: lower, body })).toMatchObject({ kind: 'payment' })
})

test.each([
  [-301, 'stale'],
  [-300, { kind: 'payment' }],
  [300, { kind: 'payment' }],
  [301, 'stale'],
])('a callback signed %d s from now: %p', (seconds, verdict) => {
  const found = whyRefused(signed(written(), { at: NOW + seconds * 1000 }))
  if (typeof verdict === 'string') expect(found).toBe(verdict)
  else expect(found).toMatchObject(verdict)
})

test('a time that is no number is stale', () => {
  const notice = signed(written())
  expect(whyRefused({ ...notice, headers: { ...notice.headers, 'Wechatpay-Timestamp': 'now' } })).toBe('stale')
})

test.each(['PUB_KEY_ID_0000', 'constructor', '__proto__'])('a callback under the serial %s is refused', (serial) => {
  expect(whyRefused(signed(written(), { serial }))).toBe('unknown-serial')
})

test('a body changed in one byte is refused, wherever the byte is', () => {
  const { headers, body } = signed(written())
  for (const at of [0, 1, Math.floor(body.length / 2), body.length - 1]) {
    const tampered = Buffer.from(body)
    tampered.writeUInt8(tampered.readUInt8(at) ^ 1, at)
    expect(whyRefused({ headers, body: tampered })).toBe('bad-signature')
  }
})

test('the signature is over the bytes as they came, not over their JSON written again', () => {
  const spaced = JSON.stringify(JSON.parse(written()), null, 2)
  expect(whyRefused(signed(spaced))).toMatchObject({ kind: 'payment' })
  expect(whyRefused({ ...signed(spaced), body: Buffer.from(JSON.stringify(JSON.parse(spaced))) })).toBe('bad-signature')
})

test('a probe of WeChat, signed wrongly on purpose, is refused like any other', () => {
  const { headers, body } = signed(written())
  const probe = { ...headers, 'Wechatpay-Signature': `WECHATPAY/SIGNTEST/${headers['Wechatpay-Signature'] ?? ''}` }
  expect(whyRefused({ headers: probe, body })).toBe('bad-signature')
})

test.each<[string, Written]>([
  ['encrypted with another key', { key: 'ffffffffffffffffffffffffffffffff' }],
  ['encrypted for another purpose', { aad: 'refund' }],
  [
    'cut short',
    {
      told: {
        resource: {
          original_type: 'transaction',
          algorithm: 'AEAD_AES_256_GCM',
          ciphertext: 'AAAA',
          nonce: 'abcdefghijkl',
        },
      },
    },
  ],
])('a well signed callback %s is not decryptable', (_what, changed) => {
  expect(whyRefused(signed(written(changed)))).toBe('not-decryptable')
})

test.each<[string, string]>([
  ['no JSON', 'hello'],
  ['no envelope', '{}'],
  ['another algorithm', written({ told: { resource: { algorithm: 'NONE' } } })],
  ['an event we do not know', written({ event: 'SECURITY_ECHO.SUCCESS' })],
  ['a payment without a sum', written({ resource: { ...PAID, amount: {} } })],
  ['a payment with half a fen', written({ resource: { ...PAID, amount: { total: 12.5, currency: 'CNY' } } })],
  ['a payment that is unpaid', written({ resource: { ...PAID, trade_state: 'NOTPAY' } })],
  ['a payment at no time', written({ resource: { ...PAID, success_time: 'yesterday' } })],
])('a well signed callback with %s is not understood', (_what, body) => {
  expect(whyRefused(signed(body))).toBe('not-understood')
})

test('a body that HTTP access wrapped in base64 is verified unwrapped', () => {
  const { headers, body } = signed(written())
  const wrapped = { headers, body: body.toString('base64'), isBase64Encoded: true }
  const plain = { headers, body: body.toString('utf8') }
  expect([wrapped, plain].map((event) => whyRefused(overHttp(event)))).toEqual([
    expect.objectContaining({ kind: 'payment' }),
    expect.objectContaining({ kind: 'payment' }),
  ])
  expect(whyRefused(overHttp({ ...wrapped, isBase64Encoded: false }))).toBe('bad-signature')
})

test('an HTTP call with nothing in it is refused, not a crash', () => {
  expect(whyRefused(overHttp({}))).toBe('headers-missing')
})
