import { request } from 'node:http'
import { type CloudUnderTest, noIndexes, startForTest } from './start'
import { openSdk, refusalOf, sdk } from './sdk'

/* eslint-disable @typescript-eslint/no-explicit-any */
let cloud: CloudUnderTest
let notes: any

beforeAll(async () => {
  cloud = await startForTest()
  notes = openSdk().collection('notes')
})
afterAll(() => cloud.end())

describe('who may ask', () => {
  const asking = async (changes: Record<string, string>) => {
    const before = { ...process.env }
    Object.assign(process.env, changes)
    try {
      return await refusalOf(openSdk().collection('notes').doc('a').get())
    } finally {
      Object.assign(process.env, before)
      openSdk()
    }
  }

  test('not with another key', async () => {
    expect(await asking({ TENCENTCLOUD_SECRETKEY: 'another' })).toContain('signature mismatch')
  })

  test('not under another name', async () => {
    expect(await asking({ TENCENTCLOUD_SECRETID: 'another' })).toContain('unknown secret id')
  })

  test('not with a token that nobody was given', async () => {
    expect(await asking({ WX_API_TOKEN: 'another' })).toContain('unknown wxCloudApiToken')
  })

  test('not with a request that was changed or is old', async () => {
    const replay = await capture(() => notes.doc('seen').set({ data: { n: 1 } }))
    expect(await replay.again((body) => body)).not.toHaveProperty('code')
    expect(await replay.again((body) => body.replace('"seen', '"unseen'))).toMatchObject({
      message: 'signature mismatch',
    })
    const later = jest.spyOn(Date, 'now').mockImplementation(() => new Date().getTime() + 11 * 60_000)
    expect(await replay.again((body) => body)).toMatchObject({ message: 'expired' })
    later.mockRestore()
  })
})

test.each(['PRIVATE', 'READONLY', 'ADMINWRITE', undefined])(
  'collections that phones may use (%s) are refused',
  async (permission) => {
    const declared = { permission, ...noIndexes }
    await expect(startForTest(declared)).rejects.toThrow('permission')
  },
)

test('an unknown action is refused', async () => {
  expect(await refusalOf(sdk.cloudPay.refund({ outTradeNo: 'N1' }))).toContain('unknown action wx.wxPayApi')
})

test('a request beyond five megabytes is refused', async () => {
  const data = { text: 'x'.repeat(5 * 1024 * 1024) }
  expect(await refusalOf(notes.add({ data }))).toContain('exceed limit')
})

describe('faults', () => {
  afterEach(() => cloud.faults.clear())

  test('a dropped reply leaves the write done', async () => {
    cloud.faults.dropReply('database.insertDocument')
    expect(await refusalOf(notes.add({ data: { _id: 'dropped' } }))).toContain('-501001')
    expect((await notes.doc('dropped').get()).data).toEqual({ _id: 'dropped' })
  })

  test('a delayed request takes its time, once', async () => {
    const timed = async () => {
      const started = Date.now()
      await notes.count()
      return Date.now() - started
    }
    cloud.faults.delay('database.calculateDocument', 400)
    expect(await timed()).toBeGreaterThanOrEqual(390)
    expect(await timed()).toBeLessThan(390)
  })

  test('a forced conflict rolls the transaction back, and the SDK begins again', async () => {
    cloud.faults.conflict(2)
    let runs = 0
    await sdk.database().runTransaction(async (tx: any) => {
      await tx
        .collection('notes')
        .doc('conflicted')
        .set({ data: { runs: ++runs } })
    })
    expect([runs, (await notes.doc('conflicted').get()).data.runs]).toEqual([3, 3])
  })

  test('killed instances fail their calls, and the next call works', async () => {
    const call = cloud.call('actor', { act: 'sleep', ms: 5_000 }, { openid: 'oAnna' })
    const failing = expect(call).rejects.toMatchObject({ errCode: -504002 })
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(cloud.faults.killInstances('actor')).toBe(1)
    await failing
    expect(await cloud.call('actor', { act: 'nothing' }, { openid: 'oAnna' })).toBeNull()
  })
})

/** The bytes of the SDK's next request, to be sent again. */
async function capture(ask: () => Promise<unknown>) {
  const http = jest.requireActual<typeof import('node:http')>('node:http')
  const seen: { url: string; headers: Record<string, string>; body: string }[] = []
  const recorder = http.createServer((asked, response) => {
    const chunks: Buffer[] = []
    asked.on('data', (chunk: Buffer) => chunks.push(chunk))
    asked.on('end', () => {
      seen.push({
        url: asked.url ?? '',
        headers: asked.headers as Record<string, string>,
        body: Buffer.concat(chunks).toString(),
      })
      response.end('{"data":{}}')
    })
  })
  await new Promise<void>((resolve) => recorder.listen(0, '127.0.0.1', resolve))
  const there = process.env['TCB_CONTEXT_CNFG']
  const { port } = recorder.address() as { port: number }
  process.env['TCB_CONTEXT_CNFG'] = JSON.stringify({ URL: `http://127.0.0.1:${port}/admin` })
  await ask().catch(() => undefined)
  process.env['TCB_CONTEXT_CNFG'] = there
  recorder.closeAllConnections()
  recorder.close()
  const [recorded] = seen
  if (!recorded) throw new Error('nothing was asked')
  return {
    again: (change: (body: string) => string) => send(recorded.url, recorded.headers, change(recorded.body)),
  }
}

/** To the gateway, though the request says that it goes to the recorder. */
function send(path: string, headers: Record<string, string>, body: string): Promise<unknown> {
  const { 'content-length': _, ...kept } = headers
  return new Promise((resolve, reject) => {
    const { port } = new URL(cloud.url)
    const asked = request({ port, host: '127.0.0.1', path, method: 'POST', headers: kept }, (reply) => {
      const chunks: Buffer[] = []
      reply.on('data', (chunk: Buffer) => chunks.push(chunk))
      reply.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())))
    })
    asked.on('error', reject)
    asked.end(body)
  })
}
