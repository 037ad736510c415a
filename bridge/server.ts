/** The HTTP face of the bridge, as openapi.yaml describes it: who speaks, in time, once; then the lane does the work. */
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { ZodError } from 'zod'
import type { CommandId, LotId } from '../domain/gate'
import type { Commands } from './commands'
import type { EventQueue } from './event-queue'
import type { Answers } from './idempotency'
import type { Lane } from './lane'
import type { Nonces } from './nonces'
import { Refused } from './refused'
import { verify, type Keys } from './signature'
import { commandReport, health, laneCommand, laneCurrent, type Instant } from './wire'

export interface ServerParts {
  lot: LotId
  lanes: ReadonlyMap<string, Lane>
  commands: Commands
  queue: EventQueue
  answers: Answers
  nonces: Nonces
  keys: Keys
  now: () => number
  log: Logger
  capabilities: Record<string, unknown>
}

const LARGEST_BODY = 16_384
const EMPTY = Buffer.alloc(0)

const bodyOf = (request: FastifyRequest): Buffer => (Buffer.isBuffer(request.body) ? request.body : EMPTY)

const header = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Logger) {
  const refused = asRefusal(error)
  if (refused.status >= 500) log.error({ err: error, requestId: request.id }, 'fault')
  else log.warn({ code: refused.code, path: request.url, requestId: request.id }, 'refused')
  return reply
    .status(refused.status)
    .send({ error: { code: refused.code, message: refused.message }, requestId: request.id })
}

function asRefusal(error: unknown): Refused {
  if (error instanceof Refused) return error
  if (error instanceof ZodError || error instanceof SyntaxError) return new Refused('request.invalid', error.message)
  const status = (error as { statusCode?: number }).statusCode ?? 500
  return new Refused(status < 500 ? 'request.invalid' : 'bridge.fault')
}

export function bridgeServer(parts: ServerParts): FastifyInstance {
  const { lot, lanes, commands, queue, answers, nonces, keys, now, log } = parts
  const app = Fastify({ bodyLimit: LARGEST_BODY, requestIdHeader: 'x-request-id', forceCloseConnections: true })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, log))
  app.setNotFoundHandler(() => {
    throw new Refused('request.unknownPath')
  })
  app.addHook('onSend', async (request, reply) => void reply.header('x-request-id', request.id))
  app.addHook('preHandler', async (request) => {
    const door = { keys, now: now(), firstUse: (nonce: string) => nonces.firstUse(nonce) }
    verify({ method: request.method, path: request.url, body: bodyOf(request) }, request.headers, door)
    const deadline = header(request, 'x-boyi-deadline')
    if (deadline && !(now() < Date.parse(deadline))) throw new Refused('request.deadlinePassed')
  })

  const laneOf = (request: FastifyRequest): Lane => {
    const lane = lanes.get((request.params as { lane: string }).lane)
    if (!lane) throw new Refused('lane.unknown')
    return lane
  }

  app.get('/v1/health', async () => {
    const waiting = { eventsWaiting: queue.length(), eventsWaitingSince: queue.head()?.observedAt ?? null }
    return health.encode({ lot, time: now() as Instant, ...waiting })
  })
  app.get('/v1/capabilities', async () => parts.capabilities)
  app.get('/v1/lanes/:lane/current', async (request) => laneCurrent.encode(laneOf(request).current()))
  app.get('/v1/commands/:command', async (request) => {
    const report = commands.find((request.params as { command: string }).command as CommandId)
    if (!report) throw new Refused('command.unknown')
    return commandReport.encode(report)
  })
  app.post('/v1/lanes/:lane/commands', async (request, reply) => {
    const lane = laneOf(request)
    const key = header(request, 'idempotency-key')
    if (!key) throw new Refused('idempotency.keyMissing')
    const write = { key, method: request.method, path: request.url, body: bodyOf(request) }
    const answer = await answers.once(write, async () => {
      const command = laneCommand.decode(JSON.parse(write.body.toString('utf8')) as never)
      if (command.lane !== lane.config.id) throw new Refused('request.invalid', 'the command is for another lane')
      return { status: 202, body: commandReport.encode(await lane.carryOut(command)) }
    })
    return reply.status(answer.status).send(answer.body)
  })
  return app
}
