import type { RawNotice } from '../../../cloudfunctions/server/ports'
import { instant } from '../../../domain/time'
import { MemoryPay } from '../../support/memory-pay'
import { testClock } from '../../support/test-clock'
import type { PayWorld } from './world'

export function memoryWorld(): Promise<PayWorld> {
  const clock = testClock()
  const now = () => instant(clock.now())
  const pay = new MemoryPay({ now })
  const received: RawNotice[] = []
  let well = true
  const runDue = () =>
    pay.runDue((notice) => {
      received.push(notice)
      return Promise.resolve(well)
    })
  return Promise.resolve({
    gateway: pay.gateway,
    now,
    faults: pay.faults,
    takeCallbacks: (answer) => void (well = answer),
    pay: (params, payer) => Promise.resolve(pay.pay(params, payer)),
    close: () => Promise.resolve(),
    async pass(ms) {
      await runDue()
      clock.push(ms)
      await runDue()
    },
    async received() {
      await runDue()
      return received
    },
  })
}
