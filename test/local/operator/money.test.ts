/** The operator's command against the real local cloud, with the functions as they ship and local WeChat Pay. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { inspect } from 'node:util'
import type { Calls, Envelope } from '../../../domain/contract'
import { fen, yuan } from '../../../domain/money'
import type { OpenId } from '../../../domain/payment'
import { callFunction } from '../../../cloudfunctions/server/cloudbase/sdk'
import type { StayDoc } from '../../../cloudfunctions/server/documents'
import { dayAfter, dayOf, startOfDay } from '../../../domain/reconciliation/day'
import { instant } from '../../../domain/time'
import { parkedCars } from '../../../local/lot/parked'
import { startMachine, type Machine } from '../../../local/machine'
import { findDoor } from '../../../local/operator/door'
import { run } from '../../../local/operator/money/run'
import { freePorts } from '../../support/free-ports'
import { merchantRequest } from '../../support/merchant-request'

const LI = 'o-li' as OpenId
const HOUR = 3_600_000
const ROOT = path.resolve(__dirname, '../../..')

const dir = mkdtempSync(path.join(tmpdir(), 'boyi-money-'))
const env = { BOYI_DATA: dir }
let machine: Machine
const logged: string[] = []

beforeAll(async () => {
  machine = await startMachine({ dir, port: await freePorts(4), compile: false, log: (line) => logged.push(line) })
}, 60_000)
afterAll(async () => {
  await machine.close()
  rmSync(dir, { recursive: true, force: true })
})

const now = () => instant(machine.clock.now())

async function ask<Name extends keyof Calls>(name: Name, question: Calls[Name]['ask']): Promise<Calls[Name]['answer']> {
  const envelope = (await machine.cloud.call('api', { name, ask: question }, { openid: LI })) as Envelope<
    Calls[Name]['answer']
  >
  if (!envelope.ok) throw new Error(`${name} was refused: ${envelope.why}`)
  return envelope.answer
}

/** Somebody whose car has stood in the demo lot for hours pays from home. */
async function pays({ id, plate }: Pick<StayDoc, 'id' | 'plate'>): Promise<{ orderNo: string; amount: number }> {
  await ask('vehicles.add', { plate: plate ?? '' })
  const { quote, due } = await ask('bill.open', { stay: id })
  const opened = await ask('payment.open', { quote })
  if (opened.kind !== 'pay') throw new Error('nothing to pay')
  await machine.pay.cashier.pay(opened.params.package.replace('prepay_id=', ''), LI)
  await machine.pay.idle()
  return { orderNo: opened.orderNo, amount: due }
}

const untilNoonAfter = (day: ReturnType<typeof dayOf>) =>
  machine.clock.push(startOfDay(dayAfter(day)) + 12 * HOUR - now())

/** As a shell runs it. */
const inShell = (...args: string[]) =>
  new Promise<{ code: unknown; printed: string }>((resolve) => {
    const command = ['--import', 'tsx', 'local/operator/money/run.ts', ...args]
    const options = { cwd: ROOT, env: { ...process.env, ...env } }
    execFile(process.execPath, command, options, (error, stdout) =>
      resolve({ code: error?.code ?? 0, printed: stdout }),
    )
  })

test('a day of payments is shown beside the bill; a refund made in the console is a difference with a way on', async () => {
  untilNoonAfter(dayOf(now()))
  const day = dayOf(now())
  const [, first, second] = parkedCars(now()).stays
  if (!first || !second) throw new Error('the demo lot is empty')
  const paid = [await pays(first), await pays(second)]
  const sum = yuan(fen(paid.reduce((total, { amount }) => total + amount, 0)))
  expect((await run(['day', day], env)).text).toContain('次日上午 10 点后')
  expect(await run(['return', paid[0]?.orderNo ?? '', '1.00'], env)).toMatchObject({
    exitCode: 1,
    text: expect.stringContaining('没有退款：车辆还在场内'),
  })
  expect(await run(['open'], env)).toEqual({ text: '没有未了结的。', exitCode: 0 })
  expect(await run(['returned', paid[0]?.orderNo ?? ''], env)).toMatchObject({
    exitCode: 1,
    text: expect.stringContaining('没有待退的钱'),
  })
  untilNoonAfter(day)
  const agreed = await inShell('day', day)
  expect(agreed.printed).toMatch(
    new RegExp(`收款（微信 2 笔） +${sum} +${sum} +¥0.00\\n退款（微信 0 笔） +¥0.00 +¥0.00 +¥0.00`),
  )
  expect(agreed.printed).toContain(`资金账单：收款 ${sum}，退款 ¥0.00，手续费 ¥0`)
  expect(agreed).toMatchObject({ code: 0, printed: expect.stringContaining('两边一致') })

  const today = dayOf(now())
  const refund = {
    out_trade_no: paid[0]?.orderNo,
    out_refund_no: 'CONSOLE1',
    amount: { refund: 100, total: paid[0]?.amount, currency: 'CNY' },
  }
  expect(await merchantRequest(machine.pay, now)('POST', '/v3/refund/domestic/refunds', refund)).toMatchObject({
    status: 200,
  })
  untilNoonAfter(today)
  const differs = await inShell('day', today)
  expect(differs).toMatchObject({ code: 1, printed: expect.stringContaining('差异 1：微信已退款，本系统没有这笔退款') })
  expect(differs.printed).toMatch(/单号 CONSOLE1，订单 \w+，.+，本系统 无，微信支付 ¥1\.00\n +怎么办：/)

  const days = await run(['days', day, today], env)
  expect(days.exitCode).toBe(1)
  expect(days.text).toMatch(new RegExp(`${day} +一致 .+\\n${today} +有差异 .+ 1\\n`))
}, 90_000)

describe('the door of the function', () => {
  const question = { ask: 'money.day', day: '2026-11-21' }

  /** From the note by which the command finds it. */
  async function keyOfThisMachine(): Promise<string> {
    const note = await findDoor(dir)
    if (!note) throw new Error('no note')
    return note.key
  }

  test('a phone cannot ask what operators ask, whatever it knows', async () => {
    const asked = machine.cloud.call('operator', { key: await keyOfThisMachine(), question }, { openid: LI })
    await expect(asked).rejects.toMatchObject({ errMsg: expect.stringContaining('not for phones') })
  })

  test('nor can anybody else without the key, and neither refusal nor log tells it', async () => {
    const key = await keyOfThisMachine()
    Object.assign(process.env, machine.cloud.gatewayEnv())
    for (const event of [question, { question }, { key: key.replace(/.$/, '!'), question }]) {
      const refused: unknown = await callFunction('operator', event, 60_000).catch((error: unknown) => error)
      expect(String(refused)).toContain('OPERATOR_KEY is missing or wrong')
      expect(inspect(refused, { depth: 9 })).not.toContain(key.slice(0, -1))
    }
    expect(await callFunction('operator', { key, question }, 60_000)).toMatchObject({ answer: expect.any(String) })
    expect(logged.join('\n')).not.toContain(key.slice(0, -1))
  })

  test('the note is for its owner alone; a wrong key in it is told in words', async () => {
    const file = path.join(dir, 'operator.json')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const note = readFileSync(file, 'utf8')
    writeFileSync(file, JSON.stringify({ ...(JSON.parse(note) as object), key: 'another' }))
    expect(await run(['day', '2026-11-21'], env)).toMatchObject({
      exitCode: 2,
      text: expect.stringContaining('OPERATOR_KEY 不对'),
    })
    writeFileSync(file, note)
  })
})

describe('the door of `sweep`', () => {
  test('a phone cannot call it by its name', async () => {
    const called = machine.cloud.call('sweep', { Type: 'Timer', TriggerName: 'every-minute' }, { openid: LI })
    await expect(called).rejects.toMatchObject({ errMsg: expect.stringContaining('not for phones') })
  })

  test('the timer can: it compares a day that nobody asked about', async () => {
    const day = dayAfter(dayOf(now()), -3)
    const isCompared = async () => !(await run(['days', day, day], env)).text.includes('未对账')
    while (!(await isCompared())) machine.clock.push(60_000)
  }, 60_000)
})

test('without a cloud, keys or sense, it says what is missing', async () => {
  const nowhere = { BOYI_DATA: path.join(dir, 'nowhere') }
  expect(await run(['day', '2026-11-21'], nowhere)).toMatchObject({
    exitCode: 2,
    text: expect.stringContaining('没有在运行'),
  })
  expect(await run(['day', '2026-11-21'], { CLOUDBASE_ENV: 'park-1' })).toMatchObject({
    exitCode: 2,
    text: expect.stringContaining('TENCENTCLOUD_SECRETID、TENCENTCLOUD_SECRETKEY、OPERATOR_KEY'),
  })
  expect(await run(['day', '2026-02-30'], env)).toMatchObject({
    exitCode: 2,
    text: expect.stringContaining('没有这样的日期'),
  })
  expect(await run(['--help'])).toMatchObject({ exitCode: 0, text: expect.stringContaining('退出码') })
  expect(await run(['weeks'])).toMatchObject({ exitCode: 2 })
  expect(await run(['return', 'order', '5,00'], env)).toMatchObject({ exitCode: 2 })
  expect(await run(['return', 'order', '5.00'], env)).toMatchObject({
    exitCode: 1,
    text: expect.stringContaining('没有找到'),
  })
  expect(await run(['returned', 'order'], env)).toMatchObject({
    exitCode: 1,
    text: expect.stringContaining('没有这张订单'),
  })
  expect(await run(['open', 'order'], env)).toMatchObject({ exitCode: 2 })
})
