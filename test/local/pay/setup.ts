import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Clock } from '../../../local/clock'
import { startPay, type LocalPay } from '../../../local/pay'
import { callbackReceiver, type CallbackReceiver } from '../../support/callback-receiver'
import { merchantRequest, type RawReply } from '../../support/merchant-request'
import { shiftDate, testClock } from '../../support/test-clock'

export interface PayShop {
  pay: LocalPay
  clock: Clock
  merchant: CallbackReceiver
  send: ReturnType<typeof merchantRequest>
  /** An order of 12.50 by Li that lives three minutes, changed as told. */
  orderBody(changed?: Record<string, unknown>): Record<string, unknown>
  order(changed?: Record<string, unknown>): Promise<RawReply>
  /** Places an order and pays it; its number. */
  paidOrder(changed?: Record<string, unknown>): Promise<string>
  pass(ms: number): Promise<void>
  close(): Promise<void>
}

let keys: Buffer | undefined
let count = 0

export async function openShop(start?: string): Promise<PayShop> {
  const clock = testClock(start === undefined ? undefined : Date.parse(start))
  const unshift = shiftDate(clock)
  const dir = mkdtempSync(path.join(tmpdir(), 'boyi-local-pay-'))
  if (keys) writeFileSync(path.join(dir, 'keys.json'), keys)
  const [pay, merchant] = await Promise.all([startPay({ dir, clock }), callbackReceiver()])
  keys ??= readFileSync(path.join(dir, 'keys.json'))
  const send = merchantRequest(pay, () => clock.now())
  const orderBody = (changed: Record<string, unknown> = {}) => ({
    appid: pay.merchant.appid,
    mchid: pay.merchant.mchid,
    description: '停车费',
    out_trade_no: `TEST${String((count += 1)).padStart(6, '0')}`,
    time_expire: new Date(clock.now() + 180_000).toISOString(),
    notify_url: merchant.url,
    amount: { total: 1250, currency: 'CNY' },
    payer: { openid: 'openid-li' },
    ...changed,
  })
  const order = (changed?: Record<string, unknown>) => send('POST', '/v3/pay/transactions/jsapi', orderBody(changed))
  return {
    pay,
    clock,
    merchant,
    send,
    orderBody,
    order,
    async paidOrder(changed = {}) {
      const body = orderBody(changed)
      const placed = await send('POST', '/v3/pay/transactions/jsapi', body)
      const payer = (body['payer'] as { openid: string }).openid
      expect(await pay.cashier.pay(String(placed.json['prepay_id']), payer)).toMatchObject({ outcome: 'paid' })
      return String(body['out_trade_no'])
    },
    async pass(ms) {
      await pay.idle()
      clock.push(ms)
      await pay.idle()
    },
    async close() {
      await pay.close()
      await merchant.close()
      unshift()
      rmSync(dir, { recursive: true })
    },
  }
}
