/** A lot on the real local cloud, with functions as they ship, WeChat Pay, and a bridge that only notes when commands arrive. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { randomBytes, createSecretKey } from 'node:crypto'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { signedCodes } from '../../../cloudfunctions/server/cloudbase/codes'
import type { LaneDoc, LotDoc } from '../../../cloudfunctions/server/documents'
import { keysFrom, sign } from '../../../bridge/signature'
import type { CallName, Calls, Envelope } from '../../../domain/contract'
import type { OpenId, PaymentParams } from '../../../domain/payment'
import type { LaneId, LotId } from '../../../domain/stay'
import { build } from '../../../local/build'
import { movableClock, type Clock } from '../../../local/clock'
import { startCloud, type LocalCloud } from '../../../local/cloud'
import { startPay, type LocalPay } from '../../../local/pay'
import { documentId, versionsOf } from '../../../domain/tariff/in-force'
import { WITH_COUPONS } from '../../fixtures/tariffs/with-coupons'
import { freePorts } from '../../support/free-ports'

export const LOT = 'bench' as LotId
const LINK = 'https://boyi.example/l/'

export const laneId = (direction: 'in' | 'out', number: number): LaneId => `bench-${direction}-${number}` as LaneId

export interface LotOnCloud {
  clock: Clock
  cloud: LocalCloud
  /** When the command for a visit reached the bridge, by performance.now(). */
  arrivals: Map<string, number>
  /** Calls that left the cloud, to WeChat Pay and to the bridge. */
  outside(): number
  code(lane: LaneId): string
  ask<Name extends CallName>(by: OpenId, name: Name, ask: Calls[Name]['ask']): Promise<Calls[Name]['answer']>
  tell(event: object): Promise<void>
  pay(params: PaymentParams, by: OpenId): Promise<void>
  /** Until WeChat Pay's callbacks are delivered. */
  callbacks(): Promise<void>
  close(): Promise<void>
}

type Answer = (request: IncomingMessage, body: Buffer, response: ServerResponse) => void | Promise<void>

async function listen(answer: Answer): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => void answer(request, Buffer.concat(chunks), response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
}

const json = (response: ServerResponse, status: number, body: object) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

export async function lotOnCloud(lanes: number): Promise<LotOnCloud> {
  await build()
  const dir = mkdtempSync(path.join(tmpdir(), 'boyi-flows-'))
  const clock = movableClock(path.join(dir, 'clock.json'))
  const isoNow = () => new Date(clock.now()).toISOString()
  const arrivals = new Map<string, number>()
  let outside = 0
  const bridge = await listen((request, body, response) => {
    outside++
    if (request.method === 'GET') return void json(response, 200, { time: isoNow(), eventsWaitingSince: null })
    const { id, visit } = JSON.parse(body.toString() || '{}') as { id: string; visit: string }
    arrivals.set(visit, performance.now())
    json(response, 202, { command: id, state: 'sent' })
  })
  const pay: LocalPay = await startPay({ dir: path.join(dir, 'pay'), clock })
  const payDoor = await listen(async (request, body, response) => {
    outside++
    const headers = Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value === 'string' && !['host', 'connection', 'content-length'].includes(name)
        ? [[name, value] as const]
        : [],
    )
    const reply = await fetch(pay.url + (request.url ?? ''), {
      method: request.method ?? 'GET',
      headers: Object.fromEntries(headers),
      ...(request.method === 'POST' && { body: new Uint8Array(body) }),
    })
    const kept = [...reply.headers].filter(([name]) => name.startsWith('wechatpay') || name === 'content-type')
    response.writeHead(reply.status, Object.fromEntries(kept)).end(Buffer.from(await reply.arrayBuffer()))
  })
  const [laneKey, bridgeSecret] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64url')]
  const port = await freePorts(1)
  const { merchant } = pay
  const cloud = await startCloud({
    dir: path.join(dir, 'cloud'),
    functions: path.resolve('dist/cloudfunctions'),
    indexes: path.resolve('cloudfunctions/indexes.json'),
    http: { '/pay-notify': 'pay-notify', '/gate-link': 'gate-link' },
    appid: merchant.appid,
    clock,
    port,
    timers: 'manual',
    log: () => undefined,
    env: {
      WECHAT_PAY_BASE_URL: payDoor.url,
      WECHAT_PAY_APPID: merchant.appid,
      WECHAT_PAY_MCHID: merchant.mchid,
      WECHAT_PAY_SERIAL: merchant.serial,
      WECHAT_PAY_PRIVATE_KEY: merchant.privateKey,
      WECHAT_PAY_API_V3_KEY: merchant.apiV3Key,
      WECHAT_PAY_PUBLIC_KEYS: JSON.stringify({ [merchant.wechatPayKeyId]: merchant.wechatPayPublicKey }),
      WECHAT_PAY_NOTIFY_URL: `http://127.0.0.1:${port}/pay-notify`,
      BRIDGE_KEYS: JSON.stringify({ [LOT]: { bench: bridgeSecret } }),
      LANE_CODE_KEY: laneKey,
      LANE_CODE_LINK: LINK,
      LEAVE_BY_TEMPLATE: 'bench',
      PAID_TEMPLATE: 'bench',
      RETURNED_TEMPLATE: 'bench',
    },
  })
  await furnish(cloud, bridge.url, lanes)
  const codes = signedCodes(createSecretKey(Buffer.from(laneKey, 'base64')), LINK)
  let told = 0
  return {
    clock,
    cloud,
    arrivals,
    outside: () => outside,
    code: (lane) => codes.laneCode(lane),
    async ask(by, name, ask) {
      const envelope = (await cloud.call('api', { name, ask }, { openid: by })) as Envelope<
        Calls[typeof name]['answer']
      >
      if (!envelope.ok) throw new Error(`${name} was refused: ${envelope.why}`)
      return envelope.answer
    },
    async tell(event) {
      const at = isoNow()
      const message = { id: `m${++told}`, lot: LOT, sequence: told, observedAt: at, sentAt: at, event }
      const body = JSON.stringify(message)
      const signed = sign({ method: 'POST', path: '/gate-link', body }, keysFrom({ bench: bridgeSecret }), clock.now())
      const headers = { ...signed, 'x-boyi-lot': LOT, 'content-type': 'application/json' }
      const reply = await fetch(cloud.httpUrl('/gate-link'), { method: 'POST', headers, body })
      if (!reply.ok) throw new Error(`the cloud answered ${reply.status}: ${await reply.text()}`)
    },
    async pay(params, by) {
      const outcome = await pay.cashier.pay(params.package.replace('prepay_id=', ''), by)
      if ('refused' in outcome) throw new Error(outcome.message)
    },
    callbacks: () => pay.idle(),
    async close() {
      await cloud.close()
      await pay.close()
      bridge.close()
      payDoor.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

async function furnish(cloud: LocalCloud, bridge: string, lanes: number): Promise<void> {
  await cloud.seed('tariffs', [{ _id: documentId(WITH_COUPONS), tariff: WITH_COUPONS }])
  const lot: LotDoc = {
    _id: LOT,
    name: '测速停车场',
    phone: '010-12345678',
    zone: WITH_COUPONS.zone,
    spaces: 10_000,
    tariffs: versionsOf([WITH_COUPONS]),
    bridge,
  }
  await cloud.seed('lots', [lot])
  const numbers = Array.from({ length: lanes }, (_, place) => place + 1)
  const lane = (direction: 'in' | 'out', number: number): LaneDoc => ({
    _id: laneId(direction, number),
    lot: LOT,
    name: `${number} 号${direction === 'in' ? '入口' : '出口'}`,
    direction: direction === 'in' ? 'entry' : 'exit',
    open: true,
    visit: null,
  })
  await cloud.seed(
    'lanes',
    numbers.flatMap((number) => [lane('in', number), lane('out', number)]),
  )
}
