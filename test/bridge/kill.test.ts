import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBridge } from '../../bridge/bridge'
import { simulatedLanes } from '../../bridge/drivers/simulated'
import { keysFrom, sign } from '../../bridge/signature'
import type { CommandId, LaneId } from '../../domain/gate'
import { fakeCloud, LOT, SECRETS, type FakeCloud } from './fake-cloud'
import { openFor, pause } from './lot-under-test'

const KILLS = 3

let dir: string
let cloud: FakeCloud
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'bridge-'))
  cloud = await fakeCloud()
})
afterEach(async () => {
  await cloud.close()
  rmSync(dir, { recursive: true, force: true })
})

async function runAndKill(run: number): Promise<void> {
  const before = cloud.messages.length
  const program = join(__dirname, 'bridge-to-kill.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', program, dir, cloud.url, SECRETS.k1, `run${run}`], {
    stdio: 'inherit',
  })
  try {
    for (const end = Date.now() + 8_000; cloud.messages.length < before + 40 && Date.now() < end;) await pause(10)
  } finally {
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
  }
}

/** The same bridge once more, without cars, until its queue is empty. */
async function tellTheRest(): Promise<void> {
  const lane = 'north:out' as LaneId
  const { driver } = simulatedLanes([lane])
  const lanes = [{ id: lane, direction: 'exit', open: true, alone: 'wait' }] as const
  const bridge = await startBridge({ lot: LOT, lanes, driver, keys: SECRETS, cloudUrl: cloud.url, dir, now: Date.now })
  const headers = () => sign({ method: 'GET', path: '/v1/health', body: '' }, keysFrom(SECRETS), Date.now())
  const health = async () => (await fetch(`${bridge.url}/v1/health`, { headers: headers() })).json()
  try {
    for (const end = Date.now() + 5_000; Date.now() < end; await pause(20))
      if (((await health()) as { eventsWaiting: number }).eventsWaiting === 0) return
    throw new Error('events still wait')
  } finally {
    await bridge.close()
  }
}

const lines = (file: string) => readFileSync(join(dir, file), 'utf8').trim().split('\n')
const twice = (items: readonly unknown[]) => items.filter((item, index) => items.indexOf(item) !== index)

test('a bridge that is killed again and again loses no event and raises the arm once per car', async () => {
  cloud.decide = ({ event }) =>
    event.type === 'vehicle.atLane'
      ? { do: 'open', command: openFor(event.lane, event.visit, { id: `cmd-${event.visit}` as CommandId }), show: '' }
      : undefined
  for (let run = 1; run <= KILLS; run++) await runAndKill(run)
  await tellTheRest()

  const inOrder = cloud.messages.map(({ sequence }) => sequence)
  const told = new Set(inOrder)
  expect(told.size).toBe(Math.max(...inOrder))
  expect(told.size).toBeGreaterThan(KILLS * 30)
  // A message may come again after a kill, but never before the one that precedes it.
  inOrder.forEach((sequence, index) => expect(sequence).toBeLessThanOrEqual((inOrder[index - 1] ?? 0) + 1))
  expect(twice(lines('raised.log'))).toEqual([])
  const announced = new Set(
    cloud.messages.flatMap(({ event }) => (event.type === 'vehicle.atLane' ? [event.visit] : [])),
  )
  expect(announced.size).toBeGreaterThanOrEqual(lines('arrived.log').length)
})
