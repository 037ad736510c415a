/** What the lot tells the cloud. Facts are recorded once; only a car at a lane is answered with a decision. */
import type { LotAnswer, LotMessage, VisitId } from '../../../domain/gate'
import type { InboxDoc } from '../documents'
import { AlreadyExists, type Ports, type Transaction } from '../ports'
import { carAtLane } from './car-at-lane'
import { carPassed } from './car-passed'
import { admit, commandOf, toldCommand } from './commands'
import { leaveLane, ownVisit, type Recorder } from './lane-record'

/** One effect per message, however often it is delivered: a repeated one gets its first answer again. */
export async function receiveMessage(ports: Ports, message: LotMessage): Promise<LotAnswer> {
  const id = `${message.lot}:${message.id}`
  const record = await recorderOf(ports, message)
  try {
    return await ports.store.transaction((tx) => once(tx, id, message, record))
  } catch (error) {
    const before = error instanceof AlreadyExists ? await ports.store.get('inbox', id) : undefined
    if (before) return answerAgain(ports, before)
    if (!(error instanceof AlreadyExists)) throw error
    ports.log.alarm('a visit was told under two message names', { lot: message.lot, message: message.id })
    return { received: message.id }
  }
}

async function once(tx: Transaction, id: string, message: LotMessage, record: Recorder): Promise<LotAnswer> {
  const decision = await record(tx, message)
  const answer: LotAnswer = { received: message.id, ...(decision && { decision }) }
  const doc: InboxDoc = { _id: id, at: message.sentAt, answer: JSON.stringify(answer) }
  await tx.insert('inbox', doc)
  return answer
}

/** The first answer; only a command that nobody heard of in its time is made anew, for the car still waits for it. */
async function answerAgain(ports: Ports, { answer: told }: InboxDoc): Promise<LotAnswer> {
  const answer = JSON.parse(told) as LotAnswer
  const { decision } = answer
  if (decision?.do !== 'open' || ports.now() < decision.command.expiresAt) return answer
  const { id, visit: visitId, cause } = decision.command
  const visit = await ports.store.get('laneVisits', visitId)
  if (visit?.state !== 'admitted' || visit.commandId !== id || visit.commandState !== 'sent') return answer
  const renewed = await admit(ports, visit, cause)
  const command = renewed && commandOf(renewed)
  return command ? { ...answer, decision: { ...decision, command } } : answer
}

async function recorderOf(ports: Ports, { lot, event }: LotMessage): Promise<Recorder> {
  switch (event.type) {
    case 'vehicle.atLane':
      return carAtLane(ports, event, lot)
    case 'vehicle.passed':
      return carPassed(ports, event)
    case 'vehicle.turnedBack':
      return async (tx, message) => {
        const visit = await ownVisit(tx, message, event.visit)
        if (visit && visit.state !== 'passed') await tx.update('laneVisits', visit._id, { state: 'turnedBack' })
        const stay = visit?.stay ? await tx.get('stays', visit.stay) : undefined
        if (stay?.waitsAt?.visit === event.visit) await tx.update('stays', stay._id, { waitsAt: null })
        await leaveLane(tx, message, event)
      }
    case 'command.state':
      return async (tx, message) => {
        const visit = await ownVisit(tx, message, visitOf(event.command))
        const change = visit && toldCommand(visit, event)
        if (visit && change) await tx.update('laneVisits', visit._id, change)
      }
    case 'gate.stuck':
      ports.log.alarm('gate.stuck', { lot, lane: event.lane })
      return nothing
    case 'device.offline':
      ports.log.alarm('device.offline', { lot, device: event.device })
      return nothing
    case 'device.online':
      ports.log.info(event.type, { lot, device: event.device })
      return nothing
  }
}

const nothing: Recorder = () => Promise.resolve(undefined)

/** A command's name is its visit's name and a number. */
const visitOf = (command: string): VisitId => command.slice(0, command.lastIndexOf('-')) as VisitId
