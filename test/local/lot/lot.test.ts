import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Fastify, { type FastifyInstance } from 'fastify'
import { readBridgeKeys } from '../../../cloudfunctions/server/cloudbase/bridge-keys'
import { bridgeClient } from '../../../cloudfunctions/server/cloudbase/bridge-client'
import { BridgeUnreachable } from '../../../cloudfunctions/server/ports'
import type { CommandId, LaneDecision, LotMessage } from '../../../domain/gate'
import { bill } from '../../../domain/tariff/bill'
import { instant, readInstant } from '../../../domain/time'
import { startLot, type LocalLot } from '../../../local/lot'
import { LOT_ID, SPACES, TARIFF } from '../../../local/lot/lot'
import type { Picture } from '../../../local/lot/scene'
import { movableClock } from '../../../local/clock'
import { fakeCloud, type FakeCloud } from '../../bridge/fake-cloud'
import { until } from '../../bridge/lot-under-test'

const SECRETS = { local: 'a secret of the demo lot' }
const KEYS = readBridgeKeys(JSON.stringify({ [LOT_ID]: SECRETS }))

let dir: string
let cloud: FakeCloud
let lot: LocalLot
let app: FastifyInstance
let seeded: Map<string, object[]>

const now = () => instant(Date.now())
const admit = ({ event }: LotMessage): LaneDecision | undefined => {
  if (event.type !== 'vehicle.atLane') return undefined
  const expiresAt = instant(now() + 10_000)
  const id = `cmd-${event.visit}` as CommandId
  const command = { id, lane: event.lane, action: 'open', cause: 'admitted', visit: event.visit, expiresAt } as const
  return { do: 'open', command, show: '欢迎光临' }
}

async function start(): Promise<void> {
  seeded = new Map()
  lot = await startLot({
    dir,
    clock: movableClock(path.join(dir, 'clock.json')),
    cloud: { seed: async (collection, docs) => void seeded.set(collection, [...docs]) },
    bridgeKeys: SECRETS,
    cloudUrl: new URL(cloud.url).origin,
  })
  app = Fastify()
  await app.register(lot.routes, { prefix: '/__lot' })
}
const stop = async () => {
  await app.close()
  await lot.close()
}

beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'lot-'))
  cloud = await fakeCloud(KEYS)
  cloud.decide = admit
  await start()
})
afterEach(async () => {
  await stop()
  await cloud.close()
  rmSync(dir, { recursive: true, force: true })
})

const picture = async () => (await app.inject('/__lot/state')).json<Picture>()
const post = (name: string, payload: object) => app.inject({ method: 'POST', url: `/__lot/${name}`, payload })
const BLUE = { text: '京A12345', colour: 'blue' }
const barrier = (lane: string) => lot.scene.view().lanes.find(({ id }) => id === lane)?.barrier

async function carAt(lane: string, plate: object = BLUE): Promise<string> {
  return (await post('cars', { plate, lane })).json<{ id: string }>().id
}
const placeOf = (id: string) => lot.scene.view().cars.find((car) => car.id === id)?.place.at

test('a car drives up, the barrier opens, and a moment later it stands in a space of its own', async () => {
  const id = await carAt('demo-in-1')
  expect(placeOf(id)).toBe('lane')
  await until(() => barrier('demo-in-1') === 'up')
  await until(() => placeOf(id) === 'inside', 'the car parks')
  const { cars } = await picture()
  const spaces = cars.flatMap(({ place }) => (place.at === 'inside' ? [place.space] : []))
  expect(new Set(spaces).size).toBe(spaces.length)
  expect(SPACES).toContain(spaces.at(-1))
})

test('what cannot be is refused in words', async () => {
  await carAt('demo-in-1', { text: null, colour: 'unknown' })
  const outside = (await post('cars', { plate: BLUE })).json<{ id: string }>().id
  const wishes: [string, object, string][] = [
    ['cars', { plate: BLUE }, '这个车牌的车已经在场景里了'],
    ['drive', { car: outside, lane: 'demo-in-1' }, '前面还有一辆车，请稍候'],
    ['drive', { car: outside, lane: 'demo-out-1' }, '这辆车还没有入场'],
    ['drive', { car: 'car-1', lane: 'demo-in-2' }, '这辆车已经在场内'],
    ['drive', { car: outside, lane: 'nowhere' }, '没有这条车道'],
    ['back', { car: outside }, '这辆车不在车道上'],
    ['remove', { car: 'car-1' }, '只有在场外的车可以离开'],
  ]
  for (const [name, wish, message] of wishes) {
    const answer = await post(name, wish)
    expect([answer.statusCode, answer.json<{ message: string }>().message]).toEqual([409, message])
  }
  expect((await post('faults', { name: 'gremlins', on: true })).statusCode).toBe(400)
})

test('a car that turns back at the exit is in its space again, and the cloud hears of it', async () => {
  cloud.decide = () => undefined
  const space = lot.scene.view().cars.find(({ id }) => id === 'car-1')?.place
  await post('drive', { car: 'car-1', lane: 'demo-out-1' })
  await post('back', { car: 'car-1' })
  expect(lot.scene.view().cars.find(({ id }) => id === 'car-1')?.place).toEqual(space)
  await until(() => cloud.messages.some(({ event }) => event.type === 'vehicle.turnedBack'))
})

test('a plate that no camera can read, and a blind camera, are told as no plate', async () => {
  cloud.decide = () => undefined
  await post('cars', { plate: BLUE, readable: false, lane: 'demo-in-1' })
  await post('faults', { name: 'camera-blind', lane: 'demo-in-2', on: true })
  await carAt('demo-in-2', { text: '京A54321', colour: 'blue' })
  const told = await until(() => {
    const plates = cloud.messages.flatMap(({ event }) => (event.type === 'vehicle.atLane' ? [event.plate.text] : []))
    return plates.length === 2 && plates
  })
  expect(told).toEqual([null, null])
})

test('after a restart the same cars stand in the same places, and nothing is told twice', async () => {
  cloud.decide = () => undefined
  const id = await carAt('demo-in-1')
  await until(() => cloud.messages.length === 1)
  const before = await picture()
  await stop()
  await start()
  expect((await picture()).cars).toEqual(before.cars)
  expect(placeOf(id)).toBe('lane')
  await post('back', { car: id })
  await until(() => cloud.messages.length === 2)
  expect(cloud.messages.map(({ event }) => event.type)).toEqual(['vehicle.atLane', 'vehicle.turnedBack'])
})

test('an arm that was up when the machine stopped is up again, and the car before it drives on', async () => {
  const id = await carAt('demo-in-1')
  await until(() => barrier('demo-in-1') === 'up')
  await stop()
  await start()
  expect([placeOf(id), barrier('demo-in-1')]).toEqual(['lane', 'up'])
  await until(() => placeOf(id) === 'inside', 'the car parks')
  await until(() => cloud.messages.some(({ event }) => event.type === 'vehicle.passed'))
})

test('what lives on in the cloud is written once; the lot and its prices at each start', async () => {
  expect([...seeded.keys()].sort()).toEqual([
    ...['couponBatches', 'coupons', 'lanes', 'lots', 'stays', 'tariffs', 'vehicles'],
  ])
  expect(seeded.get('lots')).toEqual([expect.objectContaining({ bridge: lot.bridgeUrl, spaces: 300 })])
  const { coupons } = lot
  await stop()
  await start()
  expect([...seeded.keys()].sort()).toEqual(['lots', 'tariffs'])
  expect(lot.coupons).toEqual(coupons)
})

test('a silent line leaves the cloud without an answer, and comes back', async () => {
  const client = bridgeClient({ address: async () => lot.bridgeUrl, keys: KEYS, now, timeoutMs: 300 })
  const lane = lot.lanes[0]
  if (!lane) throw new Error('no lane')
  expect(await client.current(LOT_ID, lane)).toMatchObject({ car: null, barrier: 'down' })
  await post('faults', { name: 'bridge-silent', on: true })
  await expect(client.current(LOT_ID, lane)).rejects.toThrow(BridgeUnreachable)
  await post('faults', { name: 'bridge-silent', on: false })
  expect(await client.current(LOT_ID, lane)).toMatchObject({ car: null })
})

test.each([
  ['2026-03-02T10:00:00+08:00', '2026-03-02T10:30:00+08:00', 0],
  ['2026-03-02T10:00:00+08:00', '2026-03-02T10:31:00+08:00', 300],
  ['2026-03-02T10:00:00+08:00', '2026-03-02T13:01:00+08:00', 400],
  ['2026-03-02T10:00:00+08:00', '2026-03-02T18:20:00+08:00', 900],
  ['2026-03-02T22:30:00+08:00', '2026-03-03T06:00:00+08:00', 500],
  ['2026-03-02T21:00:00+08:00', '2026-03-02T23:00:00+08:00', 800],
])('the published price list: %s to %s costs %i fen', (entry, exit, due) => {
  expect(bill(TARIFF, { entry: readInstant(entry), at: readInstant(exit) }).due).toBe(due)
})
