/**
 * WeChat Pay's APIv3 on this machine, for one merchant: real signatures both ways, encrypted callbacks, durable books.
 *
 *   const pay = await startPay({ dir: '.local/pay', clock })
 *   pay.cashier.open(params, openid)      // what wx.requestPayment shows
 *   await pay.cashier.pay(prepayId, openid)
 *   pay.faults.next('callback-lost')      // the next callback gets lost
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../clock'
import { Cashier } from './cashier'
import { Faults } from './faults'
import type { House } from './house'
import { keysIn, type Merchant } from './keys'
import { Ledger, type Notice } from './ledger'
import { Notices } from './notices'
import { refundSettler } from './refunds'
import { listen, urlOf } from './server'

export type { Outcome, Refusal, RequestPaymentParams, ShownOrder } from './cashier'
export type { Cashier } from './cashier'
export { FAULTS, type FaultKind, type Faults } from './faults'
export type { Merchant } from './keys'

export interface LocalPay {
  url: string
  merchant: Merchant
  cashier: Cashier
  faults: Faults
  /** Callbacks that the merchant has not answered well yet. */
  callbacks(): Notice[]
  /** Resolves when every callback that is due by the clock has been tried. */
  idle(): Promise<void>
  close(): Promise<void>
}

export interface PayOptions {
  /** Where keys and books are kept. */
  dir: string
  clock: Clock
  /** Any free port unless given. */
  port?: number
  /** What callbacks are signed with, and replies that ask for no key. Merchants of before 2024 get the certificate's signature. */
  signsWith?: 'public-key' | 'certificate'
  /** One line per callback delivered or not; silent unless given. */
  log?: (line: string) => void
}

export async function startPay(options: PayOptions): Promise<LocalPay> {
  const { dir, clock, port = 0, signsWith = 'public-key', log = () => undefined } = options
  mkdirSync(dir, { recursive: true })
  const keys = keysIn(dir)
  const ledger = new Ledger(join(dir, 'pay.db'))
  const faults = new Faults()
  const { wechatPayKeyId, platformSerial } = keys.merchant
  const serial = signsWith === 'certificate' ? platformSerial : wechatPayKeyId
  const notices = new Notices({ ledger, keys, clock, faults, serial, log })
  const house: House = { keys, serial, ledger, clock, faults, notices, url: () => urlOf(server), wake: () => wake() }
  const settler = refundSettler(house)
  const wake = () => [notices, settler].forEach((timer) => timer.arm())
  const server = await listen(house, port)
  wake()
  return {
    url: urlOf(server),
    merchant: keys.merchant,
    cashier: new Cashier(house),
    faults,
    callbacks: () => notices.waiting(),
    idle: () => notices.idle(),
    async close() {
      settler.close()
      notices.close()
      await new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      })
      ledger.close()
    },
  }
}
