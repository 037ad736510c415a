import { RISKY } from '../../../local/cloud'
import { type CloudUnderTest, startForTest } from './start'
import { openSdk, refusalOf, sdk } from './sdk'

let cloud: CloudUnderTest

beforeAll(async () => {
  cloud = await startForTest()
  openSdk()
})
afterAll(() => cloud.end())

const errCodeOf = (call: Promise<unknown>) =>
  call.then(
    () => 0,
    ({ errCode }: { errCode: number }) => errCode,
  )

describe('subscribe messages', () => {
  const message = {
    touser: 'oAnna',
    templateId: 'T1',
    page: 'pages/home/home',
    data: { thing1: { value: '您的车已离场' } },
  }
  const send = (changes: object) => sdk.openapi.subscribeMessage.send({ ...message, ...changes })

  test('arrive, and are still there after a restart', async () => {
    cloud.clock.push(60_000)
    await send({})
    expect(cloud.messages()).toMatchObject([
      { openid: 'oAnna', templateId: 'T1', page: 'pages/home/home', data: { thing1: '您的车已离场' } },
    ])
    expect(Math.abs((cloud.messages()[0]?.at ?? 0) - cloud.clock.now())).toBeLessThan(5_000)
    cloud = await cloud.restart()
    openSdk()
    expect(cloud.messages()).toHaveLength(1)
  })

  test.each([
    ['no receiver', { touser: '' }, 40003],
    ['no template', { templateId: '' }, 40037],
    ['a thing of 21 characters', { data: { thing1: { value: '车'.repeat(21) } } }, 47003],
    ['an unknown kind of field', { data: { whatever1: { value: 'x' } } }, 47003],
    ['a plate with two Chinese characters at its end', { data: { car_number1: { value: '京A123应急' } } }, 47003],
  ])('%s is refused', async (_name, changes, errCode) => {
    expect(await errCodeOf(send(changes))).toBe(errCode)
  })

  test('who does not accept them gets none', async () => {
    cloud.acceptMessages('oBert', false)
    expect(await errCodeOf(send({ touser: 'oBert' }))).toBe(43101)
    cloud.acceptMessages('oBert', true)
    expect(await errCodeOf(send({ touser: 'oBert' }))).toBe(0)
  })
})

test('a code is a picture of the size asked for', async () => {
  const { contentType, buffer } = await sdk.openapi.wxacode.getUnlimited({
    scene: 'abc',
    page: 'pages/lane/lane',
    width: 300,
  })
  expect(contentType).toBe('image/png')
  expect([buffer.subarray(1, 4).toString(), buffer.readUInt32BE(16)]).toEqual(['PNG', 300])
  expect(await errCodeOf(sdk.openapi.wxacode.getUnlimited({ scene: 'x'.repeat(33) }))).toBe(40097)
})

test('links lead to the page', async () => {
  const { urlLink } = await sdk.openapi.urllink.generate({ path: 'pages/home/home', query: 'a=1' })
  expect(decodeURIComponent(urlLink)).toContain('pages/home/home?a=1')
  const { openlink } = await sdk.openapi.urlscheme.generate({ jumpWxa: { path: 'pages/home/home', query: '' } })
  expect(decodeURIComponent(openlink)).toContain('pages/home/home')
})

test('texts are checked, and only the risky one is found so', async () => {
  const check = async (content: string) => {
    const { result } = await sdk.openapi.security.msgSecCheck({ version: 2, openid: 'oAnna', scene: 1, content })
    return result.suggest
  }
  expect([await check('三号楼访客'), await check(`一段${RISKY}`)]).toEqual(['pass', 'risky'])
})

test('what is not imitated is not found', async () => {
  expect(await refusalOf(sdk.openapi.customerServiceMessage.send({ touser: 'oAnna' }))).toContain('error code: -604100')
  expect(await refusalOf(sdk.cloudPay.unifiedOrder({ body: 'b' }))).toMatch(/-501007 invalid parameters/)
})

test('a function may call what its config.json permits, and nothing else', async () => {
  const act = (event: object) => cloud.call('actor', event, { openid: 'oAnna' })
  const message = { touser: 'oAnna', templateId: 'T1', data: {} }
  expect(await act({ act: 'message', message })).toMatchObject({ errCode: 0 })
  expect(await act({ act: 'openApi', scene: 'abc' })).toMatchObject({ errCode: -604101 })
})
