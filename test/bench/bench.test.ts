import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { withinBudget } from './figure'
import { loadBench } from './run'

test('an unknown group is named, with those there are', async () => {
  await expect(loadBench('sise')).rejects.toThrow(
    'there is no bench group sise; there are size, flows, store, cold-start, billing',
  )
})

test('a group without its module is told as that', async () => {
  await expect(loadBench('store', '/nowhere')).rejects.toThrow(
    'bench group store has no module: /nowhere/store.ts is missing',
  )
})

test('a module without a bench is told as that', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'boyi-bench-'))
  writeFileSync(path.join(folder, 'flows.ts'), 'export const other = 1\n')
  await expect(loadBench('flows', folder)).rejects.toThrow('exports no function bench')
  rmSync(folder, { recursive: true })
})

test('a time may not exceed its budget, a rate may not fall below', () => {
  const time = { name: 'coldStart.api', unit: 'ms', budget: 200 }
  const rate = { name: 'store.writes', unit: '1/s', budget: 700, better: 'higher' as const }
  expect([200, 201].map((value) => withinBudget({ ...time, value }))).toEqual([true, false])
  expect([700, 699].map((value) => withinBudget({ ...rate, value }))).toEqual([true, false])
})
