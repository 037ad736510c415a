import type { Calls, LaneView } from '../../../domain/contract'
import type { OpenId } from '../../../domain/payment'
import { carOf, ownCar } from '../lot/cars'
import type { VisitDoc } from '../documents'
import type { Ports } from '../ports'
import { Refused, refuseIf } from '../refused'
import { barrierView } from './barrier-view'
import { decideEntry, freeSpaces } from './decide'
import { head, letThrough, scannedLane, type AtLane } from './open-lane'

/** Lets a car without a readable plate in; the stay belongs to who asked, and they have one at a time in a lot. */
export async function enterLane(ports: Ports, by: OpenId, ask: Calls['lane.enter']['ask']): Promise<LaneView> {
  const { lane, lot } = await scannedLane(ports, ask.code)
  const visit = lane.visit === ask.visit ? await ports.store.get('laneVisits', lane.visit) : undefined
  if (!visit) throw new Refused('no-car-in-lane')
  if (visit.plate !== null || lane.direction !== 'entry') throw new Refused('not-found')
  if (visit.owner !== null && visit.owner !== by) throw new Refused('not-found')
  const admitted = visit.state === 'admitted' ? visit : await letIn(ports, by, { lane, lot, visit })
  if (admitted.owner !== by) throw new Refused('not-found')
  return {
    ...head(ports, lane, lot),
    situation: 'admitted',
    visit: visit._id,
    car: ownCar(carOf(admitted)),
    barrier: barrierView(admitted, ports.now()),
  }
}

async function letIn(ports: Ports, by: OpenId, { lane, lot, visit }: Omit<AtLane, 'ports' | 'by'>): Promise<VisitDoc> {
  const inside = await ports.store.find('stays', { owner: by, state: 'inside' }, { limit: 5 })
  const decision = decideEntry(
    lane,
    await freeSpaces(ports.store, lot),
    inside.find((stay) => stay.lot === lot._id),
  )
  refuseIf(decision.do === 'refuse' ? decision.why : undefined)
  return letThrough(ports, visit, 'unplated', { owner: by })
}
