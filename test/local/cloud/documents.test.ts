import { type CloudUnderTest, startForTest } from './start'
import { openSdk, refusalOf } from './sdk'

/* eslint-disable @typescript-eslint/no-explicit-any */
let cloud: CloudUnderTest
let db: any
let _: any
let cars: any

beforeAll(async () => {
  cloud = await startForTest({
    collections: {
      cars: {
        indexes: [
          { name: 'lot_at', fields: { lot: 1, at: -1 }, unique: false },
          { name: 'plate', fields: { plate: 1 }, unique: true },
          { name: 'tags', fields: { tags: 1 }, unique: false },
        ],
      },
      lots: { indexes: [] },
    },
  })
  db = openSdk()
  _ = db.command
  cars = db.collection('cars')
})
afterAll(() => cloud.end())

let made = 0
/** A car in a lot of its own. */
async function car(fields: object = {}) {
  const _id = `car-${++made}`
  await cars.add({ data: { _id, lot: `lot-${made}`, plate: `plate-${made}`, ...fields } })
  return cars.doc(_id)
}
const read = async (doc: any) => (await doc.get()).data

test('every kind of value comes back as it went', async () => {
  const fields = {
    int: 5,
    long: 2 ** 40,
    double: 1.5,
    date: new Date(1_795_371_364_692),
    list: [1, 'two', [3], { four: null }],
    nested: { deep: { text: '泊易' } },
    empty: {},
    none: null,
    yes: true,
    place: db.Geo.Point(121.5, 31.2),
  }
  const doc = await car(fields)
  expect(await read(doc)).toMatchObject(fields)
})

test('an id is made when none is given, and numbers and text are different ids', async () => {
  const { _id } = await cars.add({ data: { plate: 'made' } })
  expect(_id).toMatch(/^[0-9a-f]{32}$/)
  await cars.add({
    data: [
      { _id: 1, plate: 'number' },
      { _id: '1', plate: 'text' },
    ],
  })
  expect([(await read(cars.doc(1))).plate, (await read(cars.doc('1'))).plate]).toEqual(['number', 'text'])
})

test('all server dates of one request are one instant, by the movable clock', async () => {
  cloud.clock.push(3_600_000)
  const doc = await car({ a: db.serverDate(), b: db.serverDate({ offset: -60_000 }) })
  const { a, b } = await read(doc)
  expect(a.getTime() - b.getTime()).toBe(60_000)
  expect(Math.abs(a.getTime() - cloud.clock.now())).toBeLessThan(5_000)
})

test('a collection that was never made is missing, in the words of the platform', async () => {
  expect(await refusalOf(db.collection('nowhere').add({ data: { a: 1 } }))).toMatch(
    /-502005 database collection not exists.*Db or Table not exist: nowhere/,
  )
  await db.createCollection('nowhere')
  await db.collection('nowhere').add({ data: { a: 1 } })
  expect(await refusalOf(db.createCollection('nowhere'))).toContain('Table exist')
})

describe('questions', () => {
  test('conditions combine as the SDK sends them', async () => {
    const lot = `lot-${++made}`
    for (const at of [1, 2, 3, 4, 5]) await car({ lot, at, note: { x: at } })
    const found = async (query: object) => (await cars.where({ lot, ...query }).get()).data.map((doc: any) => doc.at)
    expect(await found({})).toEqual([5, 4, 3, 2, 1])
    expect(await found({ at: _.gt(1).and(_.lt(4)) })).toEqual([3, 2])
    expect(await found({ at: _.or(_.eq(1), _.eq(5)) })).toEqual([5, 1])
    expect(await found({ at: _.in([2, 9]) })).toEqual([2])
    expect(await found({ note: { x: _.gte(4) } })).toEqual([5, 4])
    expect(await found({ at: _.nin([1, 2, 3]) })).toEqual([5, 4])
  })

  test('order, skip, limit and field choose what is told', async () => {
    const lot = `lot-${++made}`
    for (const at of [3, 1, 2]) await car({ lot, at })
    const asked = cars.where({ lot }).orderBy('at', 'asc').skip(1).limit(1).field({ at: true, _id: false })
    expect((await asked.get()).data).toEqual([{ at: 2 }])
  })

  test('a hundred rows are told when no limit is given, a thousand at most', async () => {
    const lot = `lot-${++made}`
    const many = Array.from({ length: 1005 }, (_, at) => ({ _id: `${lot}-${at}`, lot, at, plate: `${lot}-${at}` }))
    await cars.add({ data: many })
    expect((await cars.where({ lot }).get()).data).toHaveLength(100)
    expect((await cars.where({ lot }).limit(1000).get()).data).toHaveLength(1000)
    expect((await cars.where({ lot }).count()).total).toBe(1005)
  })

  test('a missing field counts as null, also for <= null', async () => {
    const lot = `lot-${++made}`
    await car({ lot })
    await car({ lot, at: null })
    await car({ lot, at: 1 })
    const count = async (at: unknown) => (await cars.where({ lot, at }).count()).total
    expect([await count(_.eq(null)), await count(_.lte(null)), await count(_.neq(null))]).toEqual([2, 2, 1])
  })

  test('an unknown operator is refused, not ignored', async () => {
    expect(await refusalOf(cars.where({ lot: 'x', at: { $nearSphere: 1 } }).get())).toContain('-502001')
    expect(await refusalOf(cars.where({ lot: 'x', at: _.geoNear({ geometry: db.Geo.Point(1, 1) }) }).get())).toContain(
      '-502001',
    )
  })

  test('a query that no index serves is refused with the index to add', async () => {
    const wanted = 'add { "fields": { "colour": 1, "at": -1 } }'
    expect(await refusalOf(cars.where({ colour: 'red' }).orderBy('at', 'desc').get())).toContain(wanted)
    expect(await refusalOf(cars.where({ at: _.gt(1) }).count())).toContain('no index serves')
    expect(await refusalOf(cars.where({ at: 1 }).update({ data: { x: 1 } }))).toContain('no index serves')
    expect(await refusalOf(cars.where({ at: 1 }).remove())).toContain('no index serves')
    expect(await refusalOf(cars.aggregate().match({ at: 1 }).end())).toContain('no index serves')
    expect(await refusalOf(cars.aggregate().sort({ at: 1 }).end())).toContain('must begin with a $match')
  })
})

describe('unique indexes', () => {
  test('a taken key is refused in the words of the platform', async () => {
    await car({ plate: 'twice' })
    const words =
      /-502001 .*E11000 duplicate key error collection: tnt-local.cars index: plate dup key: \{ plate: "twice" \}/
    expect(await refusalOf(cars.add({ data: { plate: 'twice' } }))).toMatch(words)
    const other = await car()
    expect(await refusalOf(other.update({ data: { plate: 'twice' } }))).toMatch(words)
  })

  test('a missing field is a key as well: null', async () => {
    await cars.add({ data: { lot: 'without plate' } })
    expect(await refusalOf(cars.add({ data: { plate: null } }))).toContain('dup key: { plate: null }')
    await cars.where({ plate: null }).remove()
  })

  test('a number and its digits are different keys', async () => {
    await cars.add({ data: { plate: 77 } })
    await cars.add({ data: { plate: '77' } })
    expect((await cars.where({ plate: '77' }).count()).total).toBe(1)
  })
})

describe('updates', () => {
  test('operators do what MongoDB does', async () => {
    const doc = await car({ n: 5, price: 2, list: [3, 1], old: 'x', low: 4, high: 4, nested: { keep: 1 } })
    const data = {
      n: _.inc(2),
      price: _.mul(3),
      list: _.push({ each: [2], sort: 1, slice: -2 }),
      old: _.rename('young'),
      low: _.min(3),
      high: _.max(9),
      nested: { add: 2 },
      tags: _.addToSet('a'),
      gone: _.remove(),
    }
    expect((await doc.update({ data })).stats.updated).toBe(1)
    expect(await read(doc)).toMatchObject({
      n: 7,
      price: 6,
      list: [2, 3],
      young: 'x',
      low: 3,
      high: 9,
      nested: { keep: 1, add: 2 },
      tags: ['a'],
    })
    await doc.update({ data: { tags: _.addToSet('a'), list: _.unshift([9]), nested: _.set({ only: 1 }) } })
    expect(await read(doc)).toMatchObject({ tags: ['a'], list: [9, 2, 3], nested: { only: 1 } })
    await doc.update({ data: { list: _.pull(_.gt(2)), tags: _.pullAll(['a']) } })
    expect(await read(doc)).toMatchObject({ list: [2], tags: [] })
    await doc.update({ data: { list: _.pop() } })
    expect((await read(doc)).list).toEqual([])
  })

  test.each([
    ['inc on text', (c: any) => ({ text: c.inc(1) }), /Cannot apply \$inc to a value of non-numeric type/],
    ['inc on null', (c: any) => ({ none: c.inc(1) }), /non-numeric type null/],
    ['mul on text', (c: any) => ({ text: c.mul(2) }), /Cannot apply \$mul/],
    ['push on text', (c: any) => ({ text: c.push(1) }), /must be an array but is of type string/],
    ['addToSet on a number', (c: any) => ({ n: c.addToSet(1) }), /must be an array but is of type int/],
    ['pop on text', (c: any) => ({ text: c.pop() }), /non-array type 'string'/],
    ['pull on text', (c: any) => ({ text: c.pull(1) }), /Cannot apply \$pull to a non-array value/],
    ['a field inside text', () => ({ text: { inner: 1 } }), /Cannot create field 'inner' in element \{text: "abc"\}/],
    ['a field inside null', () => ({ none: { inner: 1 } }), /Cannot create field 'inner' in element \{none: null\}/],
    ['two operators on one path', () => ({ $set: { n: 1 }, $inc: { n: 1 } }), /would create a conflict at 'n'/],
    ['an unknown operator', () => ({ $double: { n: 1 } }), /Unknown modifier: \$double/],
  ])('%s is refused, and the document stays', async (_name, data, words) => {
    const doc = await car({ text: 'abc', none: null, n: 1 })
    const before = await read(doc)
    expect(await refusalOf(doc.update({ data: data(_) }))).toMatch(words)
    expect(await read(doc)).toEqual(before)
  })

  test('a change to what is there already counts as none', async () => {
    const doc = await car({ n: 1 })
    expect((await doc.update({ data: { n: 1 } })).stats.updated).toBe(0)
    expect((await cars.doc('missing').update({ data: { n: 1 } })).stats.updated).toBe(0)
  })

  test('set replaces or makes the document and says which', async () => {
    const doc = await car({ n: 1 })
    expect((await doc.set({ data: { plate: 'set' } })).stats).toMatchObject({ updated: 1, created: 0 })
    expect((await cars.doc('new').set({ data: { plate: 'new' } })).stats).toMatchObject({ updated: 0, created: 1 })
    const { lot, n } = await read(doc)
    expect([lot, n]).toEqual([undefined, undefined])
  })

  test('where().update and where().remove touch exactly what matches', async () => {
    const lot = `lot-${++made}`
    for (const at of [1, 2, 3]) await car({ lot, at })
    expect((await cars.where({ lot, at: _.gte(2) }).update({ data: { seen: true } })).stats.updated).toBe(2)
    expect((await cars.where({ lot, at: 3 }).remove()).stats.removed).toBe(1)
    const left = (await cars.where({ lot }).orderBy('at', 'asc').get()).data
    expect(left.map((doc: any) => [doc.at, doc.seen])).toEqual([
      [1, undefined],
      [2, true],
    ])
  })

  test('a whole collection is neither updated nor removed', async () => {
    expect(await refusalOf(cars.where({}).update({ data: { x: 1 } }))).toContain('whole collection')
    expect(await refusalOf(cars.where({}).remove())).toContain('whole collection')
    expect(await refusalOf(cars.update({ data: { x: 1 } }))).toContain('whole collection')
  })

  test('twenty buyers of ten places: a condition inside the update sells exactly ten', async () => {
    const doc = await car({ stock: 10 })
    const { _id } = await read(doc)
    const buy = () => cars.where({ _id, stock: _.gte(1) }).update({ data: { stock: _.inc(-1) } })
    const bought = await Promise.all(Array.from({ length: 20 }, buy))
    expect(bought.filter(({ stats }) => stats.updated === 1)).toHaveLength(10)
    expect((await read(doc)).stock).toBe(0)
  })
})

describe('aggregates', () => {
  test('group, sort, lookup by id and date text', async () => {
    const lot = `lot-${++made}`
    await db.collection('lots').add({ data: { _id: lot, name: '12号楼' } })
    for (const at of [1, 1, 2]) await car({ lot, at, day: new Date('2026-11-22T17:00:00Z') })
    const { list } = await cars
      .aggregate()
      .match({ lot })
      .group({ _id: '$at', n: db.command.aggregate.sum(1), day: db.command.aggregate.first('$day') })
      .sort({ _id: -1 })
      .end()
    expect(list.map(({ _id, n }: any) => [_id, n])).toEqual([
      [2, 1],
      [1, 2],
    ])
    const joined = await cars
      .aggregate()
      .match({ lot, at: 2 })
      .lookup({ from: 'lots', localField: 'lot', foreignField: '_id', as: 'of' })
      .project({
        of: 1,
        day: db.command.aggregate.dateToString({ date: '$day', format: '%Y-%m-%d', timezone: 'Asia/Shanghai' }),
      })
      .end()
    expect(joined.list[0]).toMatchObject({ day: '2026-11-23', of: [{ name: '12号楼' }] })
  })

  test('a lookup that no index serves is refused', async () => {
    const joined = cars
      .aggregate()
      .match({ lot: 'x' })
      .lookup({ from: 'lots', localField: 'lot', foreignField: 'name', as: 'of' })
    expect(await refusalOf(joined.end())).toContain('no index serves $lookup into "lots" by "name"')
  })
})

test('an element of a list is found by the index on the list', async () => {
  const doc = await car({ tags: ['京A1', 'A12', '123'] })
  expect((await cars.where({ tags: 'A12' }).get()).data.map(({ _id }: any) => _id)).toEqual([(await read(doc))._id])
  await doc.update({ data: { tags: _.pull('A12') } })
  expect((await cars.where({ tags: 'A12' }).count()).total).toBe(0)
  expect((await cars.where({ tags: _.in(['京A1', '123']) }).count()).total).toBe(1)
})

test('what was written is there after a restart', async () => {
  const doc = await car({ at: new Date(5), n: 2 ** 40 })
  const before = await read(doc)
  cloud = await cloud.restart()
  db = openSdk()
  cars = db.collection('cars')
  expect(await read(cars.doc(before._id))).toEqual(before)
  expect(await refusalOf(cars.add({ data: { plate: before.plate } }))).toContain('E11000')
})
