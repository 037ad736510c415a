import { generateKeyPairSync } from 'node:crypto'
import { inspect } from 'node:util'
import { readWechatPayConfig } from '../../../cloudfunctions/server/cloudbase/wechat-pay-config'

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const PRIVATE_PEM = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const PUBLIC_PEM = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()
const API_V3_KEY = '0123456789abcdef0123456789abcdef'

const GOOD: Record<string, string | undefined> = {
  WECHAT_PAY_APPID: 'wx8888888888888888',
  WECHAT_PAY_MCHID: '1900000001',
  WECHAT_PAY_SERIAL: '5157F09EFDC096DE15EBE81A47057A72',
  WECHAT_PAY_PRIVATE_KEY: PRIVATE_PEM,
  WECHAT_PAY_API_V3_KEY: API_V3_KEY,
  WECHAT_PAY_PUBLIC_KEYS: JSON.stringify({ PUB_KEY_ID_01: PUBLIC_PEM }),
  WECHAT_PAY_NOTIFY_URL: 'https://boyi.example/pay-notify',
}

test('a full environment is read, and WeChat itself is the default address', () => {
  const config = readWechatPayConfig(GOOD)
  expect(config).toMatchObject({ baseUrl: 'https://api.mch.weixin.qq.com', mchid: '1900000001' })
  expect([config.privateKey.type, config.apiV3Key.type, config.publicKeys['PUB_KEY_ID_01']?.type]).toEqual([
    'private',
    'secret',
    'public',
  ])
})

test('a key on one line, its line ends escaped, is the same key', () => {
  const escaped = (pem: string) => pem.replaceAll('\n', '\\n')
  const config = readWechatPayConfig({
    ...GOOD,
    WECHAT_PAY_PRIVATE_KEY: escaped(PRIVATE_PEM),
    WECHAT_PAY_PUBLIC_KEYS: JSON.stringify({ PUB_KEY_ID_01: escaped(PUBLIC_PEM) }),
  })
  expect(config.privateKey.equals(pair.privateKey)).toBe(true)
  expect(config.publicKeys['PUB_KEY_ID_01']?.equals(pair.publicKey)).toBe(true)
})

test('a printed configuration shows no key', () => {
  const config = readWechatPayConfig(GOOD)
  const printed = `${inspect(config, { depth: 9 })}${JSON.stringify(config)}${String(config)}`
  expect(printed).not.toContain(API_V3_KEY)
  expect(printed).not.toMatch(/BEGIN|MII/)
})

test.each(Object.keys(GOOD))('without %s nothing starts, and the message names it', (name) => {
  expect(() => readWechatPayConfig({ ...GOOD, [name]: undefined })).toThrow(`${name}: is missing`)
})

test.each<[string, string, string]>([
  ['WECHAT_PAY_APPID', 'boyi', 'must look like'],
  ['WECHAT_PAY_MCHID', '19-000', 'must look like'],
  ['WECHAT_PAY_PRIVATE_KEY', PUBLIC_PEM, 'is not a private key'],
  ['WECHAT_PAY_API_V3_KEY', 'too-short-secret', 'must be 32 bytes'],
  ['WECHAT_PAY_PUBLIC_KEYS', 'PUB_KEY_ID_01', 'must be JSON'],
  ['WECHAT_PAY_PUBLIC_KEYS', '{}', 'at least one key'],
  ['WECHAT_PAY_PUBLIC_KEYS', '{"PUB_KEY_ID_01":"secret"}', 'is not a public key'],
  [
    'WECHAT_PAY_PUBLIC_KEYS',
    JSON.stringify({ [String(GOOD['WECHAT_PAY_SERIAL'])]: PUBLIC_PEM }),
    "not the merchant's own",
  ],
  ['WECHAT_PAY_NOTIFY_URL', 'https://boyi.example/pay-notify?env=1', 'no query string'],
  ['WECHAT_PAY_BASE_URL', 'api.mch.weixin.qq.com', 'no address'],
])('%s=%s is refused without repeating it', (name, value, complaint) => {
  const reading = () => readWechatPayConfig({ ...GOOD, [name]: value })
  expect(reading).toThrow(complaint)
  if (value.includes('secret')) expect(reading).not.toThrow('secret')
})
