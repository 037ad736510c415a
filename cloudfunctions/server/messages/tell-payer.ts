import type { Effect } from '../documents'
import { ownCar } from '../lot/cars'
import { loadLot } from '../lot/lots'
import type { Ports } from '../ports'

/**
 * Tells the payer that the money arrived, or went back.
 * @returns true: sent, or not wanted any more.
 */
export async function tellPayer(
  { store, messenger }: Ports,
  { of, orderNo }: Extract<Effect, { do: 'tell' }>,
): Promise<boolean> {
  const attempt = await store.get('payAttempts', orderNo)
  if (!attempt || attempt.paidAt === null) return true
  const { payment, payer: to, amount, paidAt, returnedAt } = attempt
  const { name: lot, zone } = await loadLot(store, attempt.lot)
  const plate = ownCar(attempt.car).name
  if (of === 'paid') await messenger.send({ kind: 'paid', to, plate, lot, zone, amount, at: paidAt })
  else if (payment.state === 'refunded')
    await messenger.send({
      kind: 'returned',
      to,
      plate,
      lot,
      zone,
      amount: payment.back,
      why: payment.why,
      at: returnedAt ?? paidAt,
    })
  return true
}
