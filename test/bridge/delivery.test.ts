import type { CommandId } from '../../domain/gate'
import { LOT } from './fake-cloud'
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
  until,
  type LotUnderTest,
} from './lot-under-test'

let lot: LotUnderTest
beforeEach(async () => {
  lot = await lotUnderTest()
})
afterEach(() => lot.close())

const comeAndGo = async (times: number) => {
  for (let i = 0; i < times; i++) {
    await arrive(lot, EXIT, BLUE)
    lot.lanes.leave(EXIT, 'turnedBack')
  }
}
const sequences = () => lot.cloud.messages.map(({ sequence }) => sequence)
const oneTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1)

test('events arrive in the order in which they happened, counted without a gap', async () => {
  await comeAndGo(10)
  await until(() => lot.cloud.messages.length === 20)
  expect(sequences()).toEqual(oneTo(20))
})

test.each(['fails', 'silent', 'portal'] as const)('nothing is lost while the cloud is %s', async (mood) => {
  await comeAndGo(1)
  await until(() => lot.cloud.messages.length === 2)
  lot.cloud.mood = mood
  await comeAndGo(3)
  await pause(50)
  if (mood === 'silent') await lot.restart()
  lot.cloud.mood = 'answers'
  await until(() => lot.cloud.messages.length >= 8, 'the replay')
  expect(sequences()).toEqual(oneTo(8))
})

test('what waited through a restart is told after it, with the time at which it happened', async () => {
  lot.cloud.mood = 'fails'
  await comeAndGo(2)
  await lot.restart()
  lot.ahead = 3_600_000
  lot.cloud.mood = 'answers'
  await comeAndGo(1)
  await until(() => lot.cloud.messages.length === 6)
  expect(sequences()).toEqual(oneTo(6))
  const [first] = lot.cloud.messages
  expect((first?.sentAt ?? 0) - (first?.observedAt ?? 0)).toBeGreaterThanOrEqual(3_600_000)
})

test('an event that the cloud will never understand does not hold up the others', async () => {
  lot.cloud.mood = 'not-understood'
  await comeAndGo(1)
  await pause(50)
  lot.cloud.mood = 'answers'
  await comeAndGo(1)
  await until(() => lot.cloud.messages.length === 2)
  expect(sequences()).toEqual([3, 4])
})

describe('while the cloud is silent', () => {
  beforeEach(() => {
    lot.cloud.mood = 'silent'
  })

  test('the entry opens by its own policy, and the cloud hears of it later', async () => {
    const visit = await arrive(lot, ENTRY, BLUE)
    await until(() => lot.lanes.driver.look(ENTRY).barrier === 'up')
    lot.lanes.leave(ENTRY, 'passed')
    await lot.restart()
    lot.cloud.mood = 'answers'
    await until(() => eventTypes(lot).includes('vehicle.passed'))
    expect(lot.cloud.messages.map(({ event }) => event)).toEqual([
      { type: 'vehicle.atLane', lane: ENTRY, visit, plate: BLUE },
      { type: 'vehicle.passed', lane: ENTRY, visit },
    ])
  })

  test('the exit waits, and says so', async () => {
    await arrive(lot, EXIT, BLUE)
    await until(() => lot.lanes.display(EXIT) !== '')
    await pause(50)
    expect([lot.lanes.raised(EXIT), lot.lanes.display(EXIT)]).toEqual([0, '网络繁忙,请稍候'])
  })

  test('who asks the bridge hears for how long the cloud has not been told', async () => {
    expect(await lot.port.eventDelay(LOT)).toBe(0)
    await arrive(lot, EXIT, BLUE)
    lot.ahead += 60_000
    expect(await lot.port.eventDelay(LOT)).toBeGreaterThanOrEqual(60_000)
    lot.cloud.mood = 'answers'
    await lot.restart()
    while ((await lot.port.eventDelay(LOT)) > 0) await pause(5)
    expect(eventTypes(lot)).toContain('vehicle.atLane')
  })

  test('a command that reaches the bridge is carried out all the same', async () => {
    const command = openFor(EXIT, await arrive(lot, EXIT, BLUE))
    await lot.port.send(LOT, command)
    await until(() => lot.lanes.driver.look(EXIT).barrier === 'up')
    expect((await lot.port.state(LOT, command.id)).state).toBe('opened')
  })

  test('the answer that comes at last opens for the car that still waits', async () => {
    lot.cloud.decide = ({ event }) =>
      event.type === 'vehicle.atLane' && event.lane === EXIT
        ? { do: 'open', command: openFor(EXIT, event.visit, { id: 'cmd-at-last' as CommandId }), show: '一路平安' }
        : undefined
    await arrive(lot, EXIT, BLUE)
    await until(() => lot.lanes.display(EXIT) !== '')
    await lot.restart()
    lot.cloud.mood = 'answers'
    await until(() => lot.lanes.driver.look(EXIT).barrier === 'up')
    expect(lot.lanes.raised(EXIT)).toBe(1)
  })

  test('a car for which the entry opened alone is not let in a second time by the late answer', async () => {
    lot.cloud.decide = ({ event }) =>
      event.type === 'vehicle.atLane'
        ? {
            do: 'open',
            command: openFor(ENTRY, event.visit, { id: `cmd-${event.visit}` as CommandId }),
            show: '欢迎光临',
          }
        : undefined
    const first = await arrive(lot, ENTRY, BLUE)
    await until(() => lot.lanes.driver.look(ENTRY).barrier === 'up')
    lot.lanes.leave(ENTRY, 'passed')
    await until(() => lot.lanes.driver.look(ENTRY).barrier === 'down')
    await lot.restart()
    lot.cloud.mood = 'answers'
    await until(() => lot.cloud.messages.some(({ event }) => event.type === 'command.state'))
    expect(await lot.port.state(LOT, `cmd-${first}` as CommandId)).toMatchObject({ fault: 'vehicle.notInLane' })
    expect(lot.lanes.raised(ENTRY)).toBe(1)
  })
})

test('the devices tell when they fall silent and when they are back; what passed meanwhile is not forgotten', async () => {
  await arrive(lot, EXIT, BLUE)
  lot.lanes.setFault(EXIT, 'device-offline', true)
  lot.lanes.leave(EXIT, 'turnedBack')
  lot.lanes.arrive(EXIT, 'unseen', GREEN, Date.now() as never)
  lot.lanes.setFault(EXIT, 'device-offline', false)
  await until(() => lot.cloud.messages.length === 5)
  expect(eventTypes(lot)).toEqual([
    ...['vehicle.atLane', 'device.offline', 'device.online', 'vehicle.turnedBack', 'vehicle.atLane'],
  ])
})
