/** What the lot tells the cloud. Facts are recorded once; only a car at a lane is answered with a decision. */
import type { LotAnswer, LotEvent, LotMessage } from '../../../domain/gate'
import type { InboxDoc } from '../documents'
import { AlreadyExists, type Ports, type Transaction } from '../ports'
import { carAtLane } from './car-at-lane'
import { carPassed } from './car-passed'
import { toldCommand } from './commands'
import { leaveLane, type Recorder } from './lane-record'

/** One effect per message, however often it is delivered: a repeated one gets its first answer again. */
export async function receiveMessage(ports: Ports, message: LotMessage): Promise<LotAnswer> {
  const id = `${message.lot}:${message.id}`
  const record = await recorderOf(ports, message.event)
  try {
    return await ports.store.transaction((tx) => once(tx, id, message, record))
  } catch (error) {
    const before = error instanceof AlreadyExists ? await ports.store.get('inbox', id) : undefined
    if (before) return JSON.parse(before.answer) as LotAnswer
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

async function recorderOf(ports: Ports, event: LotEvent): Promise<Recorder> {
  switch (event.type) {
    case 'vehicle.atLane':
      return carAtLane(ports, event)
    case 'vehicle.passed':
      return carPassed(ports, event)
    case 'vehicle.turnedBack':
      return async (tx) => {
        const visit = await tx.get('laneVisits', event.visit)
        if (visit && visit.state !== 'passed') await tx.update('laneVisits', visit._id, { state: 'turnedBack' })
        await leaveLane(tx, event)
      }
    case 'command.state':
      return async (tx) => {
        const visit = await tx.get('laneVisits', visitOf(event.command))
        const change = visit && toldCommand(visit, event)
        if (visit && change) await tx.update('laneVisits', visit._id, change)
      }
    case 'gate.stuck':
    case 'device.offline':
      ports.log.alarm(event.type, { lot: 'device' in event ? event.device : event.lane })
      return nothing
    case 'device.online':
      ports.log.info(event.type, { device: event.device })
      return nothing
  }
}

const nothing: Recorder = () => Promise.resolve(undefined)

/** A command's name is its visit's name and a number. */
const visitOf = (command: string): string => command.slice(0, command.lastIndexOf('-'))
