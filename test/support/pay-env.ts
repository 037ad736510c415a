import type { Merchant } from '../../local/pay'

/** The environment of a function whose WeChat Pay is the one at `url`. */
export function payEnv(merchant: Merchant, url: string, notifyUrl: string): Record<string, string> {
  return {
    WECHAT_PAY_BASE_URL: url,
    WECHAT_PAY_APPID: merchant.appid,
    WECHAT_PAY_MCHID: merchant.mchid,
    WECHAT_PAY_SERIAL: merchant.serial,
    WECHAT_PAY_PRIVATE_KEY: merchant.privateKey.replaceAll('\n', '\\n'),
    WECHAT_PAY_API_V3_KEY: merchant.apiV3Key,
    WECHAT_PAY_PUBLIC_KEYS: JSON.stringify({ [merchant.wechatPayKeyId]: merchant.wechatPayPublicKey }),
    WECHAT_PAY_NOTIFY_URL: notifyUrl,
  }
}
