/** Who runs the lot: now and then gives money back to somebody who has left, or withdraws coupons. */
import { givePartBack } from '../../cloudfunctions/server/payment/undo-payment'
import { Refused } from '../../cloudfunctions/server/refused'
import { fen } from '../../domain/money'
import type { Day } from './day'
import type { Handout } from './handout'
import { LOT, MINUTE_MS } from './setting'

export async function manage(day: Day, handout: Handout): Promise<void> {
  const { random, time } = day
  while (!day.calm) {
    await time.sleep(random.between(20, 120) * MINUTE_MS)
    if (day.calm) return
    if (random.chance(0.1)) await handout.withdrawOne()
    else await giveBack(day)
  }
}

async function giveBack(day: Day): Promise<void> {
  const left = await day.store.find('stays', { lot: LOT, state: 'left' }, { limit: 1000 })
  const payments = left.flatMap(({ payments }) => payments).filter(({ amount }) => amount > 0)
  if (payments.length === 0) return
  const { orderNo, amount } = day.random.pick(payments)
  const back = fen(day.random.pick([1, amount, day.random.between(1, amount)]))
  day.happened('money given back')
  day.tell(`${back} of ${orderNo} go back`)
  await day
    .call('goodwill', (ports) => givePartBack(ports, orderNo, back))
    .catch((error: unknown) => {
      if (!(error instanceof Refused)) day.expected(error)
    })
}
