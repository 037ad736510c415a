/** A visit's command: made with the admission in one step, handed over, and followed by what the lot reports. */
import {
  commandAfter,
  COMMAND_VALID_SECONDS,
  type CommandId,
  type CommandReport,
  type CommandState,
  type LaneCommand,
  type OpenCause,
} from '../../../domain/gate'
import { instant, type Instant } from '../../../domain/time'
import type { VisitDoc } from '../documents'
import { BridgeUnreachable, type Change, type Ports } from '../ports'

/** What a command adds to its visit's document. */
export type CommandFields = Pick<
  VisitDoc,
  'commandId' | 'commandState' | 'commandFault' | 'commandCause' | 'commandExpiresAt' | 'commandMadeAt'
>

/** As much of a visit as its command needs. */
export type Commanded = Pick<VisitDoc, '_id' | 'lot' | 'lane' | 'state'> & CommandFields

export const NO_COMMAND: CommandFields = {
  commandId: null,
  commandState: null,
  commandFault: null,
  commandCause: null,
  commandExpiresAt: null,
  commandMadeAt: null,
}

const numberOf = (id: CommandId | null): number => (id === null ? 0 : Number(id.slice(id.lastIndexOf('-') + 1)))

/** The visit's next command. Its number follows the last one's, so two makers cannot make two of the same. */
export function newCommand(visit: Pick<Commanded, '_id' | 'commandId'>, cause: OpenCause, now: Instant): CommandFields {
  return {
    commandId: `${visit._id}-${numberOf(visit.commandId) + 1}` as CommandId,
    commandState: 'accepted',
    commandFault: null,
    commandCause: cause,
    commandExpiresAt: instant(now + COMMAND_VALID_SECONDS * 1000),
    commandMadeAt: now,
  }
}

export function commandOf(visit: Commanded): LaneCommand | undefined {
  const { commandId, commandCause, commandExpiresAt, lane, _id } = visit
  if (commandId === null || commandCause === null || commandExpiresAt === null) return undefined
  return { id: commandId, lane, action: 'open', cause: commandCause, visit: _id, expiresAt: commandExpiresAt }
}

/** Lets a waiting car through: the visit is admitted and its command made in one step, so only one asker succeeds. */
export async function admit<Visit extends Commanded>(
  { store, now }: Ports,
  visit: Visit,
  cause: OpenCause,
  also: Change<VisitDoc> = {},
): Promise<Visit | undefined> {
  const change = { ...also, state: 'admitted' as const, refusal: null, ...newCommand(visit, cause, now()) }
  const won = await store.updateIf('laneVisits', visit._id, { state: visit.state, commandId: visit.commandId }, change)
  return won ? { ...visit, ...change } : undefined
}

/** Hands the visit's command to the bridge and records what it says. An unanswered one is unknown, never failed. */
export async function sendCommand<Visit extends Commanded>(ports: Ports, visit: Visit): Promise<Visit> {
  const command = commandOf(visit)
  if (!command) return visit
  const report = await ports.bridge.send(visit.lot, command).catch(unanswered(ports, command.id))
  return record(ports, visit, report)
}

/** Asks the bridge what became of the command: an outcome that is not known is asked for, never guessed. */
export async function askCommand<Visit extends Commanded>(ports: Ports, visit: Visit): Promise<Visit> {
  if (visit.commandId === null) return visit
  const report = await ports.bridge.state(visit.lot, visit.commandId).catch(unanswered(ports, visit.commandId))
  return record(ports, visit, neverArrived(report, visit, ports.now()))
}

/** A command that the bridge never heard of, and by its time may not carry out any more, is at its end. */
function neverArrived(report: Outcome, { commandExpiresAt }: Commanded, now: Instant): Outcome {
  const over = commandExpiresAt !== null && now >= commandExpiresAt
  return report.state === 'unknown' && !report.fault && over ? { ...report, state: 'expired' } : report
}

type Outcome = Omit<CommandReport, 'fault'> & { fault?: VisitDoc['commandFault'] }

const unanswered =
  ({ log }: Ports, command: CommandId) =>
  (error: unknown): Outcome => {
    if (!(error instanceof BridgeUnreachable)) throw error
    log.alarm('the bridge did not answer', { command, error: error.message, cause: String(error.cause) })
    return { command, state: 'unknown', fault: 'lot-offline' }
  }

async function record<Visit extends Commanded>({ store }: Ports, visit: Visit, report: Outcome): Promise<Visit> {
  const change = toldCommand(visit, report)
  if (!change || visit.commandState === null) return visit
  if (isMereReceipt(report)) return { ...visit, ...change }
  const when = { commandId: visit.commandId, commandState: visit.commandState }
  const won = await store.updateIf('laneVisits', visit._id, when, change)
  return won ? { ...visit, ...change } : { ...visit, ...(await store.get('laneVisits', visit._id)) }
}

/** That the bridge has the command is soon followed by what the device made of it: not worth a write while a driver waits. */
const isMereReceipt = ({ state }: Outcome): boolean => state === 'sent'

/** What a report changes on the visit; undefined when it is old news. */
export function toldCommand(
  visit: Commanded,
  { command, state, fault }: Outcome,
): { commandState: CommandState; commandFault: VisitDoc['commandFault'] } | undefined {
  if (visit.commandId !== command || visit.commandState === null) return undefined
  const next = commandAfter(visit.commandState, state)
  const change = { commandState: next, commandFault: next === state ? (fault ?? null) : visit.commandFault }
  const same = change.commandState === visit.commandState && change.commandFault === visit.commandFault
  return same ? undefined : change
}
