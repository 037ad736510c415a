import { createPrivateKey, createPublicKey, createSecretKey, type KeyObject } from 'node:crypto'
import * as z from 'zod/mini'

/** How we are known at WeChat Pay. Keys are KeyObjects, so that a printed config shows none of them. */
export interface WechatPayConfig {
  baseUrl: string
  appid: string
  mchid: string
  /** Serial of the merchant certificate whose key signs our requests. */
  serial: string
  privateKey: KeyObject
  apiV3Key: KeyObject
  /** What WeChat Pay signs with: public key id or platform certificate serial → key. Two of them while switching over. */
  publicKeys: Readonly<Record<string, KeyObject>>
  notifyUrl: string
}

/** Makes something of a text. What fails is named; the text, which may be a secret, is not repeated. */
const made = <Made>(make: (text: string) => Made, complaint: string) =>
  z.pipe(
    z.string('is missing'),
    z.transform((text, context) => {
      try {
        return make(text)
      } catch {
        context.issues.push({ code: 'custom', message: complaint, input: undefined })
        return z.NEVER
      }
    }),
  )

/** A PEM whose line ends were escaped, because an environment variable is one line, becomes a PEM again. */
const lineEnds = (pem: string) => pem.replaceAll('\\n', '\n')

const publicKey = made((pem) => createPublicKey(lineEnds(pem)), 'is not a public key or certificate in PEM')
const privateKey = made((pem) => createPrivateKey(lineEnds(pem)), 'is not a private key in PEM')

function secretKey(text: string): KeyObject {
  const bytes = Buffer.from(text)
  if (bytes.length !== 32) throw new RangeError('AES-256 takes 32 bytes')
  return createSecretKey(bytes)
}

const publicKeys = z
  .pipe(
    made((text): unknown => JSON.parse(text), 'must be JSON: {"serial": "PEM"}'),
    z.record(z.string(), publicKey),
  )
  .check(z.refine((keys) => Object.keys(keys).length > 0, 'must name at least one key'))

const address = z.url({ protocol: /^https?$/, error: 'is missing or no address' })
const given = (what: RegExp) => z.string('is missing').check(z.regex(what, `must look like ${what.source}`))

const environment = z
  .object({
    WECHAT_PAY_BASE_URL: z._default(address, 'https://api.mch.weixin.qq.com'),
    WECHAT_PAY_APPID: given(/^wx\w{1,30}$/),
    WECHAT_PAY_MCHID: given(/^\d{6,32}$/),
    WECHAT_PAY_SERIAL: given(/^\w+$/),
    WECHAT_PAY_PRIVATE_KEY: privateKey,
    WECHAT_PAY_API_V3_KEY: made(secretKey, 'must be 32 bytes'),
    WECHAT_PAY_PUBLIC_KEYS: publicKeys,
    /** WeChat refuses one with a query string. Plain http is for the loopback of one's own machine. */
    WECHAT_PAY_NOTIFY_URL: address.check(z.refine((text) => !text.includes('?'), 'must have no query string')),
  })
  .check(
    z.refine((env) => !Object.hasOwn(env.WECHAT_PAY_PUBLIC_KEYS, env.WECHAT_PAY_SERIAL), {
      path: ['WECHAT_PAY_PUBLIC_KEYS'],
      error: "must hold WeChat Pay's keys, not the merchant's own certificate",
    }),
  )

/** @throws Error that names every variable that is missing or wrong, and repeats none of their values. */
export function readWechatPayConfig(env: Readonly<Record<string, string | undefined>>): WechatPayConfig {
  const read = environment.safeParse(env)
  if (!read.success) {
    const complaints = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    throw new Error(`WeChat Pay is not configured: ${complaints.join('; ')}`)
  }
  const found = read.data
  return {
    baseUrl: found.WECHAT_PAY_BASE_URL,
    appid: found.WECHAT_PAY_APPID,
    mchid: found.WECHAT_PAY_MCHID,
    serial: found.WECHAT_PAY_SERIAL,
    privateKey: found.WECHAT_PAY_PRIVATE_KEY,
    apiV3Key: found.WECHAT_PAY_API_V3_KEY,
    publicKeys: found.WECHAT_PAY_PUBLIC_KEYS,
    notifyUrl: found.WECHAT_PAY_NOTIFY_URL,
  }
}
