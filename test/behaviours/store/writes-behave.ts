import fc from 'fast-check'
import type { Instant } from '../../../domain/time'
import type { InboxDoc } from '../../../cloudfunctions/server/documents'
import type { Store } from '../../../cloudfunctions/server/ports'
import { fresh } from './samples'

/** Any row of writes, alone and in transactions, beside a plain map. */
export function writesBehave(current: () => Store): void {
  let store: Store
  beforeAll(() => {
    store = current()
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
