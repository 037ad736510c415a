/** The one address: the page with the garage, the phone in it, and what the two ask of this machine. */
import { createSecretKey } from 'node:crypto'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import Fastify, { type FastifyInstance } from 'fastify'
import { signedCodes } from '../cloudfunctions/server/cloudbase/codes'
import type { Clock } from './clock'
import { ClientError, type LocalCloud } from './cloud'
import type { LocalLot } from './lot'
import { COUPON_LINK } from './lot/coupons'
import { LANE_CODE_LINK } from './machine'
import { FAULTS, type FaultKind, type LocalPay, type RequestPaymentParams } from './pay'

export interface Parts {
  port: number
  /** The folder with the built phone and page. */
  web: string
  clock: Clock
  cloud: LocalCloud
  pay: LocalPay
  lot: LocalLot
  /** The lane codes' key, base64. */
  codes: string
}

export async function serve(parts: Parts): Promise<{ url: string; close(): Promise<void> }> {
  const app = Fastify({ logger: false, forceCloseConnections: true })
  for (const mount of [pages, cloudRoutes, payRoutes, clockRoutes, garageRoutes]) await mount(app, parts)
  const url = await app.listen({ port: parts.port, host: '127.0.0.1' })
  return { url, close: () => app.close() }
}

async function pages(app: FastifyInstance, { web }: Parts): Promise<void> {
  await app.register(fastifyStatic, { root: path.join(web, 'phone'), prefix: '/phone/' })
  await app.register(fastifyStatic, { root: path.join(web, 'garage'), prefix: '/', decorateReply: false })
}

/** What wx.cloud.callFunction does in WeChat, for the person who holds the phone. */
async function cloudRoutes(app: FastifyInstance, { cloud }: Parts): Promise<void> {
  app.post<{ Params: { name: string } }>('/__cloud/:name', async (request, reply) => {
    const openid = String(request.headers['x-boyi-holder'] ?? '')
    try {
      return { result: await cloud.call(request.params.name, request.body, { openid }) }
    } catch (error) {
      if (!(error instanceof ClientError)) throw error
      return reply.status(502).send({ errCode: error.errCode, errMsg: error.errMsg })
    }
  })
  app.get('/__messages', () => cloud.messages())
}

/** WeChat's cashier. */
async function payRoutes(app: FastifyInstance, { pay }: Parts): Promise<void> {
  app.post<{ Body: { params: RequestPaymentParams; openid: string } }>('/__pay/open', (request, reply) => {
    const order = pay.cashier.open(request.body.params, request.body.openid)
    return 'refused' in order ? reply.status(409).send(order) : reply.send({ order })
  })
  app.post<{ Body: { prepayId: string; openid: string } }>('/__pay/pay', async (request, reply) => {
    const outcome = await pay.cashier.pay(request.body.prepayId, request.body.openid)
    return 'refused' in outcome ? reply.status(409).send(outcome) : reply.send(outcome)
  })
  app.get('/__faults/pay', () => ({ kinds: FAULTS, armed: pay.faults.pending() }))
  app.post<{ Body: { name: FaultKind; on: boolean; ms?: number; times?: number } }>('/__faults/pay', (request) => {
    const { name, on, ms, times } = request.body
    if (on) pay.faults.next(name, { ...(ms !== undefined && { ms }), ...(times !== undefined && { times }) })
    else pay.faults.clear()
    return { armed: pay.faults.pending() }
  })
}

async function clockRoutes(app: FastifyInstance, { clock, cloud }: Parts): Promise<void> {
  const shown = () => ({ now: clock.now(), ahead: clock.ahead() })
  app.get('/__clock', shown)
  app.post<{ Body: { push: number } }>('/__clock', async (request) => {
    clock.push(request.body.push)
    await cloud.tick()
    return shown()
  })
}

/** The lanes with the codes that hang there, and the coupons that shops give away. */
async function garageRoutes(app: FastifyInstance, { lot, codes }: Parts): Promise<void> {
  const printed = signedCodes(createSecretKey(Buffer.from(codes, 'base64')), LANE_CODE_LINK)
  app.get('/__codes', () => Object.fromEntries(lot.lanes.map((lane) => [lane, printed.laneCode(lane)])))
  app.get('/__coupons', () => lot.coupons.map((pile) => ({ ...pile, link: COUPON_LINK })))
  await app.register(lot.routes, { prefix: '/__lot' })
}
