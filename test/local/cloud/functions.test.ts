import { ClientError } from '../../../local/cloud'
import { type CloudUnderTest, startForTest } from './start'
import { openSdk, refusalOf, sdk } from './sdk'

/* eslint-disable @typescript-eslint/no-explicit-any */
let cloud: CloudUnderTest

beforeAll(async () => {
  cloud = await startForTest(undefined, { env: { GREETING: '你好' }, instancesPerFunction: 3, idle: 200 })
  openSdk()
})
afterAll(() => cloud.end())

const act = (openid: string, event: object, name = 'actor') => cloud.call(name, event, { openid }) as Promise<any>
const failureOf = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ClientError)
  return error as ClientError
}

describe('who calls', () => {
  test('the function knows the person from the platform, and the event names them too', async () => {
    const { event, context } = await act('oAnna', { act: 'who', text: '你好' })
    expect(event).toEqual({ act: 'who', text: '你好', userInfo: { appId: context.APPID, openId: 'oAnna' } })
    expect(context).toMatchObject({ OPENID: 'oAnna', SOURCE: 'wx_client', ENV: 'boyi-local' })
  })

  test('a warm instance keeps nothing of the person before', async () => {
    const [first, second] = [await act('oAnna', { act: 'pid' }), await act('oBert', { act: 'who' })]
    const { context } = second
    expect(context.OPENID).toBe('oBert')
    expect(await act('oCarl', { act: 'pid' })).toBe(first)
  })

  test('a nested call comes on behalf of the same person, from one hop further', async () => {
    const { event, context } = await act('oAnna', { act: 'call', name: 'actor', data: { act: 'who' } })
    expect(event).toEqual({ act: 'who' })
    expect(context).toMatchObject({ OPENID: 'oAnna', SOURCE: 'wx_client,scf' })
  })

  test('a tool that calls is nobody', async () => {
    const { result } = await sdk.callFunction({ name: 'actor', data: { act: 'who' } })
    expect(result.context.OPENID).toBeUndefined()
  })
})

describe('instances', () => {
  test('the environment that was given is there', async () => {
    expect(await act('oAnna', { act: 'env', name: 'GREETING' })).toBe('你好')
  })

  test('calls that overlap run in instances of their own, up to the limit, and the rest wait', async () => {
    const pids = await Promise.all(Array.from({ length: 6 }, () => act('oAnna', { act: 'sleep', ms: 150 })))
    expect(new Set(pids).size).toBe(3)
  })

  test('an instance that idles too long is given up', async () => {
    const first = await act('oAnna', { act: 'pid' })
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(await act('oAnna', { act: 'pid' })).not.toBe(first)
  })

  test('the clock of every call is the local one, pushed or not', async () => {
    const before = await act('oAnna', { act: 'now' })
    cloud.clock.push(24 * 3_600_000)
    const after = await act('oAnna', { act: 'now' })
    expect(Math.abs(after.now - cloud.clock.now())).toBeLessThan(5_000)
    expect(after.now - before.now).toBeGreaterThanOrEqual(24 * 3_600_000)
    expect(after).toMatchObject({ fixed: 7, isDate: true })
    expect(Math.abs(after.fresh - after.now)).toBeLessThan(1_000)
    expect(Math.abs((await act('oAnna', { act: 'serverNow' })) - cloud.clock.now())).toBeLessThan(5_000)
  })

  test('what a function prints is told with its name', async () => {
    await act('oAnna', { act: 'print', text: 'printed by the actor' })
    const told = () => cloud.lines.includes('[actor] printed by the actor')
    for (let wait = 0; wait < 100 && !told(); wait++) await new Promise((resolve) => setTimeout(resolve, 20))
    expect(told()).toBe(true)
  })
})

test('instances that die while idle are replaced, as many as there were', async () => {
  for (let round = 0; round < 4; round++) {
    expect(await act('oAnna', { act: 'exitSoon' })).toBeNull()
    await new Promise((resolve) => setTimeout(resolve, 80))
  }
  expect(await act('oAnna', { act: 'nothing' })).toBeNull()
})

test('a closed cloud starts no function any more', async () => {
  const other = await startForTest(undefined, { instancesPerFunction: 1 })
  const calls = [1, 2].map(() => other.call('actor', { act: 'sleep', ms: 5_000 }, { openid: 'oAnna' }))
  const failing = calls.map((call) => expect(call).rejects.toBeInstanceOf(ClientError))
  await new Promise((resolve) => setTimeout(resolve, 300))
  await other.end()
  await Promise.all(failing)
  Object.assign(process.env, cloud.gatewayEnv())
})

describe('results and failures, as the phone sees them', () => {
  test('nothing becomes null', async () => {
    expect(await act('oAnna', { act: 'nothing' })).toBeNull()
  })

  test('a function that throws fails with its words', async () => {
    const { errCode, errMsg } = await failureOf(act('oAnna', { act: 'throw' }))
    expect(errCode).toBe(-504002)
    expect(errMsg).toMatch(/^cloud\.callFunction:fail Error: errCode: -504002 functions execute fail .*as asked/)
  })

  test('a function that takes too long is killed, and the next call finds a new instance', async () => {
    const born = await act('oAnna', { ms: 0 }, 'slow')
    const { errCode, errMsg } = await failureOf(act('oAnna', { ms: 3_000 }, 'slow'))
    expect([errCode, errMsg]).toEqual([-504003, expect.stringContaining('Invoking task timed out after 1 seconds')])
    expect(await act('oAnna', { ms: 0 }, 'slow')).toBeGreaterThan(born)
  })

  test('a function whose process ends fails, and the next call works', async () => {
    expect((await failureOf(act('oAnna', { act: 'exit' }))).errMsg).toContain('exited unexpectedly')
    expect(await act('oAnna', { act: 'nothing' })).toBeNull()
  })

  test('a function that was never deployed is not found', async () => {
    expect((await failureOf(act('oAnna', {}, 'nowhere'))).errCode).toBe(-501000)
    expect((await failureOf(act('oAnna', {}, '../actor'))).errCode).toBe(-501000)
  })

  test('a phone gets a megabyte at most, another function six', async () => {
    const twoMegabytes = { act: 'big', size: 2 * 1024 * 1024 }
    expect((await failureOf(act('oAnna', twoMegabytes))).errCode).toBe(-604001)
    const { result } = await sdk.callFunction({ name: 'actor', data: twoMegabytes })
    expect(result).toHaveLength(2 * 1024 * 1024)
    expect(await refusalOf(sdk.callFunction({ name: 'actor', data: { act: 'big', size: 7_000_000 } }))).toContain(
      'exceed limit',
    )
  })
})
