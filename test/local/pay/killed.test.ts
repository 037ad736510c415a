import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import type { LocalPay } from '../../../local/pay'
import { callbackReceiver, type CallbackReceiver } from '../../support/callback-receiver'
import { merchantRequest } from '../../support/merchant-request'

interface Running extends Pick<LocalPay, 'url' | 'merchant'> {
  send: ReturnType<typeof merchantRequest>
  tell(command: 'pay' | 'push', subject: string): Promise<Record<string, unknown>>
  /** As by a power cut: no handler runs. */
  kill(): Promise<void>
}

let dir: string
let shop: CallbackReceiver
let running: Running | undefined
beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'boyi-killed-'))
  shop = await callbackReceiver()
})
afterEach(async () => {
  await running?.kill()
  await shop.close()
  rmSync(dir, { recursive: true })
})

const exited = (child: ChildProcessWithoutNullStreams) =>
  new Promise<void>((resolve) =>
    child.exitCode === null && child.signalCode === null ? child.once('exit', () => resolve()) : resolve(),
  )

async function start(): Promise<Running> {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(__dirname, 'pay-process.ts'), dir])
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => JSON.parse(String((await lines.next()).value)) as Record<string, unknown>
  const address = (await next()) as unknown as Pick<LocalPay, 'url' | 'merchant'>
  running = {
    ...address,
    send: merchantRequest(address, () => Date.now()),
    tell(command, subject) {
      child.stdin.write(`${command} ${subject}\n`)
      return next()
    },
    kill() {
      child.kill('SIGKILL')
      return exited(child)
    },
  }
  return running
}

const orderBody = ({ merchant: { appid, mchid } }: Running, out_trade_no: string) => ({
  appid,
  mchid,
  description: '停车费',
  out_trade_no,
  notify_url: shop.url,
  amount: { total: 1250, currency: 'CNY' },
  payer: { openid: 'openid-li' },
})

async function within(ms: number, holds: () => boolean) {
  for (const until = Date.now() + ms; Date.now() < until && !holds();) await wait(20)
}

test('orders, payments, refunds and callbacks that wait outlive a kill, under the same keys', async () => {
  shop.answer(500)
  const before = await start()
  const numbers = Array.from({ length: 20 }, (_, index) => `KILLED${String(index).padStart(4, '0')}`)
  for (const number of numbers) {
    const placed = await before.send('POST', '/v3/pay/transactions/jsapi', orderBody(before, number))
    expect(await before.tell('pay', String(placed.json['prepay_id']))).toMatchObject({ outcome: 'paid' })
  }
  await before.send('POST', '/v3/refund/domestic/refunds', {
    out_trade_no: numbers[0],
    out_refund_no: 'RKILLED01',
    amount: { refund: 1250, total: 1250, currency: 'CNY' },
  })
  await before.kill()
  shop.answer(204)
  shop.received.length = 0

  const after = await start()
  expect(after.merchant).toEqual(before.merchant)
  const query = (number: string) =>
    after.send('GET', `/v3/pay/transactions/out-trade-no/${number}?mchid=${after.merchant.mchid}`)
  const states = await Promise.all(numbers.map(async (number) => (await query(number)).json['trade_state']))
  expect(states).toEqual(['REFUND', ...Array<string>(19).fill('SUCCESS')])
  const refund = await after.send('GET', '/v3/refund/domestic/refunds/RKILLED01')
  expect(refund.json).toMatchObject({ out_refund_no: 'RKILLED01', amount: { refund: 1250 } })
  await after.tell('push', '15000')
  await within(10_000, () => shop.received.length >= 20)
  expect(new Set(shop.received.map(({ body }) => (JSON.parse(body.toString()) as { id: string }).id)).size).toBe(20)
}, 60_000)

test('no order that was answered is lost, whenever the kill comes', async () => {
  const answered: [number: string, prepayId: unknown][] = []
  for (let kill = 0; kill < 3; kill += 1) {
    const { send, kill: die, ...shown } = await start()
    let alive = true
    const customer = async (name: string) => {
      for (let n = 0; alive; n += 1) {
        const number = `${name}K${kill}N${n}`
        const body = orderBody({ ...shown, send, kill: die }, number)
        const reply = await send('POST', '/v3/pay/transactions/jsapi', body).catch(() => undefined)
        if (reply?.status === 200) answered.push([number, reply.json['prepay_id']])
      }
    }
    const customers = ['ANNA', 'BERT', 'CARL', 'DORA'].map(customer)
    await wait(300 + 100 * kill)
    await die()
    alive = false
    await Promise.all(customers)
  }
  expect(answered.length).toBeGreaterThan(20)
  const after = await start()
  for (const [number, prepayId] of answered) {
    const again = await after.send('POST', '/v3/pay/transactions/jsapi', orderBody(after, number))
    expect(again).toMatchObject({ status: 200, json: { prepay_id: prepayId } })
  }
}, 60_000)
