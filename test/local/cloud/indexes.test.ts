import fc from 'fast-check'
import { Query } from 'mingo'
import { Database } from '../../../local/cloud/database/database'
import type { IndexDeclaration } from '../../../local/cloud/database/declarations'
import { forgetfulJournal } from '../../../local/cloud/database/journal'
import { directed, keyOf } from '../../../local/cloud/database/order'
import type { Order } from '../../../local/cloud/database/plan'
import { SortedKeys } from '../../../local/cloud/database/sorted-keys'
import type { Doc, Fields, Value } from '../../../local/cloud/value'

const declared = (...indexes: [fields: IndexDeclaration['fields'], unique?: boolean][]) => ({
  collections: {
    things: {
      indexes: indexes.map(([fields, unique = false]) => ({ name: Object.keys(fields).join('_'), fields, unique })),
    },
  },
})
const open = (...indexes: Parameters<typeof declared>) => new Database(forgetfulJournal, declared(...indexes))

const scalar = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.double({ noNaN: true }),
  fc.constantFrom('', 'a', 'ab', 'b', '京', '\u0000', '\u0001'),
  fc.boolean(),
  fc.constant(null),
  fc.date({ noInvalidDate: true }),
)

describe('the order of keys', () => {
  test('is MongoDB’s across kinds', () => {
    const upwards: Value[] = [
      null,
      -Infinity,
      -2.5,
      -1,
      0,
      1e-300,
      1,
      2 ** 53,
      Infinity,
      '',
      'a',
      'a\u0000',
      'aa',
      'b',
      { a: 1 },
      [1],
      false,
      true,
      new Date(0),
      new Date(1),
    ]
    const keys = upwards.map(keyOf)
    expect([...keys].sort()).toEqual(keys)
  })

  test('inverts for a descending field, whatever follows', () => {
    fc.assert(
      fc.property(scalar, scalar, scalar, (one, other, next) => {
        const key = (value: Value) => directed(keyOf(value), -1) + keyOf(next)
        if (keyOf(one) < keyOf(other)) expect(key(one) > key(other)).toBe(true)
      }),
    )
  })

  test('no key begins another', () => {
    fc.assert(
      fc.property(scalar, scalar, (one, other) => keyOf(one) === keyOf(other) || !keyOf(one).startsWith(keyOf(other))),
    )
  })
})

test('sorted keys walk like a sorted list, up and down, after any additions and removals', () => {
  const keys = fc.array(fc.stringMatching(/^[a-c]{1,3}$/), { maxLength: 60 })
  fc.assert(
    fc.property(keys, keys, fc.string({ maxLength: 2 }), fc.string({ maxLength: 2 }), (added, removed, from, to) => {
      const sorted = new SortedKeys(4)
      const expected = new Set(added)
      for (const key of expected) sorted.add(key, key)
      for (const key of removed) if (expected.delete(key)) sorted.delete(key)
      const within = [...expected].filter((key) => key >= from && key < to).sort()
      expect([...sorted.walk(from, to)]).toEqual(within)
      expect([...sorted.walkBack(from, to)]).toEqual(within.reverse())
    }),
  )
})

describe('a question answered by an index', () => {
  const things = fc.array(
    fc.record(
      { a: scalar, b: fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })), c: fc.integer({ min: 0, max: 3 }) },
      { requiredKeys: [] },
    ),
    { maxLength: 25 },
  )
  const comparison = fc.oneof(
    scalar.map((value) => ({ $eq: value })),
    fc.array(scalar, { maxLength: 3 }).map((values) => ({ $in: values })),
    fc
      .tuple(
        fc.constantFrom('$gt', '$gte', '$lt', '$lte'),
        scalar.filter((value) => value !== null),
      )
      .map(([operator, value]) => ({ [operator]: value })),
    fc
      .tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }))
      .map(([low, high]) => ({ $gte: low, $lt: high })),
  )

  test('finds what looking at every document finds', async () => {
    const questions = fc.record({ a: comparison, b: comparison, c: comparison }, { requiredKeys: ['a'] })
    await fc.assert(
      fc.asyncProperty(things, questions, async (docs, query) => {
        const database = open([{ a: 1, b: -1 }], [{ a: -1, c: 1 }], [{ b: 1 }])
        await database.insert('things', docs as Fields[] as Doc[])
        const all = database.find('things', { query: {}, limit: 1000 })
        const test = new Query(query, {})
        const expected = all.filter((doc) => test.test(doc)).map(({ _id }) => _id)
        const found = database.find('things', { query: query as unknown as Fields, limit: 1000 }).map(({ _id }) => _id)
        expect(found.sort()).toEqual(expected.sort())
      }),
      { numRuns: 150 },
    )
  })

  test('comes in the order asked for, from the index or not', async () => {
    const orders = fc.constantFrom<Order>(
      [['c', 1]],
      [['c', -1]],
      [
        ['c', -1],
        ['b', 1],
      ],
      [['b', 1]],
      [
        ['a', -1],
        ['c', -1],
      ],
    )
    await fc.assert(
      fc.asyncProperty(things, orders, async (docs, order) => {
        const plain = docs.filter(({ b }) => !Array.isArray(b)).map((doc) => ({ ...doc, a: 1 }))
        const database = open([{ a: 1, c: 1 }])
        await database.insert('things', plain as Fields[] as Doc[])
        const found = database.find('things', { query: { a: 1 }, order, limit: 1000 })
        for (const [at, doc] of found.slice(1).entries()) expect(inOrder(found[at] as Doc, doc, order)).toBe(true)
        expect(found).toHaveLength(plain.length)
      }),
    )
  })

  function inOrder(one: Doc, next: Doc, order: Order): boolean {
    for (const [field, direction] of order) {
      const [left, right] = [keyOf(one[field]), keyOf(next[field])]
      if (left !== right) return left < right === (direction === 1)
    }
    return true
  }
})

describe('what serves a question', () => {
  const served = (indexes: Parameters<typeof declared>, query: Fields, order: Order = []) => {
    const database = open(...indexes)
    try {
      database.find('things', { query, order })
      return 'served'
    } catch (error) {
      return (error as Error).message.replace(
        /^.*no index serves this query on "things": add \{ "fields": (.*) \} to it.*$/,
        '$1',
      )
    }
  }
  const lotAt: Parameters<typeof declared> = [[{ lot: 1, at: -1 }]]

  test.each<[string, Fields, Order, string]>([
    ['its first field', { lot: 1 }, [], 'served'],
    ['a first field and a bound', { lot: 1, at: { $gt: 1 } }, [], 'served'],
    ['a first field and something else', { lot: 1, colour: 'red' }, [], 'served'],
    ['a bound on the first field', { lot: { $gt: 1 } }, [], 'served'],
    ['its order', { lot: 1 }, [['at', -1]], 'served'],
    ['its order backwards', { lot: 1 }, [['at', 1]], 'served'],
    ['another order, of few', { lot: 1 }, [['colour', 1]], 'served'],
    ['another order, of many', { lot: { $gt: 1 } }, [['colour', 1]], '{ "colour": 1, "lot": 1 }'],
    ['the second field alone', { at: 1 }, [], '{ "at": 1 }'],
    [
      'no condition, in its order',
      {},
      [
        ['lot', 1],
        ['at', -1],
      ],
      'served',
    ],
    ['no condition, in another order', {}, [['at', 1]], '{ "at": 1 }'],
    ['an id', { _id: 'x', colour: 'red' }, [], 'served'],
    ['alternatives that are each served', { $or: [{ lot: 1 }, { _id: 'x' }] }, [], 'served'],
    [
      'alternatives of which one is not',
      { $or: [{ lot: 1 }, { at: 1 }] },
      [],
      expect.stringContaining('no index can serve') as string,
    ],
    ['an exclusion', { lot: { $ne: 1 } }, [], expect.stringContaining('no index can serve') as string],
    ['conditions joined by and', { $and: [{ lot: 1 }, { at: { $lt: 4 } }] }, [], 'served'],
    ['the beginning of a text', { lot: /^abc/ }, [], 'served'],
    ['the middle of a text', { lot: /abc/ }, [], expect.stringContaining('no index can serve') as string],
    ['equals, order and bound, for the advice', { a: 1, b: { $gt: 1 } }, [['c', -1]], '{ "a": 1, "c": -1, "b": 1 }'],
  ])('%s', (_name, query, order, expected) => expect(served(lotAt, query, order)).toEqual(expected))
})

test('a look-up among twenty thousand looks at what it finds, and no more', async () => {
  const database = open([{ pieces: 1 }], [{ lot: 1, plate: 1 }, true])
  const plates = Array.from({ length: 20_000 }, (_, at) => String(at).padStart(6, '0'))
  await database.insert(
    'things',
    plates.map((plate) => ({ lot: 'x', plate, pieces: [plate.slice(0, 3), plate.slice(3)] })) as Fields[] as Doc[],
  )
  const before = database.examined()
  expect(database.find('things', { query: { lot: 'x', plate: '012345' } })).toHaveLength(1)
  expect(database.examined() - before).toBe(1)
  expect(database.find('things', { query: { pieces: '012' }, limit: 1000 })).toHaveLength(1000)
  expect(database.examined() - before).toBeLessThanOrEqual(1101)
}, 20_000)

test('parallel lists cannot be indexed together', async () => {
  await expect(
    open([{ a: 1, b: 1 }]).insert('things', [{ a: [1, 2], b: [1, 2] }] as Fields[] as Doc[]),
  ).rejects.toThrow('parallel arrays')
})

test('data that breaks a newly declared unique index stops the start, and says which', () => {
  const documents = () => [
    { _id: 'a', n: 1 },
    { _id: 'b', n: 1 },
  ]
  const journal = { ...forgetfulJournal, documents, collections: () => ['things'] }
  expect(() => new Database(journal, declared([{ n: 1 }, true]))).toThrow(/E11000.*index: n dup key: \{ n: 1 \}/)
})
