import type { OpenId } from '../../../domain/payment'
import type { LotId } from '../../../domain/stay'
import type { Instant } from '../../../domain/time'
import type { Store } from '../../../cloudfunctions/server/ports'
import { attempt, fresh, stay } from './samples'

/** Many documents at once. */
export function questionsBehave(current: () => Store): void {
  let store: Store
  beforeAll(() => {
    store = current()
  })

  describe('questions', () => {
    test('documents are found by an index, in order, by pages', async () => {
      const owner = fresh('owner') as OpenId
      const times = [5, 3, 9, 1, 7]
      for (const at of times)
        await store.insert('payAttempts', { ...attempt(fresh('N')), payer: owner, paidAt: at as Instant })
      const page = (skip: number) => ({ limit: 2, skip, orderBy: [['paidAt', 'desc']] as const })
      const pages = await Promise.all([0, 2, 4].map((skip) => store.find('payAttempts', { payer: owner }, page(skip))))
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
}
