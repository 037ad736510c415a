import type { OpenCause } from '../../../domain/gate'
import type { VisitId } from '../../../domain/stay'
import type { VisitDoc } from '../documents'
import type { Ports } from '../ports'
import { admit, askCommand, commandOf, sendCommand } from './commands'

/**
 * Opens for the car of a visit, if it still waits there; a car that has gone is let out when it comes back.
 * @param stay - where the stay stands that was paid for.
 * @returns whether nothing is left to do.
 */
export async function letOut(ports: Ports, id: VisitId, stay: string, cause: OpenCause): Promise<boolean> {
  const visit = await ports.store.get('laneVisits', id)
  if (!visit) throw new Error(`no visit ${id}`)
  if (visit.state === 'admitted') return isSettled(visit) || isSettled(await openAgain(ports, visit))
  if (visit.state !== 'waiting') return true
  const admitted = await admit(ports, visit, cause, { stay })
  return admitted ? isSettled(await sendCommand(ports, admitted)) : false
}

/**
 * The same command is sent as long as it may still be carried out; a new one is made only when the old one is known to be at
 * its end.
 */
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

/** The lot has the order in hand, or said why not: who stands there sees it, and nobody else repeats it. */
const isSettled = ({ commandState }: VisitDoc): boolean =>
  commandState !== 'accepted' && commandState !== 'unknown' && commandState !== 'expired'
