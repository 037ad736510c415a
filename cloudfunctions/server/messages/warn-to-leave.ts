import type { OrderNo } from '../../../domain/payment'
import { offsetAt, wallClock } from '../../../domain/time'
import { ownCar } from '../lot/cars'
import { loadLot } from '../lot/lots'
import type { Ports } from '../ports'

/**
 * Warns the payer, if the car is still inside and the time to leave not yet over.
 * @returns true: there is nothing to try again; a warning that comes too late helps nobody.
 */
export async function warnToLeave({ store, messenger, now }: Ports, orderNo: OrderNo): Promise<boolean> {
  const attempt = await store.get('payAttempts', orderNo)
  if (!attempt || attempt.leaveBy === null || now() >= attempt.leaveBy) return true
  const stay = await store.get('stays', attempt.stay)
  if (stay?.id !== attempt.stayId) return true
  const lot = await loadLot(store, attempt.lot)
  const leaveBy = wallClock(attempt.leaveBy, offsetAt(attempt.leaveBy, lot.zone)).clock
  await messenger.send({ kind: 'leaveBy', to: attempt.payer, plate: ownCar(attempt.car).name, lot: lot.name, leaveBy })
  return true
}
