import type { LotEvent, LotMessage } from '../../../domain/gate'
import { activeStay, type StayId } from '../../../domain/stay'
import { instant } from '../../../domain/time'
import { priceStay } from '../billing/price-stay'
import type { StayDoc, VisitDoc } from '../documents'
import { carOf } from '../lot/cars'
import { loadLot } from '../lot/lots'
import type { Ports, Transaction } from '../ports'
import { leaveLane, ownVisit, type Recorder } from './lane-record'

type Passed = Extract<LotEvent, { type: 'vehicle.passed' }>

/** A car is through. A stay begins at the entry and ends at the exit; neither depends on who opened the barrier. */
export async function carPassed(ports: Ports, event: Passed): Promise<Recorder> {
  const newStay = ports.ids.next() as StayId
  return async (tx, message) => {
    const visit = await ownVisit(tx, message, event.visit)
    if (!visit) ports.log.alarm('a car passed that nobody saw come', { lot: message.lot, lane: event.lane })
    if (!visit || visit.state === 'passed') return leaveLane(tx, message, event)
    await tx.update('laneVisits', visit._id, {
      state: 'passed',
      ...(visit.commandId && { commandState: 'passed' as const }),
    })
    await leaveLane(tx, message, event)
    if (visit.direction === 'entry') await beginStay(ports, tx, visit, newStay, message)
    else await endStay(ports, tx, visit, message)
    return undefined
  }
}

async function beginStay(
  { log }: Ports,
  tx: Transaction,
  visit: VisitDoc,
  id: StayId,
  message: LotMessage,
): Promise<void> {
  const place = activeStay(visit.lot, carOf(visit))
  if (await tx.get('stays', place)) return log.alarm('entered twice', { lot: visit.lot, visit: visit._id })
  await tx.insert('stays', { ...stayAfter(visit, id, message), _id: place })
}

const stayAfter = (visit: VisitDoc, id: StayId, { observedAt }: LotMessage): Omit<StayDoc, '_id'> => ({
  id,
  lot: visit.lot,
  car: carOf(visit),
  plate: visit.plate,
  owner: visit.owner,
  state: 'inside',
  enteredAt: instant(observedAt),
  entryLane: visit.lane,
  entryVisit: visit._id,
  leftAt: null,
  payments: [],
  locked: false,
  openAttempt: null,
  waitsAt: null,
  undoneBy: [],
})

/** The stay moves from the car's place, which the next stay needs, to a place under its own name. */
async function endStay(ports: Ports, tx: Transaction, visit: VisitDoc, { observedAt }: LotMessage): Promise<void> {
  const place = visit.stay ?? activeStay(visit.lot, carOf(visit))
  const stay = await tx.get('stays', place)
  if (!stay) return ports.log.alarm('left without a stay', { lot: visit.lot, visit: visit._id })
  await tx.remove('stays', place)
  await tx.insert('stays', { ...stay, _id: stay.id, state: 'left', leftAt: instant(observedAt), openAttempt: null })
  await alarmIfUnpaid(ports, stay, visit)
}

async function alarmIfUnpaid(ports: Ports, stay: StayDoc, visit: VisitDoc): Promise<void> {
  if (visit.state === 'admitted') return
  const lot = await loadLot(ports.store, stay.lot)
  const { due = 0 } = (await priceStay(ports, { stay, lot }, visit.seenAt))?.bill ?? {}
  if (due > 0) ports.log.alarm('left unpaid', { lot: stay.lot, stay: stay.id, due })
}
