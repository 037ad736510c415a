import type { StayId } from '../../../domain/stay'
import type { OutboxDoc } from '../../../cloudfunctions/server/documents'
import { AlreadyExists, type Store, StoreBusy } from '../../../cloudfunctions/server/ports'
import { fresh, outboxItem, stay, vehicle } from './samples'

/** Several documents together, or none. */
export function transactionsBehave(current: () => Store): void {
  let store: Store
  beforeAll(() => {
    store = current()
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
      const ends = await Promise.allSettled(racers.map((racer) => store.transaction((tx) => tx.insert('stays', racer))))
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
}
