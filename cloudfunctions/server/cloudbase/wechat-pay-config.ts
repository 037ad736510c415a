import { createPrivateKey, createPublicKey, createSecretKey, type KeyObject } from 'node:crypto'
import { z } from 'zod'

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

/** A PEM whose line ends were escaped, because an environment variable is one line, becomes a PEM again. */
const lineEnds = (pem: string) => pem.replaceAll('\\n', '\n')

/** Turns text into a key. What fails is named, the text is not repeated. */
const keyBy = (make: (text: string) => KeyObject, what: string) =>
  z.string().transform((text, context) => {
    try {
      return make(lineEnds(text))
    } catch {
      context.addIssue({ code: 'custom', message: `is not ${what}` })
      return z.NEVER
    }
  })

const privateKey = keyBy(createPrivateKey, 'a private key in PEM')
const publicKey = keyBy(createPublicKey, 'a public key or certificate in PEM')

const apiV3Key = z
  .string()
  .refine((text) => Buffer.byteLength(text) === 32, 'must be 32 bytes')
  .transform((text) => createSecretKey(Buffer.from(text)))

const publicKeys = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text)
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON: {"serial": "PEM"}' })
      return z.NEVER
    }
  })
  .pipe(z.record(z.string().min(1), publicKey))
  .refine((keys) => Object.keys(keys).length > 0, 'must name at least one key')

/** WeChat refuses a notify address with a query string; plain http is for the loopback of one's own machine. */
const notifyUrl = z.url({ protocol: /^https?$/ }).refine((text) => !text.includes('?'), 'must have no query string')

const environment = z
  .object({
    WECHAT_PAY_BASE_URL: z.url({ protocol: /^https?$/ }).default('https://api.mch.weixin.qq.com'),
    WECHAT_PAY_APPID: z.string().min(1).max(32),
    WECHAT_PAY_MCHID: z.string().regex(/^\d{6,32}$/, 'must be the digits of a merchant number'),
    WECHAT_PAY_SERIAL: z.string().min(1),
    WECHAT_PAY_PRIVATE_KEY: privateKey,
    WECHAT_PAY_API_V3_KEY: apiV3Key,
    WECHAT_PAY_PUBLIC_KEYS: publicKeys,
    WECHAT_PAY_NOTIFY_URL: notifyUrl,
  })
  .refine((env) => !(env.WECHAT_PAY_SERIAL in env.WECHAT_PAY_PUBLIC_KEYS), {
    path: ['WECHAT_PAY_PUBLIC_KEYS'],
    message: "must hold WeChat Pay's keys, not the merchant's own certificate",
  })

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
