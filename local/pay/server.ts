import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { downloadBill, fundBill, tradeBill } from './bills'
import { Failure } from './failure'
import type { Call, FaultKind } from './faults'
import type { House } from './house'
import { closeOrder, placeOrder, queryOrder } from './orders'
import { createRefund, queryRefund } from './refunds'
import { signatureHeaders, verifyRequest, type Forgery } from './signature'

interface Asked {
  /** What stands in the path, decoded. */
  id: string
  query: Record<string, string>
  body: unknown
}

interface Route {
  call: Call
  method: 'GET' | 'POST'
  path: RegExp
  /** `undefined` is answered 204; a file is sent as it is, unsigned. */
  answer: (house: House, asked: Asked) => object | undefined | Buffer | Promise<object>
}

const ORDERS = '/v3/pay/transactions'
const REFUNDS = '/v3/refund/domestic/refunds'

const route = (call: Call, line: string, answer: Route['answer']): Route => {
  const [method, path = ''] = line.split(' ')
  return { call, method: method as Route['method'], path: new RegExp(`^${path.replace(':id', '([^/]+)')}$`), answer }
}

const ROUTES: Route[] = [
  route('order', `POST ${ORDERS}/jsapi`, (house, { body }) => placeOrder(house, body)),
  route('query', `GET ${ORDERS}/out-trade-no/:id`, (house, { id, query }) =>
    queryOrder(house, house.ledger.order(id), query),
  ),
  route('query', `GET ${ORDERS}/id/:id`, (house, { id, query }) =>
    queryOrder(house, house.ledger.orderByTransaction(id), query),
  ),
  route('close', `POST ${ORDERS}/out-trade-no/:id/close`, (house, { id, body }) => closeOrder(house, id, body)),
  route('refund', `POST ${REFUNDS}`, (house, { body }) => createRefund(house, body)),
  route('refundQuery', `GET ${REFUNDS}/:id`, (house, { id }) => queryRefund(house, id)),
  route('bill', 'GET /v3/bill/tradebill', (house, { query }) => tradeBill(house, query)),
  route('bill', 'GET /v3/bill/fundflowbill', (house, { query }) => fundBill(house, query)),
  route('download', 'GET /v3/billdownload/file', (house, { query }) => downloadBill(house, query)),
]

const REPLY_FAULTS = [
  'reply-slow',
  'reply-lost',
  'reply-wrongly-signed',
  'reply-unknown-serial',
  'reply-old-clock',
  'reply-headers-missing',
] as const

const FORGERIES: Partial<Record<FaultKind, Forgery>> = {
  'reply-wrongly-signed': 'wrongly-signed',
  'reply-unknown-serial': 'unknown-serial',
  'reply-old-clock': 'old-clock',
  'reply-headers-missing': 'headers-missing',
}

interface Reply {
  status: number
  body: string | Buffer
}

const json = (status: number, value: object): Reply => ({ status, body: JSON.stringify(value) })

function replyOf(result: object | undefined | Buffer): Reply {
  if (result === undefined) return { status: 204, body: '' }
  return Buffer.isBuffer(result) ? { status: 200, body: result } : json(200, result)
}

function refusal(error: unknown): Reply {
  if (error instanceof Failure) return json(error.status, error.body())
  console.error('local pay:', error)
  return json(500, new Failure('SYSTEMERROR').body())
}

async function bodyOf(request: IncomingMessage) {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function readJson(body: string): unknown {
  try {
    return body === '' ? undefined : JSON.parse(body)
  } catch {
    throw new Failure('PARAM_ERROR', '请求体不是合法的JSON')
  }
}

class Api {
  constructor(private readonly house: House) {}

  async serve(request: IncomingMessage, response: ServerResponse) {
    const body = await bodyOf(request)
    const target = request.url ?? '/'
    const url = new URL(target, 'http://local')
    const route = ROUTES.find(({ method, path }) => method === request.method && path.test(url.pathname))
    const reply = await this.#answer(request, { route, url, target, body }).catch(refusal)
    await this.#send(request, response, reply, route?.call)
    this.house.wake()
  }

  async #answer(
    request: IncomingMessage,
    { route, url, target, body }: { route: Route | undefined; url: URL; target: string; body: string },
  ): Promise<Reply> {
    const { authorization } = request.headers
    verifyRequest(
      { method: request.method ?? '', target, body, authorization },
      this.house.keys,
      this.house.clock.now(),
    )
    if (!route) throw new Failure('NOT_FOUND')
    this.#signer(request)
    if (this.house.faults.take(['reply-error'], { call: route.call })) throw new Failure('SYSTEMERROR')
    const id = decodeURIComponent(route.path.exec(url.pathname)?.[1] ?? '')
    return replyOf(
      await route.answer(this.house, { id, query: Object.fromEntries(url.searchParams), body: readJson(body) }),
    )
  }

  /** Replies are signed with the key the merchant asks for, so that it can switch from certificate to public key. */
  #signer(request: IncomingMessage): string {
    const asked = request.headers['wechatpay-serial']
    if (asked === undefined) return this.house.serial
    if (typeof asked !== 'string' || !this.house.keys.signers.has(asked)) {
      throw new Failure('PARAM_ERROR', '平台证书序列号Wechatpay-Serial错误')
    }
    return asked
  }

  async #send(request: IncomingMessage, response: ServerResponse, { status, body }: Reply, call: Call | undefined) {
    const fault = call && this.house.faults.take(REPLY_FAULTS, { call })
    if (fault?.kind === 'reply-slow') await wait(fault.ms)
    if (fault?.kind === 'reply-lost') return void response.destroy()
    if (Buffer.isBuffer(body))
      return void response.writeHead(status, { 'Content-Type': 'application/octet-stream' }).end(body)
    const signature = signatureHeaders(body, {
      keys: this.house.keys,
      serial: this.#signerOrDefault(request),
      now: this.house.clock.now(),
      forgery: fault && FORGERIES[fault.kind],
    })
    response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', ...signature }).end(body)
  }

  #signerOrDefault(request: IncomingMessage): string {
    try {
      return this.#signer(request)
    } catch {
      return this.house.serial
    }
  }
}

/** Starts the API on loopback; port 0 takes any free one. */
export async function listen(house: House, port: number): Promise<Server> {
  const api = new Api(house)
  const server = createServer((request, response) => {
    api.serve(request, response).catch((error: unknown) => response.destroy(error as Error))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return server
}

export const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
