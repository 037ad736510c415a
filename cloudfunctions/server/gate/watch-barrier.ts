import type { BarrierView, Calls } from '../../../domain/contract'
import type { OpenId } from '../../../domain/payment'
import type { VisitId } from '../../../domain/stay'
import type { VisitDoc } from '../documents'
import type { Ports } from '../ports'
import { Refused } from '../refused'
import { barrierView } from './barrier-view'
import { askCommand } from './commands'
import { isLocked, openAgain } from './let-out'

/** An order that the bridge did not confirm for this long is asked after. */
const ASK_AFTER_MS = 2_000

/** How the barrier stands. A silence of the lot is broken by asking it, not by waiting. */
export async function watchBarrier(ports: Ports, _by: OpenId, ask: Calls['lane.barrier']['ask']): Promise<BarrierView> {
  const visit = await loadVisit(ports, ask.visit)
  return barrierView(isSilent(visit, ports.now()) ? await askCommand(ports, visit) : visit, ports.now())
}

/** Orders the barrier again for a car that was admitted. */
export async function retryBarrier(ports: Ports, _by: OpenId, ask: Calls['lane.retry']['ask']): Promise<BarrierView> {
  const visit = await loadVisit(ports, ask.visit)
  if (visit.state !== 'admitted') return barrierView(visit, ports.now())
  if (await isLocked(ports, visit.stay)) throw new Refused('car-locked')
  return barrierView(await openAgain(ports, visit), ports.now())
}

async function loadVisit({ store }: Ports, id: string): Promise<VisitDoc> {
  const visit = await store.get('laneVisits', id as VisitId)
  if (!visit) throw new Refused('not-found')
  return visit
}

function isSilent({ commandState, commandMadeAt, state }: VisitDoc, now: number): boolean {
  const unsure = commandState === 'accepted' || commandState === 'sent' || commandState === 'unknown'
  return state === 'admitted' && unsure && now - (commandMadeAt ?? now) > ASK_AFTER_MS
}
