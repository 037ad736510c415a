import type { BarrierView, Calls } from '../../../domain/contract'
import type { OpenId } from '../../../domain/payment'
import type { VisitId } from '../../../domain/stay'
import type { VisitDoc } from '../documents'
import type { Ports } from '../ports'
import { Refused } from '../refused'
import { barrierView } from './barrier-view'
import { admit, askCommand, commandOf, sendCommand } from './commands'

/** An order that the bridge did not confirm for this long is asked after. */
const ASK_AFTER_MS = 2_000

/** How the barrier stands. A silence of the lot is broken by asking it, not by waiting. */
export async function watchBarrier(ports: Ports, _by: OpenId, ask: Calls['lane.barrier']['ask']): Promise<BarrierView> {
  const visit = await loadVisit(ports, ask.visit)
  return barrierView(isSilent(visit, ports.now()) ? await askCommand(ports, visit) : visit, ports.now())
}

/**
 * Orders the barrier again for a car that was admitted. The same command is sent as long as it may still be carried out; a
 * new one is made only when the old one is known to be at its end.
 */
export async function retryBarrier(ports: Ports, _by: OpenId, ask: Calls['lane.retry']['ask']): Promise<BarrierView> {
  const visit = await loadVisit(ports, ask.visit)
  if (visit.state !== 'admitted') return barrierView(visit, ports.now())
  return barrierView(await openAgain(ports, visit), ports.now())
}

export async function openAgain(ports: Ports, visit: VisitDoc): Promise<VisitDoc> {
  const command = commandOf(visit)
  if (!command) return visit
  if (ports.now() < command.expiresAt && !hasEnded(visit)) return sendCommand(ports, visit)
  const known = hasEnded(visit) ? visit : await askCommand(ports, visit)
  if (!hasEnded(known)) return known
  const renewed = await admit(ports, known, command.cause)
  return renewed ? sendCommand(ports, renewed) : known
}

const hasEnded = ({ commandState }: VisitDoc): boolean =>
  commandState === 'refused' || commandState === 'expired' || commandState === 'failed'

async function loadVisit({ store }: Ports, id: string): Promise<VisitDoc> {
  const visit = await store.get('laneVisits', id as VisitId)
  if (!visit) throw new Refused('not-found')
  return visit
}

function isSilent({ commandState, commandMadeAt, state }: VisitDoc, now: number): boolean {
  const unsure = commandState === 'accepted' || commandState === 'sent' || commandState === 'unknown'
  return state === 'admitted' && unsure && now - (commandMadeAt ?? now) > ASK_AFTER_MS
}
