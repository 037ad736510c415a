import type { OpenCause } from '../../../domain/gate'
import type { VisitId } from '../../../domain/stay'
import type { VisitDoc } from '../documents'
import type { Ports } from '../ports'
import { admit, sendCommand } from './commands'

/**
 * Opens for the car of a visit, if it still waits there; a car that has gone is let out when it comes back.
 * @returns whether nothing is left to do.
 */
export async function letOut(ports: Ports, id: VisitId, cause: OpenCause): Promise<boolean> {
  const visit = await ports.store.get('laneVisits', id)
  if (!visit) throw new Error(`no visit ${id}`)
  if (visit.state !== 'waiting') return isHandedOver(visit) || hand(ports, visit)
  const admitted = await admit(ports, visit, cause)
  return admitted ? hand(ports, admitted) : false
}

async function hand(ports: Ports, visit: VisitDoc): Promise<boolean> {
  return isHandedOver(await sendCommand(ports, visit))
}

/** The bridge has answered, or the car is gone: the order needs nobody to repeat it. */
const isHandedOver = ({ state, commandState }: VisitDoc): boolean =>
  state !== 'admitted' || (commandState !== 'accepted' && commandState !== 'unknown')
