import type { Calls, CarView, LaneView } from '../../../domain/contract'
import type { OpenId } from '../../../domain/payment'
import { activeStay, type LaneId } from '../../../domain/stay'
import { countsAll, type Bill } from '../../../domain/tariff/bill'
import type { Instant } from '../../../domain/time'
import { priceStay, quote } from '../billing/price-stay'
import type { LaneDoc, LotDoc, StayDoc, VisitDoc } from '../documents'
import { carOf, maskedCar, ownCar } from '../lot/cars'
import { loadLot, lotView } from '../lot/lots'
import { BridgeUnreachable, type Ports, type Store } from '../ports'
import { Refused } from '../refused'
import { vehicleId, vehiclesOf } from '../vehicles/vehicles'
import { barrierView } from './barrier-view'
import { admit, sendCommand } from './commands'
import { decideEntry, decideExit, freeSpaces } from './decide'
import { placeOf } from './lane-record'

export interface AtLane {
  ports: Ports
  by: OpenId
  lane: LaneDoc
  lot: LotDoc
  visit: VisitDoc
}

/** What a scanned lane code leads to: whoever scans it is taken to stand at that lane, beside the car that is there. */
export async function openLane(ports: Ports, by: OpenId, ask: Calls['lane.open']['ask']): Promise<LaneView> {
  const { lane, lot } = await scannedLane(ports, ask.code)
  const visit = lane.visit && (await ports.store.get('laneVisits', lane.visit))
  if (!visit) return emptyLane(ports, lane, lot)
  const at: AtLane = { ports, by, lane, lot, visit }
  return lane.direction === 'entry' ? atEntry(at) : atExit(at)
}

/** We were told of no car. The lot knows better, if it can be asked: a car may stand there that we shall be told of in a moment. */
async function emptyLane(ports: Ports, lane: LaneDoc, lot: LotDoc): Promise<LaneView> {
  if (!lane.open) return { ...head(ports, lane, lot), situation: 'refused', why: 'lane-closed' }
  const current = await ports.bridge.current(lot._id, lane._id).catch(silent)
  if (current.car) throw new Refused('lot-silent')
  return { ...head(ports, lane, lot), situation: 'refused', why: 'no-car-in-lane' }
}

function silent(error: unknown): never {
  throw error instanceof BridgeUnreachable ? new Refused('lot-silent') : error
}

/** The lane behind the scanned text, link and all. @throws Refused code-not-ours */
export async function scannedLane(ports: Ports, code: string): Promise<{ lane: LaneDoc; lot: LotDoc }> {
  const id: LaneId | undefined = ports.codes.readLaneCode(code)
  const lane = id && (await ports.store.get('lanes', id))
  if (!lane) throw new Refused('code-not-ours')
  return { lane, lot: await loadLot(ports.store, lane.lot) }
}

export const head = ({ now }: Ports, lane: LaneDoc, lot: LotDoc): Pick<LaneView, 'lot' | 'lane'> => ({
  lot: lotView(lot, now()),
  lane: { id: lane._id, name: lane.name, direction: lane.direction },
})

async function atEntry(at: AtLane): Promise<LaneView> {
  const { ports, lane, lot, visit, by } = at
  if (visit.state === 'admitted') return admitted(at, visit)
  const stay = visit.plate === null ? undefined : await ports.store.get('stays', activeStay(lot._id, carOf(visit)))
  const decision = decideEntry(lane, await freeSpaces(ports.store, lot), stay)
  if (decision.do === 'refuse') {
    return { ...head(ports, lane, lot), situation: 'refused', why: decision.why, car: await seenCar(ports, by, visit) }
  }
  if (visit.plate === null) return { ...head(ports, lane, lot), situation: 'identify', visit: visit._id }
  return admitted(at, await letThrough(ports, visit, 'admitted'))
}

async function admitted({ ports, by, lane, lot }: AtLane, visit: VisitDoc): Promise<LaneView> {
  const car = visit.owner === by ? ownCar(carOf(visit)) : await seenCar(ports, by, visit)
  const barrier = barrierView(visit, ports.now())
  return { ...head(ports, lane, lot), situation: 'admitted', visit: visit._id, car, barrier }
}

async function atExit(at: AtLane): Promise<LaneView> {
  const { ports, by, lane, lot, visit } = at
  const stay = await stayAtExit(at)
  const priced = stay && (await priceStay(ports, { stay, lot }, ports.now()))
  if (visit.state === 'admitted') return leaving(at, visit, stay, priced?.bill.leaveBy)
  const decision = decideExit(lane, stay, priced)
  switch (decision.do) {
    case 'refuse':
      return {
        ...head(ports, lane, lot),
        situation: 'refused',
        why: decision.why,
        car: await seenCar(ports, by, visit),
      }
    case 'pay': {
      const bill = await quote(ports, by, { ...decision, at: placeOf(visit) })
      return { ...head(ports, lane, lot), situation: 'pay', visit: visit._id, bill }
    }
    case 'open': {
      await noteAtExit(ports, visit, decision)
      const cause = decision.stay.payments.length > 0 ? 'paid' : 'nothingDue'
      const opened = await letThrough(ports, visit, cause, { stay: decision.stay._id })
      return leaving(at, opened, decision.stay, decision.bill.leaveBy)
    }
  }
}

/**
 * A car whose plate the camera could not read is noted on its stay before it is let out, as one that it could read was when it
 * came: a payment is not taken back any more from then on.
 * @throws Refused bill-expired when that has just happened.
 */
async function noteAtExit(
  { store }: Ports,
  visit: VisitDoc,
  { stay, bill }: { stay: StayDoc; bill: Bill },
): Promise<void> {
  if (visit.plate !== null) return
  await store.transaction(async (tx) => {
    const now = await tx.get('stays', stay._id)
    if (now?.id !== stay.id || !countsAll(bill, now.payments)) throw new Refused('bill-expired')
    await tx.update('stays', stay._id, { waitsAt: placeOf(visit) })
  })
}

/**
 * The stay of the car in the lane. When its plate could not be read: the asker's own stay in this lot, entered by code, else of
 * the first of their vehicles that is inside.
 */
async function stayAtExit({ ports, by, lot, visit }: AtLane): Promise<StayDoc | undefined> {
  if (visit.stay) return ports.store.get('stays', visit.stay)
  if (visit.plate !== null) return ports.store.get('stays', activeStay(lot._id, carOf(visit)))
  const entered = await ports.store.find('stays', { owner: by, state: 'inside' }, { limit: 5 })
  return entered.find(({ lot: id }) => id === lot._id) ?? boundStay(ports.store, by, lot)
}

async function boundStay(store: Store, by: OpenId, lot: LotDoc): Promise<StayDoc | undefined> {
  for (const { plate, colour } of await vehiclesOf(store, by)) {
    const stay = await store.get('stays', activeStay(lot._id, { plate, colour }))
    if (stay) return stay
  }
  return undefined
}

function leaving(
  { ports, lane, lot }: AtLane,
  visit: VisitDoc,
  stay: StayDoc | undefined,
  leaveBy: Instant | undefined,
): LaneView {
  return {
    ...head(ports, lane, lot),
    situation: 'leaving',
    visit: visit._id,
    car: ownCar(stay?.car ?? carOf(visit)),
    barrier: barrierView(visit, ports.now()),
    ...(leaveBy !== undefined && { leaveBy }),
  }
}

/** Admits and orders the barrier; when somebody else did so a moment before, shows what they did. */
export async function letThrough(
  ports: Ports,
  visit: VisitDoc,
  cause: Parameters<typeof admit>[2],
  also: Parameters<typeof admit>[3] = {},
): Promise<VisitDoc> {
  const admittedVisit = await admit(ports, visit, cause, also)
  if (admittedVisit) return sendCommand(ports, admittedVisit)
  return (await ports.store.get('laneVisits', visit._id)) ?? visit
}

/** In full to those who bound it, masked to others. */
async function seenCar({ store }: Ports, by: OpenId, visit: VisitDoc): Promise<CarView> {
  const own = visit.plate !== null && (await store.get('vehicles', vehicleId(by, visit.plate))) !== undefined
  return own ? ownCar(carOf(visit)) : maskedCar(carOf(visit))
}
