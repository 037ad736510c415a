/** The `database.*` actions, as strict as the platform or stricter. */
import { z } from 'zod'
import { databaseRefusal, transactionConflict } from '../errors'
import type { Faults } from '../faults'
import { action, type Action, type Context } from '../gateway/action'
import { limits } from '../limits'
import { type Fields, type Id, isFields } from '../value'
import { asksServerDate, decode, encode } from '../wire'
import type { Database } from './database'
import type { Order } from './plan'
import { projected } from './query'

const collectionName = z.string().min(1)
const transactionId = z.string().optional()
const queryType = z.enum(['DOC', 'WHERE'])

const insert = z.object({ collectionName, data: z.array(z.string()).min(1), transactionId })
const get = z.object({
  collectionName,
  queryType,
  query: z.string().optional(),
  order: z.string().optional(),
  offset: z.int().min(0).optional(),
  limit: z.int().min(0).optional(),
  projection: z.string().optional(),
  transactionId,
})
const modify = z.object({
  collectionName,
  queryType,
  query: z.string().optional(),
  data: z.string(),
  multi: z.boolean(),
  merge: z.boolean(),
  upsert: z.boolean(),
  transactionId,
})
const remove = z.object({ collectionName, queryType, query: z.string().optional(), multi: z.boolean(), transactionId })
const stages = z.array(z.object({ stageKey: z.string(), stageValue: z.string() }))

export function databaseActions(database: Database, faults: Faults): Record<string, Action> {
  return {
    'database.addCollection': action(z.object({ collectionName }), (params) => {
      database.createCollection(params.collectionName)
      return { data: {} }
    }),

    'database.insertDocument': action(insert, async (params, { now }) => {
      const { collectionName: name, data, transactionId: tx } = params
      if (tx && data.some(asksServerDate))
        throw databaseRefusal('serverDate is not supported by an insert in a transaction')
      const docs = data.map((text) => fieldsOf(checkedSize(text), now))
      return { data: { insertedIds: await database.insert(name, docs, tx) } }
    }),

    'database.getDocument': action(get, (params, { now }) => {
      const docs = params.queryType === 'DOC' ? getById(database, params, now) : getWhere(database, params, now)
      return { data: { list: checkedReply(docs.map(encode)), offset: params.offset ?? 0, limit: params.limit } }
    }),

    'database.calculateDocument': action(get.pick({ collectionName: true, query: true }), (params, { now }) => ({
      data: { total: database.count(params.collectionName, queryOf(params.query, now)) },
    })),

    'database.modifyDocument': action(modify, (params, context) =>
      params.queryType === 'DOC' ? modifyById(database, params, context) : modifyWhere(database, params, context),
    ),

    'database.removeDocument': action(remove, async (params, { now }) => {
      const { collectionName: name, query, multi, transactionId: tx } = params
      if (params.queryType === 'WHERE') {
        return { data: { deleted: await database.removeWhere(name, condition(query, now, tx), multi) } }
      }
      return { data: { deleted: (await database.remove(name, idOf(query, now), tx)) ? 1 : 0 } }
    }),

    'database.aggregateDocuments': action(z.object({ collectionName, stages }), (params, { now }) => {
      const pipeline = params.stages.map(({ stageKey, stageValue }) => ({ [stageKey]: decode(stageValue, now) }))
      return { data: { list: checkedReply(database.aggregate(params.collectionName, pipeline).map(encode)) } }
    }),

    'database.startTransaction': () => ({ transactionId: database.begin() }),

    'database.commitTransaction': action(z.object({ transactionId: z.string() }), (params) => {
      if (faults.takeConflict()) {
        database.abort(params.transactionId)
        throw transactionConflict()
      }
      database.commit(params.transactionId)
      return { data: {} }
    }),

    'database.abortTransaction': action(z.object({ transactionId: z.string() }), (params) => {
      database.abort(params.transactionId)
      return { data: {} }
    }),
  }
}

function getById(database: Database, params: z.infer<typeof get>, now: number): Fields[] {
  const doc = database.get(params.collectionName, idOf(params.query, now), params.transactionId)
  return projected(doc ? [doc] : [], params.projection ? fieldsOf(params.projection, now) : undefined)
}

function getWhere(database: Database, params: z.infer<typeof get>, now: number): Fields[] {
  if (params.transactionId) throw whereInTransaction()
  return database.find(params.collectionName, {
    query: queryOf(params.query, now),
    order: params.order ? orderOf(fieldsOf(params.order, now)) : [],
    skip: params.offset ?? 0,
    limit: params.limit ?? limits.rowsByDefault,
    ...(params.projection && { projection: fieldsOf(params.projection, now) }),
  })
}

async function modifyById(database: Database, params: z.infer<typeof modify>, { now }: Context) {
  const { collectionName: name, data, merge, transactionId: tx } = params
  const id = idOf(params.query, now)
  const change = fieldsOf(checkedSize(data), now)
  if (merge) return { data: { updated: (await database.update(name, id, change, tx)) ? 1 : 0, upsert_id: null } }
  const existed = await database.replace(name, { ...change, _id: id }, tx)
  return { data: { updated: existed ? 1 : 0, upsert_id: existed ? null : id } }
}

async function modifyWhere(database: Database, params: z.infer<typeof modify>, { now }: Context) {
  const { collectionName: name, query, data, multi, merge, transactionId: tx } = params
  if (!merge) throw databaseRefusal('only a document can be set')
  const updated = await database.updateWhere(name, condition(query, now, tx), fieldsOf(checkedSize(data), now), multi)
  return { data: { updated, upsert_id: null } }
}

/** What an update or a removal by query may touch: something, and outside transactions. */
function condition(query: string | undefined, now: number, transaction: string | undefined): Fields {
  if (transaction) throw whereInTransaction()
  const fields = queryOf(query, now)
  if (Object.keys(fields).length === 0) throw databaseRefusal('an update or a removal of a whole collection is refused')
  return fields
}

const whereInTransaction = () => databaseRefusal('a transaction takes single documents only: where is refused')

const queryOf = (query: string | undefined, now: number) => (query ? fieldsOf(query, now) : {})

const orderOf = (order: Fields): Order =>
  Object.entries(order).map(([field, direction]) => [field, direction === -1 ? -1 : 1] as const)

function fieldsOf(text: string, now: number): Fields {
  const value = decode(text, now)
  if (!isFields(value)) throw databaseRefusal('an object is expected')
  return value
}

function idOf(query: string | undefined, now: number): Id {
  const { _id: id } = queryOf(query, now)
  if (typeof id !== 'string' && typeof id !== 'number') throw databaseRefusal('_id must be a string or a number')
  return id
}

function checkedSize(text: string): string {
  if (Buffer.byteLength(text) > limits.document) throw databaseRefusal('BSONObjectTooLarge: a document may have 16 MB')
  return text
}

function checkedReply(list: string[]): string[] {
  const size = list.reduce((sum, text) => sum + text.length, 0)
  if (size > limits.databaseReply) throw databaseRefusal('database query result size exceed limit')
  return list
}
