import fc from 'fast-check'
import type { OpenId } from '../../../domain/payment'
import type { Plate } from '../../../domain/plate'
import type { LotId, StayId } from '../../../domain/stay'
import type { Instant } from '../../../domain/time'
import type { AttemptDoc, InboxDoc, OutboxDoc, StayDoc, VehicleDoc } from '../../../cloudfunctions/server/documents'
import { AlreadyExists, type Store, StoreBusy } from '../../../cloudfunctions/server/ports'

export interface StoreUnderTest {
  store: Store
  close(): Promise<void>
}

/** What every store must do. Collections and indexes are the deployed ones. */
export function storeBehaves(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(name, () => {
    let under: StoreUnderTest
    let store: Store
    let made = 0
    /** Names that no other test of the suite uses. */
    const fresh = (what: string) => `${what}-${++made}`

    beforeAll(async () => {
      under = await make()
      store = under.store
    })
    afterAll(() => under.close())

    describe('single documents', () => {
      test('what was inserted is there, to the last field', async () => {
        const car = vehicle(fresh('car'))
        await store.insert('vehicles', car)
        expect(await store.get('vehicles', car._id)).toEqual(car)
      })

      test('what was never inserted is undefined', async () => {
        expect(await store.get('vehicles', 'nobody')).toBeUndefined()
      })

      test('null, empty lists, empty text and big numbers come back as they were', async () => {
        const parked = {
          ...stay(fresh('stay')),
          owner: null,
          payments: [],
          enteredAt: 9_007_199_254_740_991 as Instant,
        }
        await store.insert('stays', parked)
        expect(await store.get('stays', parked._id)).toEqual(parked)
      })

      test('an id that is taken stays with its owner', async () => {
        const first = vehicle(fresh('car'))
        await store.insert('vehicles', first)
        await expect(store.insert('vehicles', { ...first, isDefault: true })).rejects.toThrow(AlreadyExists)
        expect(await store.get('vehicles', first._id)).toEqual(first)
      })

      test('a unique index that is taken refuses the second document', async () => {
        const first = stay(fresh('stay'))
        const second = { ...stay(fresh('stay')), id: first.id }
        await store.insert('stays', first)
        await expect(store.insert('stays', second)).rejects.toThrow(AlreadyExists)
        await expect(store.put('stays', second)).rejects.toThrow(AlreadyExists)
        expect(await store.get('stays', second._id)).toBeUndefined()
      })

      test('of twenty racing for one unique key one wins', async () => {
        const id = fresh('stay') as StayId
        const racers = Array.from({ length: 20 }, () => ({ ...stay(fresh('place')), id }))
        const ends = await Promise.allSettled(racers.map((racer) => store.insert('stays', racer)))
        expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
        expect(await store.count('stays', { id })).toBe(1)
      })

      test('put writes the whole document, first or again', async () => {
        const car = vehicle(fresh('car'))
        await store.put('vehicles', car)
        const { colour: _, ...withoutColour } = { ...car, isDefault: true }
        await store.put('vehicles', withoutColour as VehicleDoc)
        expect(await store.get('vehicles', car._id)).toEqual(withoutColour)
      })

      test('update replaces the named fields whole and leaves the others', async () => {
        const item = { ...outboxItem(fresh('item')), effect: { do: 'refund', orderNo: 'N1', extra: 1 } as never }
        await store.insert('outbox', item)
        expect(await store.update('outbox', item._id, { effect: { do: 'refund' } as never, tries: 3 })).toBe(true)
        expect(await store.get('outbox', item._id)).toEqual({ ...item, effect: { do: 'refund' }, tries: 3 })
      })

      test('update with an empty object empties the field, and with undefined removes it', async () => {
        const item = outboxItem(fresh('item'))
        await store.insert('outbox', item)
        await store.update('outbox', item._id, { effect: {} as never, dueAt: undefined })
        const { dueAt: _, ...rest } = item
        expect(await store.get('outbox', item._id)).toEqual({ ...rest, effect: {} })
      })

      test('update says whether the document is there, even when nothing changes', async () => {
        const item = outboxItem(fresh('item'))
        await store.insert('outbox', item)
        expect(await store.update('outbox', item._id, { state: item.state })).toBe(true)
        expect(await store.update('outbox', fresh('missing'), { state: 'dead' })).toBe(false)
      })

      test('remove says whether there was something', async () => {
        const car = vehicle(fresh('car'))
        await store.insert('vehicles', car)
        expect(await store.remove('vehicles', car._id)).toBe(true)
        expect(await store.remove('vehicles', car._id)).toBe(false)
        expect(await store.get('vehicles', car._id)).toBeUndefined()
      })

      test('a unique key is free again once its document is gone', async () => {
        const first = stay(fresh('stay'))
        await store.insert('stays', first)
        await store.remove('stays', first._id)
        await store.insert('stays', { ...stay(fresh('stay')), id: first.id })
      })
    })

    describe('questions', () => {
      test('documents are found by an index, in order, by pages', async () => {
        const owner = fresh('owner') as OpenId
        const times = [5, 3, 9, 1, 7]
        for (const at of times)
          await store.insert('payAttempts', { ...attempt(fresh('N')), payer: owner, paidAt: at as Instant })
        const page = (skip: number) => ({ limit: 2, skip, orderBy: [['paidAt', 'desc']] as const })
        const pages = await Promise.all(
          [0, 2, 4].map((skip) => store.find('payAttempts', { payer: owner }, page(skip))),
        )
        expect(pages.map((docs) => docs.map(({ paidAt }) => paidAt))).toEqual([[9, 7], [5, 3], [1]])
      })

      test('a bound, a list of values and an inequality all narrow', async () => {
        const owner = fresh('owner') as OpenId
        for (const at of [1, 2, 3, 4, null]) {
          await store.insert('payAttempts', { ...attempt(fresh('N')), payer: owner, paidAt: at as Instant })
        }
        const paidAt = async (where: object) => {
          const found = await store.find('payAttempts', { payer: owner, ...where }, { limit: 10 })
          return found.map((each) => each.paidAt).sort()
        }
        expect(await paidAt({ paidAt: { gt: 1, lte: 3 } })).toEqual([2, 3])
        expect(await paidAt({ paidAt: { in: [1, 4, 8] } })).toEqual([1, 4])
        expect(await paidAt({ paidAt: { ne: null } })).toEqual([1, 2, 3, 4])
        expect(await paidAt({ paidAt: null })).toEqual([null])
      })

      test('count counts what find finds', async () => {
        const lot = fresh('lot') as LotId
        for (const state of ['inside', 'inside', 'left'] as const)
          await store.insert('stays', { ...stay(fresh('stay')), lot, state })
        expect(await store.count('stays', { lot, state: 'inside' })).toBe(2)
        expect(await store.find('stays', { lot, state: 'inside' }, { limit: 10 })).toHaveLength(2)
      })

      test('a question that no index serves is refused, and names the index', async () => {
        await expect(store.find('vehicles', { colour: 'blue' }, { limit: 1 })).rejects.toThrow(/no index.*"colour": 1/)
        await expect(store.count('outbox', { tries: 1 })).rejects.toThrow(/no index.*"tries": 1/)
        const ordered = { limit: 1, orderBy: [['dueAt', 'asc']] as const }
        await expect(store.find('outbox', { tries: 1 }, ordered)).rejects.toThrow(/no index/)
      })
    })

    describe('conditional updates', () => {
      test('a change happens only while the condition holds', async () => {
        const item = outboxItem(fresh('item'))
        await store.insert('outbox', item)
        expect(await store.updateIf('outbox', item._id, { state: 'due' }, { state: 'dead' })).toBe(true)
        expect(await store.updateIf('outbox', item._id, { state: 'due' }, { state: 'dead' })).toBe(false)
        expect(await store.updateIf('outbox', fresh('missing'), { state: 'due' }, { state: 'dead' })).toBe(false)
        expect((await store.get('outbox', item._id))?.state).toBe('dead')
      })

      test('of twenty racing for one condition one wins', async () => {
        const item = outboxItem(fresh('item'))
        await store.insert('outbox', item)
        const wins = await Promise.all(
          Array.from({ length: 20 }, (_, at) => store.updateIf('outbox', item._id, { tries: 0 }, { tries: at + 1 })),
        )
        expect(wins.filter(Boolean)).toHaveLength(1)
      })
    })

    describe('transactions', () => {
      test('a failed transaction leaves nothing behind, and its error comes out', async () => {
        const [first, second] = [vehicle(fresh('car')), vehicle(fresh('car'))]
        await store.insert('vehicles', first)
        const failing = store.transaction(async (tx) => {
          await tx.put('vehicles', { ...first, isDefault: true })
          await tx.insert('vehicles', second)
          await tx.remove('vehicles', first._id)
          throw new Error('changed my mind')
        })
        await expect(failing).rejects.toThrow('changed my mind')
        expect(await store.get('vehicles', first._id)).toEqual(first)
        expect(await store.get('vehicles', second._id)).toBeUndefined()
      })

      test('a transaction sees its own writes, others see them together after it', async () => {
        const item = outboxItem(fresh('item'))
        const seen = await store.transaction(async (tx) => {
          await tx.insert('outbox', item)
          expect(await tx.update('outbox', item._id, { tries: 1 })).toBe(true)
          expect(await store.get('outbox', item._id)).toBeUndefined()
          return tx.get('outbox', item._id)
        })
        expect(seen).toEqual({ ...item, tries: 1 })
        expect(await store.get('outbox', item._id)).toEqual({ ...item, tries: 1 })
      })

      test('a transaction reads one moment, whatever is written meanwhile', async () => {
        const [one, other] = [outboxItem(fresh('item')), outboxItem(fresh('item'))]
        await store.insert('outbox', one)
        await store.insert('outbox', other)
        const tries = await store.transaction(async (tx) => {
          const before = await tx.get('outbox', one._id)
          await store.update('outbox', other._id, { tries: 9 })
          await store.remove('outbox', one._id)
          const after = await tx.get('outbox', other._id)
          return [before?.tries, after?.tries, (await tx.get('outbox', one._id))?.tries]
        })
        expect(tries).toEqual([0, 0, 0])
      })

      test('twenty transactions on one document all count', async () => {
        const item = outboxItem(fresh('item'))
        await store.insert('outbox', item)
        const counting = () =>
          store.transaction(async (tx) => {
            const { tries } = (await tx.get('outbox', item._id)) as OutboxDoc
            await tx.update('outbox', item._id, { tries: tries + 1 })
          })
        const rounds = [counting, counting, counting, counting]
        for (let round = 0; round < 5; round++) await Promise.all(rounds.map((count) => count()))
        expect((await store.get('outbox', item._id))?.tries).toBe(20)
      })

      test('work runs again when a document changed since its snapshot', async () => {
        const item = outboxItem(fresh('item'))
        await store.insert('outbox', item)
        let runs = 0
        await store.transaction(async (tx) => {
          runs++
          const { tries } = (await tx.get('outbox', item._id)) as OutboxDoc
          if (runs === 1) await store.update('outbox', item._id, { tries: 40 })
          await tx.update('outbox', item._id, { tries: tries + 2 })
        })
        expect(runs).toBe(2)
        expect((await store.get('outbox', item._id))?.tries).toBe(42)
      })

      test('conflicts without end are given up as busy', async () => {
        const item = outboxItem(fresh('item'))
        await store.insert('outbox', item)
        let runs = 0
        const hopeless = store.transaction(async (tx) => {
          await tx.get('outbox', item._id)
          await store.update('outbox', item._id, { tries: ++runs })
          await tx.update('outbox', item._id, { tries: 1000 })
        })
        await expect(hopeless).rejects.toThrow(StoreBusy)
        expect(runs).toBeGreaterThan(3)
        expect((await store.get('outbox', item._id))?.tries).toBe(runs)
      })

      test('a plain write waits for the transaction that holds the document, and looks at it again', async () => {
        const item = outboxItem(fresh('item'))
        await store.insert('outbox', item)
        let waiting: Promise<boolean[]> | undefined
        const order: string[] = []
        await store.transaction(async (tx) => {
          await tx.update('outbox', item._id, { tries: 1 })
          waiting = Promise.all([
            store.updateIf('outbox', item._id, { tries: 0 }, { tries: 2 }),
            store.update('outbox', item._id, { state: 'dead' }).finally(() => order.push('plain write')),
          ])
          await new Promise((resolve) => setTimeout(resolve, 50))
          order.push('commit')
        })
        expect(await waiting).toEqual([false, true])
        expect(order).toEqual(['commit', 'plain write'])
        expect(await store.get('outbox', item._id)).toEqual({ ...item, tries: 1, state: 'dead' })
      })

      test('a taken key inside a transaction rolls all of it back, caught or not', async () => {
        const [taken, beside] = [vehicle(fresh('car')), vehicle(fresh('car'))]
        await store.insert('vehicles', taken)
        const adding = (caught: boolean) =>
          store.transaction(async (tx) => {
            await tx.insert('vehicles', beside)
            await tx.insert('vehicles', { ...taken, isDefault: true }).catch((error: unknown) => {
              if (!caught) throw error
            })
          })
        await expect(adding(false)).rejects.toThrow(AlreadyExists)
        await expect(adding(true)).rejects.toThrow(AlreadyExists)
        expect(await store.get('vehicles', beside._id)).toBeUndefined()
        expect(await store.get('vehicles', taken._id)).toEqual(taken)
      })

      test('two transactions never commit the same unique key', async () => {
        const id = fresh('stay') as StayId
        const racers = Array.from({ length: 6 }, () => ({ ...stay(fresh('place')), id }))
        const ends = await Promise.allSettled(
          racers.map((racer) => store.transaction((tx) => tx.insert('stays', racer))),
        )
        expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
        const reasons = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []))
        expect(reasons.every((reason) => reason instanceof AlreadyExists)).toBe(true)
        expect(await store.count('stays', { id })).toBe(1)
      })

      test('a stay that ends moves to its own id, and its place is free, in one step', async () => {
        const parked = stay(fresh('place'))
        await store.insert('stays', parked)
        await store.transaction(async (tx) => {
          await tx.remove('stays', parked._id)
          await tx.insert('stays', { ...parked, _id: parked.id, state: 'left' })
        })
        expect(await store.get('stays', parked._id)).toBeUndefined()
        expect((await store.get('stays', parked.id))?.state).toBe('left')
        expect(await store.count('stays', { id: parked.id })).toBe(1)
      })
    })

    test('any row of writes ends as it would in a plain map', async () => {
      const ids = ['a', 'b', 'c'].map((id) => fresh(id))
      const steps = fc.array(
        fc.record({
          call: fc.constantFrom('insert', 'put', 'update', 'updateIf', 'remove' as const),
          id: fc.constantFrom(...ids),
          answer: fc.constantFrom('x', 'y', 'z'),
          together: fc.boolean(),
        }),
        { maxLength: 12 },
      )
      await fc.assert(
        fc.asyncProperty(steps, async (row) => {
          const model = new Map<string, InboxDoc>()
          for (const id of ids) await store.remove('inbox', id)
          for (const step of row) {
            const told = step.together
              ? await store.transaction((tx) => single(tx, store, step))
              : await single(store, store, step)
            expect(told).toBe(expected(model, step))
          }
          for (const id of ids) expect(await store.get('inbox', id)).toEqual(model.get(id))
        }),
        { numRuns: 15 },
      )
    })
  })
}

interface Step {
  call: 'insert' | 'put' | 'update' | 'updateIf' | 'remove'
  id: string
  answer: string
  together: boolean
}

const INBOX_AT = 7 as Instant

/** One step on the store; a conditional update is never part of a transaction. */
async function single(tx: Pick<Store, 'insert' | 'put' | 'update' | 'remove' | 'get'>, store: Store, step: Step) {
  const { id, answer } = step
  const doc: InboxDoc = { _id: id, at: INBOX_AT, answer }
  if (step.call === 'remove') return tx.remove('inbox', id)
  if (step.call === 'update') return tx.update('inbox', id, { answer })
  if (step.call === 'updateIf') return store.updateIf('inbox', id, { answer: { ne: answer } }, { answer })
  if (step.call === 'put') return tx.put('inbox', doc).then(() => true)
  if (await tx.get('inbox', id)) return false
  return tx.insert('inbox', doc).then(() => true)
}

function expected(model: Map<string, InboxDoc>, { call, id, answer }: Step): boolean {
  const current = model.get(id)
  if (call === 'remove') return model.delete(id)
  if (call === 'insert' && current) return false
  if ((call === 'update' || call === 'updateIf') && !current) return false
  if (call === 'updateIf' && current?.answer === answer) return false
  model.set(id, { _id: id, at: INBOX_AT, answer })
  return true
}

const vehicle = (id: string): VehicleDoc => ({
  _id: id,
  owner: 'oOwner' as OpenId,
  plate: '京A12345' as Plate,
  colour: 'blue',
  isDefault: false,
  addedAt: 1_795_371_364_692 as Instant,
})

const outboxItem = (id: string): OutboxDoc => ({
  _id: id,
  effect: { do: 'refund', orderNo: 'N1' as never },
  state: 'due',
  dueAt: 1_795_371_364_692 as Instant,
  tries: 0,
})

/** Fields that the tests do not look at are left out. */
const stay = (id: string) =>
  ({
    _id: id,
    id: `${id}-id` as StayId,
    lot: 'lot' as LotId,
    plate: '京A12345' as Plate,
    owner: null,
    state: 'inside',
    payments: [],
  }) as unknown as StayDoc

const attempt = (id: string) => ({ _id: id, open: false, paidAt: null }) as unknown as AttemptDoc
