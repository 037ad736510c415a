import { createCipheriv, randomBytes, sign, verify, type KeyObject } from 'node:crypto'
import { SECOND } from './beijing'
import { Failure } from './failure'
import type { Keys } from './keys'

const SCHEME = 'WECHATPAY2-SHA256-RSA2048'
const CLOCK_TOLERANCE = 300 * SECOND

/** What is signed: every part ends its line, the last one too. */
const lines = (...parts: string[]) => parts.map((part) => `${part}\n`).join('')

export const rsaSign = (text: string, key: KeyObject) => sign('RSA-SHA256', Buffer.from(text), key).toString('base64')

export const rsaVerify = (text: string, signature: string, key: KeyObject) =>
  verify('RSA-SHA256', Buffer.from(text), key, Buffer.from(signature, 'base64'))

/** What the merchant signs for wx.requestPayment. */
export const paymentText = (appid: string, timeStamp: string, nonceStr: string, prepay: string) =>
  lines(appid, timeStamp, nonceStr, prepay)

export interface SignedRequest {
  method: string
  /** Path and query as they stand on the wire. */
  target: string
  body: string
  authorization: string | undefined
}

const TOKENS = ['mchid', 'serial_no', 'timestamp', 'nonce_str', 'signature'] as const
type Token = (typeof TOKENS)[number]

function readAuthorization(header: string | undefined): Record<Token, string> {
  if (!header) throw new Failure('SIGN_ERROR', 'Http头缺少Authorization')
  if (!header.startsWith(`${SCHEME} `)) throw new Failure('SIGN_ERROR', 'Http头Authorization认证类型不正确')
  const pairs = [...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value] as const)
  const found: Record<string, string> = Object.fromEntries(pairs)
  const missing = TOKENS.find((token) => !found[token])
  if (missing) throw new Failure('SIGN_ERROR', `Http头Authorization缺少${missing}`)
  return found
}

/** Refuses a request that the merchant did not sign just now, and says which check failed. */
export function verifyRequest(request: SignedRequest, keys: Keys, now: number) {
  const { mchid, serial_no, timestamp, nonce_str, signature } = readAuthorization(request.authorization)
  const signed = lines(request.method, request.target, timestamp, nonce_str, request.body)
  const checks: [holds: boolean, complaint: string][] = [
    [mchid === keys.merchant.mchid, '商户号mchid不存在'],
    [serial_no === keys.merchant.serial, '商户证书序列号serial_no有误'],
    [/^\d+$/.test(timestamp), 'Http头Authorization中的timestamp不是秒数'],
    [
      Math.abs(now - Number(timestamp) * SECOND) <= CLOCK_TOLERANCE,
      'Http头Authorization中的timestamp与发起请求的时间不得超过5分钟',
    ],
    [rsaVerify(signed, signature, keys.merchantPublicKey), '签名错误，验签失败'],
  ]
  const failed = checks.find(([holds]) => !holds)
  if (failed) throw new Failure('SIGN_ERROR', failed[1], { sign_information: { sign_message: signed } })
}

/** How a signature is spoiled on request, for those who should notice. */
export type Forgery = 'wrongly-signed' | 'unknown-serial' | 'old-clock' | 'headers-missing'

const nonce = () => randomBytes(16).toString('hex')

/** The headers under which WeChat Pay sends `body`, as a reply or as a callback. */
export function signatureHeaders(
  body: string,
  { keys, serial, now, forgery }: { keys: Keys; serial: string; now: number; forgery?: Forgery | undefined },
): Record<string, string> {
  if (forgery === 'headers-missing') return {}
  const key = keys.signers.get(serial)
  if (!key) throw new RangeError(`WeChat Pay has no key ${serial}`)
  const sentAt = forgery === 'old-clock' ? now - CLOCK_TOLERANCE - 100 * SECOND : now
  const timestamp = String(Math.floor(sentAt / SECOND))
  const random = nonce()
  const signed = forgery === 'wrongly-signed' ? `${body} ` : body
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': random,
    'Wechatpay-Serial': forgery === 'unknown-serial' ? `PUB_KEY_ID_${'0'.repeat(32)}` : serial,
    'Wechatpay-Signature': rsaSign(lines(timestamp, random, signed), key),
    'Wechatpay-Signature-Type': SCHEME,
  }
}

/** AES-256-GCM as callbacks carry it: the tag is the end of the ciphertext. */
export function encryptResource(resource: unknown, originalType: string, apiV3Key: string) {
  const iv = randomBytes(6).toString('hex')
  const cipher = createCipheriv('aes-256-gcm', apiV3Key, iv)
  cipher.setAAD(Buffer.from(originalType))
  const sealed = Buffer.concat([cipher.update(JSON.stringify(resource), 'utf8'), cipher.final(), cipher.getAuthTag()])
  return {
    original_type: originalType,
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: sealed.toString('base64'),
    associated_data: originalType,
    nonce: iv,
  }
}
