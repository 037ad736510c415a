/** The operator's command against the real local cloud, with the functions as they ship. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startMachine, type Machine } from '../../../local/machine'
import { run } from '../../../local/operator/coupons/run'
import { freePorts } from '../../support/free-ports'

const dir = mkdtempSync(path.join(tmpdir(), 'boyi-coupons-'))
const env = { BOYI_DATA: dir }
const at = (name: string) => path.join(dir, name)
let machine: Machine

beforeAll(async () => {
  machine = await startMachine({ dir, port: await freePorts(4), compile: false })
}, 60_000)
afterAll(async () => {
  await machine.close()
  rmSync(dir, { recursive: true, force: true })
})

const BATCH = {
  id: 'shop',
  name: '商场赠券',
  takesOff: { type: 'minutes', minutes: 60 },
  from: '2026-01-01',
  to: '2030-12-31',
  count: 201,
}

function file(name: string, content: object): string {
  writeFileSync(at(name), JSON.stringify(content))
  return at(name)
}

test('a batch is issued once, over as many calls as it takes, counted and withdrawn', async () => {
  const issue = ['issue', file('shop.json', BATCH), '--csv', at('shop.csv')]
  expect(await run(issue, env)).toMatchObject({ exitCode: 0, text: expect.stringContaining('共 201 张') as string })
  const listed = readFileSync(at('shop.csv'), 'utf8').trim().split('\n')
  expect(listed).toHaveLength(202)
  expect(new Set(listed).size).toBe(202)

  await run(issue, env)
  expect(readFileSync(at('shop.csv'), 'utf8').trim().split('\n')).toEqual(listed)
  expect((await run(['show', 'shop'], env)).text).toContain('共 201 张：未用 201，付款中 0，已用 0')
  const withdrawn = await run(['withdraw', 'shop'], env)
  expect(withdrawn.text).toMatch(/共 201 张，\d{4}-\d\d-\d\d \d\d:\d\d 作废：未用 201，付款中 0，已用 0/)
  expect(await run(issue, env)).toMatchObject({ exitCode: 1, text: expect.stringContaining('已经作废') as string })
}, 60_000)

test('two operators who issue the same batch at once get the same codes, as many as it says', async () => {
  const twice = file('twice.json', { ...BATCH, id: 'twice', count: 120 })
  const told = await Promise.all(['one.csv', 'other.csv'].map((name) => run(['issue', twice, '--csv', at(name)], env)))
  expect(told.map(({ text }) => text)).toEqual([
    expect.stringContaining('共 120 张') as string,
    expect.stringContaining('共 120 张') as string,
  ])
  expect(readFileSync(at('one.csv'), 'utf8')).toBe(readFileSync(at('other.csv'), 'utf8'))
  expect((await run(['show', 'twice'], env)).text).toContain('未用 120，')
}, 60_000)

test('a batch with other terms under the same name is not issued, in words', async () => {
  await run(['issue', file('fixed.json', { ...BATCH, id: 'fixed', count: 1 })], env)
  const other = await run(['issue', file('fixed.json', { ...BATCH, id: 'fixed', count: 2 })], env)
  expect(other).toMatchObject({ exitCode: 1, text: expect.stringContaining('请换一个批次号') as string })
})

test('a sheet to print is written beside it', async () => {
  await run(['issue', file('few.json', { ...BATCH, id: 'few', count: 2 }), '--sheet', at('few.html')], env)
  expect(readFileSync(at('few.html'), 'utf8').match(/<article>/g)).toHaveLength(2)
})

test('a file with faults issues nothing, and each fault has its place', async () => {
  const told = await run(['issue', file('wrong.json', { ...BATCH, id: 'wrong', lots: ['elsewhere'] })], env)
  expect(told).toMatchObject({ exitCode: 1, text: expect.stringContaining('$.lots[0]: no lot elsewhere') as string })
  expect(await run(['show', 'wrong'], env)).toMatchObject({ exitCode: 1 })
})

test('without a machine that runs, the command says how to start one', async () => {
  expect(await run(['show', 'shop'], { BOYI_DATA: at('nowhere') })).toMatchObject({
    exitCode: 2,
    text: expect.stringContaining('npm start') as string,
  })
})
