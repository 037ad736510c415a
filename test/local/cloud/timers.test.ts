import { nextTime } from '../../../local/cloud/functions/timers'
import { type CloudUnderTest, startForTest } from './start'
import { openSdk } from './sdk'

/* eslint-disable @typescript-eslint/no-explicit-any */
describe('seven fields, in Beijing time', () => {
  const next = (expression: string, after: string) => {
    const time = nextTime(expression, Date.parse(after))
    return time === undefined ? undefined : new Date(time).toISOString()
  }

  test.each([
    ['every minute', '0 * * * * * *', '2026-11-22T01:02:03Z', '2026-11-22T01:03:00.000Z'],
    ['two at night', '0 0 2 * * * *', '2026-11-22T12:00:00Z', '2026-11-22T18:00:00.000Z'],
    ['every ten seconds', '*/10 * * * * * *', '2026-11-22T12:00:01Z', '2026-11-22T12:00:10.000Z'],
    ['the 1st or a Monday', '0 0 0 1 * MON *', '2026-11-22T12:00:00Z', '2026-11-22T16:00:00.000Z'],
    ['in 2028', '0 0 0 1 1 * 2028', '2026-11-22T12:00:00Z', '2027-12-31T16:00:00.000Z'],
    ['in a span of years', '0 30 8 * * * 2027-2029', '2026-11-22T12:00:00Z', '2027-01-01T00:30:00.000Z'],
    ['in the past', '0 0 0 1 1 * 2020', '2026-11-22T12:00:00Z', undefined],
  ])('%s', (_name, expression, after, expected) => expect(next(expression, after)).toBe(expected))

  test('six fields are not a timer of this platform', () => {
    expect(() => nextTime('0 * * * * *', 0)).toThrow('seven fields')
  })
})

describe('a timer', () => {
  let cloud: CloudUnderTest
  beforeAll(async () => (cloud = await startForTest()))
  afterAll(() => cloud.end())

  const runs = async () => {
    const { data } = await openSdk().collection('notes').limit(1000).get()
    return data as any[]
  }
  const HOUR = 3_600_000

  test('fires when it is due by the clock, once however far the clock was pushed, and from nobody', async () => {
    await cloud.tick()
    expect(await runs()).toHaveLength(0)
    cloud.clock.push(5 * HOUR)
    await cloud.tick()
    await cloud.tick()
    const [run, ...others] = await runs()
    expect(others).toHaveLength(0)
    expect(run.event).toMatchObject({ Type: 'Timer', TriggerName: 'hourly' })
    expect(run.context).toEqual({ ENV: 'boyi-local', SOURCE: 'wx_trigger' })
    expect(Math.abs(run.ranAt - cloud.clock.now())).toBeLessThan(10_000)
  })

  test('fires again in the next hour', async () => {
    const before = (await runs()).length
    cloud.clock.push(HOUR)
    await cloud.tick()
    expect(await runs()).toHaveLength(before + 1)
  })
})

test('timers fire by themselves when the clock is pushed', async () => {
  const cloud = await startForTest(undefined, { timers: 'auto' })
  try {
    cloud.clock.push(3_600_000)
    const notes = openSdk().collection('notes')
    for (let wait = 0; wait < 100 && (await notes.count()).total === 0; wait++)
      await new Promise((resolve) => setTimeout(resolve, 50))
    expect((await notes.count()).total).toBe(1)
  } finally {
    await cloud.end()
  }
})
