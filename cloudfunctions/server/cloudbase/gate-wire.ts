/**
 * The shapes of bridge/openapi.yaml as the cloud reads and writes them. The bridge's folder has its own, since a vendor may
 * carry it away; shared samples in the tests hold both to one contract. Instants travel as RFC 3339 text.
 */
import * as z from 'zod'
import type {
  CommandId,
  CommandReport,
  LaneCommand,
  LaneCurrent,
  LaneDecision,
  LaneId,
  LotAnswer,
  LotId,
  LotMessage,
  VisitId,
} from '../../../domain/gate'
import type { Fen } from '../../../domain/money'
import { readInstant, type Instant } from '../../../domain/time'

const name = <Name extends string>() => z.string().min(1).max(120) as unknown as z.ZodType<Name, string>

const instant = z.codec(
  z.iso.datetime({ offset: true }),
  z.custom<Instant>((value) => Number.isSafeInteger(value)),
  { decode: readInstant, encode: (ms) => new Date(ms).toISOString() },
)

const fen = z.custom<Fen>((value) => Number.isSafeInteger(value))

const lane = name<LaneId>()
const visit = name<VisitId>()
const command = name<CommandId>()
const show = z.string().max(60)

const plateReading = z.object({
  text: z.string().max(16).nullable(),
  colour: z.enum(['blue', 'green', 'yellowGreen', 'yellow', 'white', 'black', 'unknown']),
})

export const laneCommand = z.object({
  id: command,
  lane,
  action: z.literal('open'),
  cause: z.enum(['admitted', 'paid', 'nothingDue', 'unplated', 'operator']),
  visit,
  expiresAt: instant,
}) satisfies z.ZodType<LaneCommand>

export const commandReport = z.object({
  command,
  state: z.enum(['accepted', 'sent', 'acked', 'opened', 'passed', 'refused', 'expired', 'failed', 'unknown']),
  fault: z
    .enum(['vehicle.notInLane', 'lane.closed', 'device.offline', 'gate.stuck', 'command.expired'])
    .exactOptional(),
}) satisfies z.ZodType<CommandReport>

export const laneCurrent = z.object({
  lane,
  car: z.object({ visit, plate: plateReading, since: instant }).nullable(),
  barrier: z.enum(['down', 'rising', 'up', 'falling', 'stuck']),
}) satisfies z.ZodType<LaneCurrent>

/** How the bridge is, by its own clock. */
export const health = z.object({ time: instant, eventsWaitingSince: instant.nullable() })

const lotEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('vehicle.atLane'), lane, visit, plate: plateReading }),
  z.object({ type: z.literal('vehicle.passed'), lane, visit }),
  z.object({ type: z.literal('vehicle.turnedBack'), lane, visit }),
  commandReport.extend({ type: z.literal('command.state') }),
  z.object({ type: z.literal('gate.stuck'), lane }),
  z.object({ type: z.literal('device.online'), device: z.string() }),
  z.object({ type: z.literal('device.offline'), device: z.string() }),
])

export const lotMessage = z.object({
  id: z.string().min(1).max(120),
  lot: name<LotId>(),
  sequence: z.int().positive(),
  observedAt: instant,
  sentAt: instant,
  event: lotEvent,
}) satisfies z.ZodType<LotMessage>

const refusal = z.enum([
  'no-car-in-lane',
  'lot-full',
  'already-inside',
  'lane-closed',
  'car-locked',
  'no-stay',
  'no-price',
])

const laneDecision = z.discriminatedUnion('do', [
  z.object({ do: z.literal('open'), command: laneCommand, show }),
  z.object({ do: z.literal('pay'), due: fen, show }),
  z.object({ do: z.literal('identify'), show }),
  z.object({ do: z.literal('refuse'), why: refusal, show }),
]) satisfies z.ZodType<LaneDecision>

export const lotAnswer = z.object({
  received: z.string(),
  decision: laneDecision.exactOptional(),
}) satisfies z.ZodType<LotAnswer>
