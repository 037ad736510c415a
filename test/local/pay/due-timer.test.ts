import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { movableClock, type Clock } from '../../../local/clock'
import { DueTimer } from '../../../local/pay/due-timer'

const HOUR = 3_600_000

let dir: string
let clock: Clock
let due: number | undefined
let rang: number[]
let timer: DueTimer
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'boyi-timer-'))
  clock = movableClock(path.join(dir, 'clock.json'))
  rang = []
  due = undefined
  timer = new DueTimer(
    clock,
    () => due,
    () => {
      rang.push(clock.now())
      due = undefined
    },
  )
})
afterEach(() => {
  timer.close()
  rmSync(dir, { recursive: true })
})

async function within(ms: number, holds: () => boolean) {
  for (const until = Date.now() + ms; Date.now() < until && !holds();) await wait(5)
}

test('what is due comes when real time has passed', async () => {
  const moment = clock.now() + 60
  due = moment
  timer.arm()
  await within(5_000, () => rang.length > 0)
  expect(rang[0]).toBeGreaterThanOrEqual(moment - 1)
})

test('what is due in an hour comes when the clock is pushed by one', async () => {
  due = clock.now() + HOUR
  timer.arm()
  await wait(30)
  expect(rang).toEqual([])
  clock.push(HOUR)
  await within(5_000, () => rang.length > 0)
  expect(rang).toHaveLength(1)
})

test('a closed timer stays silent', async () => {
  due = clock.now() + 20
  timer.arm()
  timer.close()
  clock.push(HOUR)
  await wait(50)
  expect(rang).toEqual([])
})
