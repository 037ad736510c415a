import type { Instant } from '../../../domain/time'
import type { StayId } from '../../../domain/stay'
import type { VehicleDoc } from '../../../cloudfunctions/server/documents'
import { AlreadyExists, type Store } from '../../../cloudfunctions/server/ports'
import { fresh, outboxItem, stay, vehicle } from './samples'

/** One document at a time. */
export function documentsBehave(current: () => Store): void {
  let store: Store
  beforeAll(() => {
    store = current()
  })

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
}
