import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCloud, openDatabase } from '../../../cloudfunctions/server/cloudbase/sdk'
import { cloudbaseStore } from '../../../cloudfunctions/server/cloudbase/store'
import type { InboxDoc } from '../../../cloudfunctions/server/documents'
import type { Store } from '../../../cloudfunctions/server/ports'
import type { Instant } from '../../../domain/time'
import { gatewayProcess } from '../../support/gateway-process'

const root = join(__dirname, '../../..')
const KILLS = 4
const WRITES_PER_LIFE = 300
const WRITERS = 12

let dir: string

beforeAll(() => (dir = mkdtempSync(join(tmpdir(), 'boyi-kill-'))))
afterAll(() => rmSync(dir, { recursive: true }))

test('no write that was acknowledged is lost when the gateway is killed', async () => {
  const acknowledged = new Map<string, string>()
  const pairs = new Set<string>()
  let { gateway, store } = await start()
  for (let life = 0; life < KILLS; life++) {
    const until = acknowledged.size + WRITES_PER_LIFE
    const writers = Array.from({ length: WRITERS }, (_, writer) =>
      writeUntilKilled(store, `${life}-${writer}`, acknowledged, pairs),
    )
    await enough(() => acknowledged.size >= until)
    await gateway.kill()
    await Promise.all(writers)
    ;({ gateway, store } = await start(gateway.url))
  }
  expect(acknowledged.size).toBeGreaterThanOrEqual(KILLS * WRITES_PER_LIFE)
  expect(await lost(store, acknowledged)).toEqual([])
  expect(await torn(store, pairs)).toEqual([])
  await gateway.kill()
}, 120_000)

/** The same port again, as the SDK in this process knows no other. */
async function start(url?: string) {
  const gateway = await gatewayProcess({
    dir,
    functions: join(root, 'dist/cloudfunctions'),
    indexes: join(root, 'cloudfunctions/indexes.json'),
    http: {},
    env: {},
    timers: 'manual',
    port: url ? Number(new URL(url).port) : 0,
  })
  Object.assign(process.env, gateway.env)
  openCloud()
  return { gateway, store: cloudbaseStore(openDatabase()) }
}

/** Inserts, updates and two-document transactions, one after another, until the gateway no longer answers. */
async function writeUntilKilled(
  store: Store,
  name: string,
  acknowledged: Map<string, string>,
  pairs: Set<string>,
): Promise<void> {
  try {
    for (let count = 0; ; count++) {
      const id = `${name}-${count}`
      pairs.add(id)
      await store.insert('inbox', entry(id, 'inserted'))
      acknowledged.set(id, 'inserted')
      if (count % 5 === 4) {
        await store.transaction(async (tx) => {
          await tx.insert('inbox', entry(`${id}-left`, 'pair'))
          await tx.insert('inbox', entry(`${id}-right`, 'pair'))
        })
        acknowledged.set(`${id}-left`, 'pair').set(`${id}-right`, 'pair')
      }
      if (count % 3 === 2) {
        acknowledged.delete(id)
        await store.update('inbox', id, { answer: 'updated' })
        acknowledged.set(id, 'updated')
      }
    }
  } catch (error) {
    if (!/ECONNREFUSED|ECONNRESET|socket hang up|EPIPE/.test(String(error))) throw error
  }
}

async function lost(store: Store, acknowledged: Map<string, string>): Promise<string[]> {
  const found = await inGroups([...acknowledged], async ([id, answer]) => {
    return (await store.get('inbox', id))?.answer === answer ? [] : [id]
  })
  return found.flat()
}

/** Transactions of which one half is there without the other, acknowledged or not. */
async function torn(store: Store, names: Set<string>): Promise<string[]> {
  const found = await inGroups([...names], async (name) => {
    const [left, right] = [await store.get('inbox', `${name}-left`), await store.get('inbox', `${name}-right`)]
    return Boolean(left) === Boolean(right) ? [] : [name]
  })
  return found.flat()
}

async function inGroups<Item, Found>(items: readonly Item[], look: (item: Item) => Promise<Found>): Promise<Found[]> {
  const found: Found[] = []
  for (let at = 0; at < items.length; at += 50) found.push(...(await Promise.all(items.slice(at, at + 50).map(look))))
  return found
}

async function enough(reached: () => boolean): Promise<void> {
  while (!reached()) await new Promise((resolve) => setTimeout(resolve, 5))
}

const entry = (id: string, answer: string): InboxDoc => ({ _id: id, at: 1 as Instant, answer })
