import type { OpenCause } from '../../../domain/gate'
import type { LaneId, LotId, VisitId } from '../../../domain/stay'
import type { VisitDoc } from '../documents'
import type { Ports } from '../ports'
import { admit, askCommand, commandOf, NO_COMMAND, sendCommand, type Commanded } from './commands'

/** The car that a payment lets out: where it stands, and its stay's place. */
export interface PaidCar {
  lot: LotId
  visit: VisitId
  lane: LaneId
  stay: string
}

/**
 * Opens for a car that is not locked, if it still waits in its lane; one that has gone is let out when it comes back.
 * @returns whether nothing is left to do.
 */
export async function letOut(ports: Ports, { lot, visit, lane, stay }: PaidCar, cause: OpenCause): Promise<boolean> {
  const waiting: Commanded = { _id: visit, lot, lane, state: 'waiting', ...NO_COMMAND }
  const admitted = await admit(ports, waiting, cause, { stay })
  if (admitted) return isSettled(await sendCommand(ports, admitted))
  const found = await ports.store.get('laneVisits', visit)
  switch (found?.state) {
    case 'refused':
      return overrule(ports, found, cause, stay)
    case 'admitted':
      return isSettled(found) || isSettled(await openAgain(ports, found))
    case 'turnedBack':
      await forgetPlace(ports, stay, visit)
      return true
    default:
      return true
  }
}

/** It backed out before it was paid for: where it stood says nothing of the next payment. */
const forgetPlace = ({ store }: Ports, stay: string, visit: VisitId): Promise<void> =>
  store.transaction(async (tx) => {
    const found = await tx.get('stays', stay)
    if (found?.waitsAt?.visit === visit) await tx.update('stays', stay, { waitsAt: null })
  })

/** Refused when it came, because the lane was closed or the car locked; that is over, and now it is paid for. */
async function overrule(ports: Ports, visit: VisitDoc, cause: OpenCause, stay: string): Promise<boolean> {
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

/** As `letOut`, some time after the payment: a car locked since stays, paid or not. Unlocked, a scan lets it out. */
export const letOutLater = async (ports: Ports, car: PaidCar, cause: OpenCause): Promise<boolean> =>
  (await isLocked(ports, car.stay)) || letOut(ports, car, cause)

export const isLocked = async ({ store }: Ports, stay: string | null): Promise<boolean> =>
  stay !== null && (await store.get('stays', stay))?.locked === true

const hasEnded = ({ commandState }: Commanded): boolean =>
  commandState === 'refused' || commandState === 'expired' || commandState === 'failed'

/** The lot has the order in hand, or said why not: who stands there sees it, and nobody else repeats it. */
const isSettled = ({ commandState }: Commanded): boolean =>
  commandState !== 'accepted' && commandState !== 'unknown' && commandState !== 'expired'
