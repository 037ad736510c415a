import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digits } from './random'

/** The account of the one merchant this stand-in serves, as the merchant platform would hand it out. */
export interface Merchant {
  appid: string
  mchid: string
  /** Serial of the merchant's own certificate: names the key that signs requests. */
  serial: string
  /** PEM */
  privateKey: string
  /** 32 characters; encrypts callbacks. */
  apiV3Key: string
  wechatPayKeyId: string
  /** PEM */
  wechatPayPublicKey: string
  /** Serial of the older platform certificate, still used while a merchant switches over. */
  platformSerial: string
  /** PEM of the public key inside the platform certificate. */
  platformPublicKey: string
}

export interface Keys {
  merchant: Merchant
  merchantPublicKey: KeyObject
  /** What WeChat Pay signs with: key id or certificate serial → private key. */
  signers: Map<string, KeyObject>
}

interface KeyFile {
  appid: string
  mchid: string
  serial: string
  apiV3Key: string
  wechatPayKeyId: string
  platformSerial: string
  /** Private keys, PEM. */
  private: { merchant: string; wechatPay: string; platform: string }
}

const newPrivateKey = () =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

const newKeyFile = (): KeyFile => ({
  appid: `wx${randomBytes(8).toString('hex')}`,
  mchid: `19${digits(8)}`,
  serial: randomBytes(20).toString('hex').toUpperCase(),
  apiV3Key: randomBytes(16).toString('hex'),
  wechatPayKeyId: `PUB_KEY_ID_01${digits(30)}`,
  platformSerial: randomBytes(20).toString('hex').toUpperCase(),
  private: { merchant: newPrivateKey(), wechatPay: newPrivateKey(), platform: newPrivateKey() },
})

function readOrMake(file: string): KeyFile {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as KeyFile
  const made = newKeyFile()
  writeFileSync(file, JSON.stringify(made, null, 2), { mode: 0o600 })
  return made
}

const publicPem = (privateKey: string) => createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString()

/** The keys kept in `dir`, made at the first start: a merchant that was set up once stays set up. */
export function keysIn(dir: string): Keys {
  const { private: secret, ...account } = readOrMake(join(dir, 'keys.json'))
  return {
    merchant: {
      ...account,
      privateKey: secret.merchant,
      wechatPayPublicKey: publicPem(secret.wechatPay),
      platformPublicKey: publicPem(secret.platform),
    },
    merchantPublicKey: createPublicKey(secret.merchant),
    signers: new Map([
      [account.wechatPayKeyId, createPrivateKey(secret.wechatPay)],
      [account.platformSerial, createPrivateKey(secret.platform)],
    ]),
  }
}
