import { Database } from '../../../local/cloud/database/database'
import { forgetfulJournal } from '../../../local/cloud/database/journal'
import { type CloudUnderTest, startForTest } from './start'
import { openSdk, refusalOf } from './sdk'

/* eslint-disable @typescript-eslint/no-explicit-any */
const declarations = {
  collections: { notes: { indexes: [{ name: 'key', fields: { key: 1 as const }, unique: true }] } },
}
const CONFLICT = '[ResourceUnavailable.TransactionConflict] Transaction is conflict, maybe resource operated by others.'
const GONE =
  '[ResourceUnavailable.TransactionNotExist] Transaction does not exist on the server, transaction must be commit or abort in 30 seconds.'

describe('through the SDK', () => {
  let cloud: CloudUnderTest
  let db: any
  let made = 0

  beforeAll(async () => {
    cloud = await startForTest(declarations)
    db = openSdk()
  })
  afterAll(() => cloud.end())

  const note = async (fields: object = {}) => {
    const _id = `note-${++made}`
    await db.collection('notes').add({ data: { _id, key: _id, n: 0, ...fields } })
    return _id
  }
  const begin = async () => {
    const tx = await db.startTransaction()
    return { tx, notes: tx.collection('notes') }
  }
  const increment = {
    data: {
      get n() {
        return db.command.inc(1)
      },
    },
  }

  test('the second writer of a document fails at once, and its whole transaction is gone', async () => {
    const [held, free] = [await note(), await note()]
    const [first, second] = [await begin(), await begin()]
    await first.notes.doc(held).update(increment)
    await second.notes.doc(free).update(increment)
    expect(await refusalOf(second.notes.doc(held).update(increment))).toContain(CONFLICT)
    expect(await refusalOf(second.notes.doc(free).get())).toContain(GONE)
    expect(await refusalOf(second.tx.commit())).toContain(GONE)
    await first.tx.commit()
    const read = async (id: string) => (await db.collection('notes').doc(id).get()).data.n
    expect([await read(held), await read(free)]).toEqual([1, 0])
  })

  test('a document that changed after the snapshot is a conflict, but may be read as it was', async () => {
    const id = await note()
    const { notes } = await begin()
    await notes.doc(id).get()
    await db.collection('notes').doc(id).update(increment)
    expect((await notes.doc(id).get()).data.n).toBe(0)
    expect(await refusalOf(notes.doc(id).update(increment))).toContain(CONFLICT)
  })

  test('a document that was only read protects nothing: write skew happens', async () => {
    const [a, b] = [await note(), await note()]
    const [first, second] = [await begin(), await begin()]
    await first.notes.doc(a).get()
    await second.notes.doc(b).get()
    await first.notes.doc(b).update(increment)
    await second.notes.doc(a).update(increment)
    await first.tx.commit()
    await second.tx.commit()
  })

  test("the SDK's own retry overlooks conflicts on writes", async () => {
    const id = await note()
    const adding = () =>
      db.runTransaction(async (tx: any) => {
        await tx.collection('notes').doc(id).get()
        await new Promise((resolve) => setTimeout(resolve, 50))
        await tx.collection('notes').doc(id).update(increment)
      })
    const ends = await Promise.allSettled([adding(), adding()])
    const reasons = ends.flatMap((end) =>
      end.status === 'rejected' ? [end.reason as { errCode: number; errMsg: string }] : [],
    )
    expect(reasons).toMatchObject([{ errCode: -501001, errMsg: expect.stringContaining(CONFLICT) as string }])
  })

  test('where is refused inside a transaction', async () => {
    const { notes } = await begin()
    expect(await refusalOf(notes.where({ key: 'x' }).get())).toContain('where is refused')
  })

  test("the server's date is refused in a transaction's insert", async () => {
    const { notes } = await begin()
    expect(await refusalOf(notes.add({ data: { key: 'dated', at: db.serverDate() } }))).toContain(
      'serverDate is not supported',
    )
  })

  test('a refused write ends the transaction', async () => {
    const id = await note({ text: 'abc' })
    const { tx, notes } = await begin()
    expect(await refusalOf(notes.doc(id).update({ data: { text: db.command.inc(1) } }))).toContain('non-numeric')
    expect(await refusalOf(tx.commit())).toContain(GONE)
  })

  test('a commit without writes, and a rollback, both end it', async () => {
    const [empty, undone] = [await begin(), await begin()]
    const id = await note()
    await empty.tx.commit()
    await undone.notes
      .doc(id)
      .get()
      .catch(() => undefined)
    await undone.tx.rollback()
    expect(await refusalOf(empty.tx.commit())).toContain(GONE)
    expect(await refusalOf(undone.notes.doc(id).get())).toContain(GONE)
  })

  test('a restart ends open transactions', async () => {
    const id = await note()
    const { tx, notes } = await begin()
    await notes.doc(id).update(increment)
    cloud = await cloud.restart()
    db = openSdk()
    expect(await refusalOf(tx.commit())).toBeTruthy()
    expect((await db.collection('notes').doc(id).get()).data.n).toBe(0)
  })
})

describe('in the engine', () => {
  const open = () => new Database(forgetfulJournal, declarations)
  const doc = (_id: string, key = _id) => ({ _id, key })

  test('a transaction lives for thirty seconds, and lets go of what it held', async () => {
    jest.useFakeTimers()
    const database = open()
    await database.insert('notes', [doc('a')])
    const id = database.begin()
    await database.update('notes', 'a', { $set: { n: 1 } }, id)
    const waiting = database.update('notes', 'a', { $set: { n: 2 } })
    jest.advanceTimersByTime(30_000)
    jest.useRealTimers()
    expect(await waiting).toBe(true)
    expect(() => database.commit(id)).toThrow(GONE)
    expect(database.get('notes', 'a')).toMatchObject({ n: 2 })
  })

  test('two open transactions cannot take one unique key; after the first, the second meets a conflict or a duplicate', async () => {
    const database = open()
    const [first, second] = [database.begin(), database.begin()]
    await database.insert('notes', [doc('a', 'same')], first)
    await expect(database.insert('notes', [doc('b', 'same')], second)).rejects.toThrow(CONFLICT)
    const third = database.begin()
    database.commit(first)
    await expect(database.insert('notes', [doc('c', 'same')], third)).rejects.toThrow(CONFLICT)
    await expect(database.insert('notes', [doc('d', 'same')], database.begin())).rejects.toThrow('E11000')
  })

  test('a plain insert waits for the transaction that wants its key', async () => {
    const database = open()
    const id = database.begin()
    await database.insert('notes', [doc('a', 'same')], id)
    const waiting = database.insert('notes', [doc('b', 'same')])
    database.abort(id)
    expect(await waiting).toEqual(['b'])
  })

  test('one transaction may hand a key from one document to another', async () => {
    const database = open()
    await database.insert('notes', [doc('a', 'one'), doc('b', 'two')])
    const id = database.begin()
    await database.update('notes', 'a', { $set: { key: 'three' } }, id)
    await database.update('notes', 'b', { $set: { key: 'one' } }, id)
    database.commit(id)
    expect(database.find('notes', { query: { key: 'one' } })).toEqual([doc('b', 'one')])
    await expect(database.insert('notes', [doc('c', 'three')])).rejects.toThrow('E11000')
  })
})
