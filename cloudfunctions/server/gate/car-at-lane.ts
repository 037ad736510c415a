import type { LaneDecision, LotEvent, LotId, LotMessage, Refusal } from '../../../domain/gate'
import { yuan } from '../../../domain/money'
import { maskedPlate, readPlate, usualColour } from '../../../domain/plate'
import { REFUSAL_WORDS } from '../../../domain/refusals'
import { activeStay } from '../../../domain/stay'
import { instant } from '../../../domain/time'
import { priceStay } from '../billing/price-stay'
import type { LaneDoc, LotDoc, StayDoc, VisitDoc } from '../documents'
import { carOf } from '../lot/cars'
import { loadLot } from '../lot/lots'
import type { Ports } from '../ports'
import { commandOf, newCommand, NO_COMMAND } from './commands'
import { decideEntry, decideExit, freeSpaces } from './decide'
import { placeOf, type Recorder } from './lane-record'

type AtLane = Extract<LotEvent, { type: 'vehicle.atLane' }>

interface Known {
  ports: Ports
  lot: LotDoc
  lane: LaneDoc
  free: number
}

/** A car came to a lane: it becomes the lane's visit, and is let through, asked to pay, or refused. */
export async function carAtLane(ports: Ports, event: AtLane, from: LotId): Promise<Recorder> {
  const lane = await ports.store.get('lanes', event.lane)
  if (lane?.lot !== from) return strangeLane(ports, event, from)
  const lot = await loadLot(ports.store, lane.lot)
  const free = lane.direction === 'entry' ? await freeSpaces(ports.store, lot) : 0
  return async (tx, message) => {
    const waiting = waitingVisit(lane, event, message)
    const stay = waiting.plate === null ? undefined : await tx.get('stays', activeStay(lot._id, carOf(waiting)))
    const { visit, decision } = await decide({ ports, lot, lane, free }, waiting, stay)
    await tx.insert('laneVisits', visit)
    if (visit.stay) await tx.update('stays', visit.stay, { waitsAt: placeOf(visit) })
    await tx.update('lanes', lane._id, { visit: visit._id })
    return decision
  }
}

/** A lane that this lot does not have: told again it would be no better, and the lot's next events wait behind it. */
function strangeLane({ log }: Ports, { lane }: AtLane, lot: LotId): Recorder {
  log.alarm('a car at a lane that the lot does not have', { lot, lane })
  return () => Promise.resolve({ do: 'refuse', why: 'lane-closed', show: REFUSAL_WORDS['lane-closed'].title })
}

function waitingVisit(lane: LaneDoc, { visit, plate }: AtLane, { observedAt }: LotMessage): VisitDoc {
  const read = plate.text === null ? undefined : readPlate(plate.text)
  return {
    _id: visit,
    lot: lane.lot,
    lane: lane._id,
    direction: lane.direction,
    plate: read ?? null,
    colour: plate.colour === 'unknown' ? (read ? usualColour(read) : 'blue') : plate.colour,
    seenAt: instant(observedAt),
    state: 'waiting',
    refusal: null,
    stay: null,
    owner: null,
    ...NO_COMMAND,
  }
}

interface Decided {
  visit: VisitDoc
  decision: LaneDecision
}

async function decide(known: Known, visit: VisitDoc, stay: StayDoc | undefined): Promise<Decided> {
  return visit.direction === 'entry' ? decideAtEntry(known, visit, stay) : decideAtExit(known, visit, stay)
}

function decideAtEntry({ ports, lane, free }: Known, visit: VisitDoc, stay: StayDoc | undefined): Decided {
  const decision = decideEntry(lane, free, stay)
  if (decision.do === 'refuse') return refused(visit, decision.why)
  if (visit.plate === null) return { visit, decision: { do: 'identify', show: '未识别到车牌\n请扫码入场' } }
  return opened(ports, visit, 'admitted', `${maskedPlate(visit.plate)}\n欢迎光临`)
}

async function decideAtExit({ ports, lot, lane }: Known, visit: VisitDoc, stay: StayDoc | undefined): Promise<Decided> {
  if (visit.plate === null) return { visit, decision: { do: 'identify', show: '未识别到车牌\n请扫码离场' } }
  const decision = decideExit(lane, stay, stay && (await priceStay(ports, { stay, lot }, ports.now())))
  switch (decision.do) {
    case 'refuse':
      return refused({ ...visit, stay: stay?._id ?? null }, decision.why)
    case 'pay': {
      const due = decision.bill.due
      const show = `${maskedPlate(visit.plate)}\n应付 ${yuan(due)}，请扫码缴费`
      return { visit: { ...visit, stay: decision.stay._id }, decision: { do: 'pay', due, show } }
    }
    case 'open': {
      const cause = decision.stay.payments.length > 0 ? 'paid' : 'nothingDue'
      return opened(ports, { ...visit, stay: decision.stay._id }, cause, `${maskedPlate(visit.plate)}\n一路平安`)
    }
  }
}

function refused(visit: VisitDoc, why: Refusal): Decided {
  const { title } = REFUSAL_WORDS[why]
  return { visit: { ...visit, state: 'refused', refusal: why }, decision: { do: 'refuse', why, show: title } }
}

/** The command goes out with the answer, so the barrier rises without another call. */
function opened(ports: Ports, visit: VisitDoc, cause: 'admitted' | 'paid' | 'nothingDue', show: string): Decided {
  const admitted: VisitDoc = {
    ...visit,
    state: 'admitted',
    ...newCommand(visit, cause, ports.now()),
    commandState: 'sent',
  }
  const command = commandOf(admitted)
  if (!command) throw new Error('a command was made and is not there')
  return { visit: admitted, decision: { do: 'open', command, show } }
}
