/** Durable writes and transactions through the unmodified SDK: the gateway in one process, the callers in another. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openCloud, openDatabase } from '../../cloudfunctions/server/cloudbase/sdk'
import { cloudbaseStore } from '../../cloudfunctions/server/cloudbase/store'
import type { InboxDoc } from '../../cloudfunctions/server/documents'
import type { Store } from '../../cloudfunctions/server/ports'
import type { Instant } from '../../domain/time'
import { gatewayProcess } from '../support/gateway-process'
import type { Bench, Figure } from './figure'
import { median } from './median'

const ROUNDS = 5
const CALLERS = 16
const WRITES = 1000
const TRANSACTIONS = 400
/** About 1 KB, like a stay with its payments. */
const ANSWER = 'x'.repeat(900)

export const bench: Bench = async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'boyi-bench-'))
  const gateway = await gatewayProcess({
    dir,
    functions: path.resolve('dist/cloudfunctions'),
    indexes: path.resolve('cloudfunctions/indexes.json'),
    http: {},
    env: {},
    timers: 'manual',
  })
  Object.assign(process.env, gateway.env)
  openCloud()
  const store = cloudbaseStore(openDatabase())
  try {
    return [
      await figure('store.writes', 700, WRITES, (id) => store.insert('inbox', entry(id))),
      await figure('store.transactions', 250, TRANSACTIONS, (id) => answered(store, id)),
    ]
  } finally {
    await gateway.kill()
    rmSync(dir, { recursive: true, force: true })
  }
}

/** A transaction that reads one document and writes another. */
function answered(store: Store, id: string): Promise<void> {
  return store.transaction(async (tx) => {
    const known = await tx.get('inbox', `store.writes-0-${Number(id.split('-').at(-1)) % WRITES}`)
    await tx.put('inbox', { ...entry(id), answer: known?.answer ?? '' })
  })
}

async function figure(
  name: string,
  budget: number,
  count: number,
  act: (id: string) => Promise<void>,
): Promise<Figure> {
  const rates: number[] = []
  await round(CALLERS * 4, (at) => act(`${name}-warm-${at}`))
  for (let turn = 0; turn < ROUNDS; turn++) {
    const seconds = await round(count, (at) => act(`${name}-${turn}-${at}`))
    rates.push(count / seconds)
  }
  return {
    name,
    value: Math.round(median(rates)),
    unit: 'per second',
    budget,
    better: 'higher',
    callers: CALLERS,
    rounds: ROUNDS,
  }
}

/** Seconds for all of it, shared among the callers. */
async function round(count: number, act: (at: number) => Promise<void>): Promise<number> {
  const started = performance.now()
  let next = 0
  const caller = async () => {
    while (next < count) await act(next++)
  }
  await Promise.all(Array.from({ length: CALLERS }, caller))
  return (performance.now() - started) / 1000
}

const entry = (id: string): InboxDoc => ({ _id: id, at: 1 as Instant, answer: ANSWER })
