import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { wechatPay } from '../../../cloudfunctions/server/cloudbase/wechat-pay'
import { readWechatPayConfig } from '../../../cloudfunctions/server/cloudbase/wechat-pay-config'
import { instant } from '../../../domain/time'
import { startPay, type Merchant, type PayOptions } from '../../../local/pay'
import { callbackReceiver } from '../../support/callback-receiver'
import { payEnv } from '../../support/pay-env'
import { shiftDate, testClock } from '../../support/test-clock'
import type { PayWorld } from './world'

export interface WechatWorldOptions extends Pick<PayOptions, 'signsWith'> {
  /** Changes the gateway's environment. */
  env?: (merchant: Merchant, url: string) => Record<string, string>
}

/** Making three RSA keys takes a second, so the tests of one file share them. */
let keys: Buffer | undefined

/** The WeChat Pay client as it ships, against local pay, over HTTP. The client library reads Date itself, so Date follows the clock. */
export async function wechatWorld({ signsWith, env = () => ({}) }: WechatWorldOptions = {}): Promise<PayWorld> {
  const clock = testClock()
  const unshift = shiftDate(clock)
  const now = () => instant(clock.now())
  const dir = mkdtempSync(path.join(tmpdir(), 'boyi-pay-'))
  if (keys) writeFileSync(path.join(dir, 'keys.json'), keys)
  const pay = await startPay({ dir, clock, ...(signsWith && { signsWith }) })
  keys ??= readFileSync(path.join(dir, 'keys.json'))
  const merchant = await callbackReceiver()
  const config = { ...payEnv(pay.merchant, pay.url, merchant.url), ...env(pay.merchant, pay.url) }
  return {
    gateway: wechatPay(readWechatPayConfig(config), now),
    now,
    faults: pay.faults,
    takeCallbacks: (well) => merchant.answer(well ? 204 : 500),
    async pay(params, payer) {
      const opened = pay.cashier.open(params, payer)
      if ('refused' in opened && !['expired', 'closed'].includes(opened.refused)) return opened.refused
      const outcome = await pay.cashier.pay(params.package.replace('prepay_id=', ''), payer)
      return 'refused' in outcome ? outcome.refused : outcome.outcome
    },
    async pass(ms) {
      await pay.idle()
      clock.push(ms)
      await pay.idle()
    },
    async received() {
      await pay.idle()
      return merchant.received
    },
    async close() {
      await pay.close()
      await merchant.close()
      unshift()
      rmSync(dir, { recursive: true })
    },
  }
}
