import { sign, keysFrom } from '../../bridge/signature'
import { laneCommand } from '../../bridge/wire'
import type { CommandId, LaneCommand, VisitId } from '../../domain/gate'
import { instant } from '../../domain/time'
import { LOT, SECRETS } from './fake-cloud'
import {
  arrive,
  BLUE,
  ENTRY,
  eventTypes,
  EXIT,
  GREEN,
  lotUnderTest,
  openFor,
  pause,
  reported,
  until,
  type LotUnderTest,
} from './lot-under-test'

let lot: LotUnderTest
beforeEach(async () => {
  lot = await lotUnderTest()
})
afterEach(() => lot.close())

const barrier = async (lane = EXIT) => (await lot.port.current(LOT, lane)).barrier
const state = async (id: CommandId) => (await lot.port.state(LOT, id)).state

test('a paid car drives out: the command goes from taken to passed, and each step is reported', async () => {
  const visit = await arrive(lot, EXIT, BLUE)
  const command = openFor(EXIT, visit)
  expect(await lot.port.send(LOT, command)).toEqual({ command: command.id, state: 'acked' })
  await until(() => lot.lanes.driver.look(EXIT).barrier === 'up')
  expect(lot.lanes.display(EXIT)).toBe('一路平安')
  lot.lanes.leave(EXIT, 'passed')
  await until(() => reported(lot, command.id).includes('passed'))
  expect(reported(lot, command.id)).toEqual(['acked', 'opened', 'passed'])
  expect(eventTypes(lot)).toContain('vehicle.passed')
  expect((await lot.port.current(LOT, EXIT)).car).toBeNull()
})

test('the cloud decides about a car at the lane, and the bridge carries it out', async () => {
  lot.cloud.decide = ({ event }) =>
    event.type === 'vehicle.atLane'
      ? {
          do: 'open',
          command: openFor(ENTRY, event.visit, { id: 'cmd-in' as CommandId, cause: 'admitted' }),
          show: '欢迎光临',
        }
      : undefined
  await arrive(lot, ENTRY, BLUE)
  await until(() => lot.lanes.driver.look(ENTRY).barrier === 'up')
  expect(lot.lanes.display(ENTRY)).toBe('欢迎光临')
  expect(lot.lanes.raised(ENTRY)).toBe(1)
  await until(() => reported(lot, 'cmd-in' as CommandId).includes('opened'))
})

test('a car that has to pay sees so on the display and stays where it is', async () => {
  lot.cloud.decide = ({ event }) =>
    event.type === 'vehicle.atLane' ? { do: 'pay', due: 300 as never, show: '请扫码缴费 ¥3.00' } : undefined
  await arrive(lot, EXIT, BLUE)
  await until(() => lot.lanes.display(EXIT) === '请扫码缴费 ¥3.00')
  await pause(200)
  expect([await barrier(), lot.lanes.raised(EXIT)]).toEqual(['down', 0])
})

test('the same command twice opens once', async () => {
  const command = openFor(EXIT, await arrive(lot, EXIT, BLUE))
  const [first, second] = await Promise.all([lot.port.send(LOT, command), lot.port.send(LOT, command)])
  expect(second).toEqual(first)
  await until(() => lot.lanes.driver.look(EXIT).barrier === 'up')
  await lot.port.send(LOT, command)
  expect(lot.lanes.raised(EXIT)).toBe(1)
})

test('two commands for one passage raise the arm once', async () => {
  const visit = await arrive(lot, EXIT, BLUE)
  const [first, second] = [openFor(EXIT, visit), openFor(EXIT, visit)]
  await lot.port.send(LOT, first)
  await lot.port.send(LOT, second)
  await until(() => reported(lot, second.id).includes('opened'))
  expect(lot.lanes.raised(EXIT)).toBe(1)
})

test('a command never opens for the next car', async () => {
  const command = openFor(EXIT, await arrive(lot, EXIT, BLUE))
  lot.lanes.leave(EXIT, 'turnedBack')
  await arrive(lot, EXIT, GREEN)
  expect(await lot.port.send(LOT, command)).toEqual({
    command: command.id,
    state: 'refused',
    fault: 'vehicle.notInLane',
  })
  expect([await barrier(), lot.lanes.raised(EXIT)]).toEqual(['down', 0])
})

test('an arm that is up for a car that turned back comes down before the next one drives under it', async () => {
  const command = openFor(EXIT, await arrive(lot, EXIT, BLUE))
  await lot.port.send(LOT, command)
  await until(() => lot.lanes.driver.look(EXIT).barrier === 'up')
  lot.lanes.leave(EXIT, 'turnedBack')
  await arrive(lot, EXIT, GREEN)
  await until(() => lot.lanes.driver.look(EXIT).barrier === 'down')
  expect(lot.lanes.raised(EXIT)).toBe(1)
})

test('a decision that comes after its car has gone opens for nobody', async () => {
  lot.cloud.mood = 'fails'
  const gone = await arrive(lot, EXIT, BLUE)
  lot.lanes.leave(EXIT, 'turnedBack')
  await arrive(lot, EXIT, GREEN)
  const command = openFor(EXIT, gone)
  lot.cloud.decide = ({ event }) =>
    event.type === 'vehicle.atLane' && event.visit === gone ? { do: 'open', command, show: '京A·1**45 请' } : undefined
  lot.cloud.mood = 'answers'
  await until(() => reported(lot, command.id).length)
  expect(reported(lot, command.id)).toEqual(['refused'])
  expect([lot.lanes.raised(EXIT), lot.lanes.display(EXIT)]).toEqual([0, expect.not.stringContaining('京A')])
})

const obstacles: [string, (command: LaneCommand) => Partial<LaneCommand> | undefined, string, string][] = [
  ['a command that is too old', () => ({ expiresAt: instant(Date.now() - 1) }), 'expired', 'command.expired'],
  ['a car that is not there', () => ({ visit: 'v_other' as VisitId }), 'refused', 'vehicle.notInLane'],
  ['a board that is offline', () => void lot.lanes.setFault(EXIT, 'device-offline', true), 'refused', 'device.offline'],
]

test.each(obstacles)('%s is answered, not carried out', async (_what, obstacle, expected, fault) => {
  const command = openFor(EXIT, await arrive(lot, EXIT, BLUE))
  const sent = { ...command, ...obstacle(command) }
  expect(await lot.port.send(LOT, sent)).toEqual({ command: sent.id, state: expected, fault })
  expect(lot.lanes.raised(EXIT)).toBe(0)
  await until(() => reported(lot, sent.id).length)
  expect(reported(lot, sent.id)).toEqual([expected])
})

test('an arm that does not rise is told, and later orders are refused until it moves again', async () => {
  lot.lanes.setFault(EXIT, 'arm-stuck', true)
  const visit = await arrive(lot, EXIT, BLUE)
  const first = openFor(EXIT, visit)
  await lot.port.send(LOT, first)
  await until(() => eventTypes(lot).includes('gate.stuck'))
  expect(await lot.port.state(LOT, first.id)).toEqual({ command: first.id, state: 'failed', fault: 'gate.stuck' })
  const second = openFor(EXIT, visit)
  expect(await lot.port.send(LOT, second)).toMatchObject({ state: 'refused', fault: 'gate.stuck' })

  lot.lanes.setFault(EXIT, 'arm-stuck', false)
  const third = openFor(EXIT, visit)
  await lot.port.send(LOT, third)
  await until(() => reported(lot, third.id).includes('opened'))
})

test('a lane taken out of service opens for nobody', async () => {
  await lot.close()
  lot = await lotUnderTest({ lanes: [{ id: EXIT, direction: 'exit', open: false, alone: 'wait' }] })
  const command = openFor(EXIT, await arrive(lot, EXIT, BLUE))
  expect(await lot.port.send(LOT, command)).toMatchObject({ state: 'refused', fault: 'lane.closed' })
})

test('after a restart the car is the same visit, and a command that was carried out stays carried out', async () => {
  const visit = await arrive(lot, EXIT, BLUE)
  const command = openFor(EXIT, visit)
  await lot.port.send(LOT, command)
  await until(() => lot.lanes.driver.look(EXIT).barrier === 'up')
  await lot.restart()
  expect((await lot.port.current(LOT, EXIT)).car?.visit).toBe(visit)
  await lot.port.send(LOT, command)
  expect([await state(command.id), lot.lanes.raised(EXIT)]).toEqual(['opened', 1])
})

test('a car that went through while the bridge was stopped is reported as passed', async () => {
  const command = openFor(EXIT, await arrive(lot, EXIT, BLUE))
  await lot.port.send(LOT, command)
  await until(() => lot.lanes.driver.look(EXIT).barrier === 'up')
  await lot.restart(() => lot.lanes.leave(EXIT, 'passed'))
  await until(() => eventTypes(lot).includes('vehicle.passed'))
  expect(await state(command.id)).toBe('passed')
})

describe('at the door', () => {
  async function call(path: string, body: string, headers: Record<string, string> = {}, method = 'POST') {
    const signed = sign({ method, path, body }, keysFrom(SECRETS), Date.now())
    const init = { method, headers: { 'content-type': 'application/json', ...signed, ...headers } }
    const response = await fetch(lot.bridge.url + path, method === 'POST' ? { ...init, body } : init)
    return { status: response.status, code: ((await response.json()) as { error?: { code: string } }).error?.code }
  }
  const path = `/v1/lanes/${encodeURIComponent(EXIT)}/commands`
  const wire = async (change: Partial<LaneCommand> = {}) =>
    JSON.stringify(laneCommand.encode(openFor(EXIT, await arrive(lot, EXIT, BLUE), change)))

  test('a key used for another write is a conflict', async () => {
    const body = await wire()
    expect(await call(path, body, { 'idempotency-key': 'k' })).toMatchObject({ status: 202 })
    expect(await call(path, body, { 'idempotency-key': 'k' })).toMatchObject({ status: 202 })
    const other = body.replace('"paid"', '"operator"')
    expect(await call(path, other, { 'idempotency-key': 'k' })).toEqual({ status: 409, code: 'idempotency.conflict' })
  })

  test('the id of one command cannot name another', async () => {
    const body = await wire()
    await call(path, body, { 'idempotency-key': 'k1' })
    const other = body.replace('"paid"', '"operator"')
    expect(await call(path, other, { 'idempotency-key': 'k2' })).toEqual({ status: 409, code: 'idempotency.conflict' })
  })

  test('work does not begin after the caller stopped waiting', async () => {
    const headers = { 'idempotency-key': 'k', 'x-boyi-deadline': new Date(Date.now() - 1).toISOString() }
    expect(await call(path, await wire(), headers)).toEqual({ status: 408, code: 'request.deadlinePassed' })
    expect(lot.lanes.raised(EXIT)).toBe(0)
  })

  test('nonsense is named', async () => {
    const key = { 'idempotency-key': 'k' }
    expect(await call(path, await wire())).toEqual({ status: 400, code: 'idempotency.keyMissing' })
    expect(await call(path, '{', key)).toEqual({ status: 400, code: 'request.invalid' })
    expect(await call(path, '{}', key)).toEqual({ status: 400, code: 'request.invalid' })
    expect(await call('/v1/lanes/elsewhere/current', '', {}, 'GET')).toEqual({ status: 404, code: 'lane.unknown' })
    expect(await call('/v1/commands/none', '', {}, 'GET')).toEqual({ status: 404, code: 'command.unknown' })
    expect(await call('/v2', '', {}, 'GET')).toEqual({ status: 404, code: 'request.unknownPath' })
    expect(await call(path, 'x'.repeat(20_000), key)).toEqual({ status: 400, code: 'request.invalid' })
  })

  test('a request without a signature learns nothing, and a nonce is good once, over a restart too', async () => {
    const health = '/v1/health'
    expect((await fetch(lot.bridge.url + health)).status).toBe(401)
    const headers = sign({ method: 'GET', path: health, body: '' }, keysFrom(SECRETS), Date.now())
    expect((await fetch(lot.bridge.url + health, { headers })).status).toBe(200)
    await lot.restart()
    expect((await fetch(lot.bridge.url + health, { headers })).status).toBe(401)
  })
})
