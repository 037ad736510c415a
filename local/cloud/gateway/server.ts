/** The one address of the gateway: every action is a POST whose body says which. */
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { CloudError, databaseRefusal, messageOf } from '../errors'
import type { Faults } from '../faults'
import { limits } from '../limits'
import type { Action, Reply } from './action'
import { type Params, readParams } from './body'
import type { Callers } from './callers'
import { type Credential, verifySignature } from './signature'

export interface GatewayOptions {
  actions: Record<string, Action>
  callers: Callers
  credential: Credential
  faults: Faults
  clock: { now(): number }
  /** Resolves when everything that a reply may tell is kept. */
  settled: () => Promise<void>
  /** Paths that are not the gateway's. */
  elsewhere: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>
  log: (line: string) => void
}

export const GATEWAY_PATH = '/admin'

/** This very header tells the SDK to read a reply to the open API as an error. */
const JSON_TYPE = 'application/json; charset=utf-8'

export function gateway(options: GatewayOptions): RequestListener {
  return (request, response) => void serve(options, request, response)
}

async function serve(options: GatewayOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    if (request.url?.split('?')[0] === GATEWAY_PATH) await serveAction(options, request, response)
    else if (!(await options.elsewhere(request, response))) response.writeHead(404).end()
  } catch (error) {
    options.log(`${request.method} ${request.url} failed: ${messageOf(error)}`)
    if (!response.headersSent) response.writeHead(500).end()
  }
}

async function serveAction(options: GatewayOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const requestId = randomBytes(10).toString('hex')
  let name = ''
  let reply: Reply
  try {
    const params = await readParams(request)
    name = String(params.action)
    reply = await carryOut(options, request, name, params)
  } catch (error) {
    reply = describeError(options, name, error)
  }
  await options.settled()
  if (options.faults.takeDrop(name)) request.socket.destroy()
  else send(response, reply, requestId)
}

async function carryOut(
  options: GatewayOptions,
  request: IncomingMessage,
  name: string,
  params: Params,
): Promise<Reply> {
  const { callers, credential, clock, faults, actions } = options
  const caller = callers.get(params.wxCloudApiToken)
  verifySignature({ url: request.url ?? '', headers: request.headers, params }, credential, Date.now() + caller.ahead)
  const delay = faults.takeDelay(name)
  if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay))
  const action = actions[name]
  if (!action) throw new CloudError('INVALID_PARAM', `unknown action ${name}`)
  refuseLarge(name, Number(request.headers['content-length'] ?? 0))
  return action(params, { now: clock.now(), caller, source: String(request.headers['x-tcb-source'] ?? 'scf') })
}

function refuseLarge(action: string, size: number): void {
  if (action.startsWith('database.') && size > limits.databaseRequest)
    throw databaseRefusal('request size exceed limit (5MB)')
}

/** An error of our own making is told as it is; any other is a fault of the gateway, and is logged. */
function describeError(options: GatewayOptions, action: string, error: unknown): Reply {
  if (error instanceof CloudError) return { code: error.code, message: error.message }
  options.log(`${action} failed: ${error instanceof Error ? error.stack : messageOf(error)}`)
  return { code: 'SYS_ERR', message: messageOf(error) }
}

/** The status is 200 whatever happened: the SDK reads the body only then. */
function send(response: ServerResponse, reply: Reply, requestId: string): void {
  const bytes = Buffer.isBuffer(reply) ? reply : Buffer.from(JSON.stringify({ requestId, ...reply }))
  const type = Buffer.isBuffer(reply) ? 'application/octet-stream' : JSON_TYPE
  response.writeHead(200, { 'content-type': type, 'content-length': bytes.length }).end(bytes)
}
