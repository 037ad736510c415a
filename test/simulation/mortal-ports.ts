/** Ports as one call of a function sees them: each operation takes time, may lose its reply, and may be the function's last. */
import type { Ports, Store, Transaction } from '../../cloudfunctions/server/ports'
import type { Random } from './random'

/** The instance died: nothing of the call goes on. */
export class Crash extends Error {
  override name = 'Crash'
}

export const REPLY_LOST = 'the reply was lost on its way'

/** The life of one call. */
export interface Life {
  dead: boolean
  /** Operations until it dies; Infinity: it does not. */
  left: number
  /** Whether the last operation still has its effect. */
  effect: boolean
  /** The operation that it died in. */
  diedIn?: string
}

export interface Surroundings {
  random: Random
  sleep(ms: number): Promise<void>
  /** How likely a store's operation has its effect and loses its reply. */
  lossRate(): number
  /** A document was perhaps changed. */
  touched(collection: string, id: string): void
  happened(fault: string): void
}

const WRITES: ReadonlySet<string> = new Set(['insert', 'put', 'update', 'updateIf', 'remove'])

const PAY_CALLS = ['order', 'query', 'close', 'refund', 'refundState', 'tradeBill', 'fundBill'] as const

type Method = (...args: unknown[]) => Promise<unknown>
type Perform = (name: string, effect: () => Promise<unknown>) => Promise<unknown>
type Note = (collection: string, id: string) => void

export function mortalPorts(ports: Ports, life: Life, around: Surroundings): Ports {
  const perform: Perform = (name, effect) => operation(life, around, name, effect)
  const losing: Perform = (name, effect) => perform(name, () => losingReply(around, effect))
  return {
    ...ports,
    store: mortalStore(ports.store, perform, losing, around.touched),
    pay: { ...ports.pay, ...wrapped(ports.pay, 'pay', PAY_CALLS, perform) },
    bridge: wrapped(ports.bridge, 'bridge', ['send', 'state', 'current', 'eventDelay'], perform),
    messenger: wrapped(ports.messenger, 'messenger', ['send'], perform),
    log: {
      info: () => undefined,
      alarm: (event, facts) => void (life.dead || ports.log.alarm(event, facts)),
    },
  }
}

async function operation(
  life: Life,
  { random, sleep }: Surroundings,
  name: string,
  effect: () => Promise<unknown>,
): Promise<unknown> {
  await sleep(latency(random))
  if (life.dead) throw new Crash()
  life.left -= 1
  if (life.left > 0) return effect()
  if (life.effect) await effect().catch(() => undefined)
  life.dead = true
  life.diedIn = `${life.effect ? 'after' : 'before'} ${name}`
  throw new Crash()
}

/** Milliseconds. Mostly quick; sometimes so slow that a command's time is over. */
function latency(random: Random): number {
  if (random.chance(0.01)) return random.between(2_000, 18_000)
  return random.chance(0.1) ? random.between(200, 1_500) : random.between(0, 60)
}

async function losingReply({ random, lossRate, happened }: Surroundings, effect: () => Promise<unknown>) {
  const value = await effect()
  if (!random.chance(lossRate())) return value
  happened('store reply lost')
  throw new Error(REPLY_LOST)
}

/** Writes inside a transaction are seen when it is committed, or after the reply of the commit was lost. */
function mortalStore(store: Store, perform: Perform, losing: Perform, touched: Note): Store {
  const plain = documents(store, losing, touched)
  const methods = ['find', 'count'] as const
  return {
    ...plain,
    ...wrapped(store, 'store', methods, losing),
    updateIf: (collection, id, when, change) =>
      losing(`updateIf ${collection}`, () =>
        store.updateIf(collection, id, when, change).finally(() => touched(collection, id)),
      ) as Promise<boolean>,
    async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
      const writes: [string, string][] = []
      const note: Note = (...write) => void writes.push(write)
      const whole = () =>
        store
          .transaction(async (tx) => {
            const value = await work(documents(tx, perform, note))
            await perform('commit', () => Promise.resolve())
            return value
          })
          .finally(() => writes.forEach((write) => touched(...write)))
      return (await losing('transaction', whole)) as T
    },
  }
}

function documents(documents: Transaction, perform: Perform, touched: Note): Transaction {
  const methods = documents as unknown as Record<string, Method>
  const mortal =
    (name: string) =>
    (collection: string, ...args: unknown[]) =>
      perform(`${name} ${collection}`, async () => {
        try {
          return await methods[name]?.(collection, ...args)
        } finally {
          if (WRITES.has(name)) touched(collection, idOf(args[0]))
        }
      })
  const names = ['get', 'insert', 'put', 'update', 'remove']
  return Object.fromEntries(names.map((name) => [name, mortal(name)])) as unknown as Transaction
}

const idOf = (named: unknown): string => (typeof named === 'string' ? named : (named as { _id: string })._id)

function wrapped<Port extends object, Name extends keyof Port & string>(
  port: Port,
  label: string,
  names: readonly Name[],
  perform: Perform,
): Pick<Port, Name> {
  const mortal =
    (name: Name) =>
    (...args: unknown[]) =>
      perform(`${label}.${name}`, () => (port[name] as Method)(...args))
  return Object.fromEntries(names.map((name) => [name, mortal(name)])) as Pick<Port, Name>
}
