import { join } from 'node:path'
import { AlreadyExists, type Page, type Store, type Transaction } from '../../cloudfunctions/server/ports'
import { classify } from '../../cloudfunctions/server/cloudbase/sdk-error'
import { type OpenTransaction, transact } from '../../cloudfunctions/server/cloudbase/transaction-retry'
import { Database } from '../../local/cloud/database/database'
import { type Declarations, readDeclarations } from '../../local/cloud/database/declarations'
import { forgetfulJournal } from '../../local/cloud/database/journal'
import { clone, type Doc, type Fields, type Value } from '../../local/cloud/value'

export interface MemoryStoreOptions {
  declarations?: Declarations
  /** Waits before a transaction that met a conflict runs again. */
  pause?: () => Promise<void>
}

export const deployedIndexes = () => readDeclarations(join(__dirname, '../../cloudfunctions/indexes.json'))

/**
 * The store without network, disk and SDK: the local cloud's database engine, with the port on it. So it has the same snapshots,
 * conflicts and unique indexes, and refuses the queries that no deployed index serves.
 */
export function memoryStore({ declarations = deployedIndexes(), pause = nextTurn }: MemoryStoreOptions = {}): Store {
  const database = new Database(forgetfulJournal, declarations)
  return {
    ...documents(database),

    async find(collection, where, page) {
      return database.find(collection, asked(where, page)).map((doc) => clone(doc)) as never
    },

    async count(collection, where) {
      return database.count(collection, query(where))
    },

    async updateIf(collection, id, when, change) {
      return (await database.updateWhere(collection, { _id: id, ...query(when) }, operators(change), false)) > 0
    },

    transaction: (work) => transact(() => begin(database), work, pause),
  }
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

function documents(database: Database, transaction?: string): Transaction {
  return {
    async get(collection, id) {
      const doc = database.get(collection, id, transaction)
      return doc && (clone(doc) as never)
    },

    async insert(collection, doc) {
      await told(collection, doc._id, database.insert(collection, [stored(doc)], transaction))
    },

    async put(collection, doc) {
      await told(collection, doc._id, database.replace(collection, stored(doc), transaction))
    },

    async update(collection, id, change) {
      const exists = database.get(collection, id, transaction) !== undefined
      await told(collection, id, database.update(collection, id, operators(change), transaction))
      return exists
    },

    remove: (collection, id) => database.remove(collection, id, transaction),
  }
}

async function begin(database: Database): Promise<OpenTransaction> {
  const id = database.begin()
  return {
    documents: documents(database, id),
    commit: async () => database.commit(id),
    rollback: async () => database.abort(id),
  }
}

async function told(collection: string, id: string, writing: Promise<unknown>): Promise<void> {
  try {
    await writing
  } catch (error) {
    throw classify(error) === 'duplicate' ? new AlreadyExists(collection, id) : error
  }
}

/** As it would come back from the database: copied, and without fields that are undefined. */
const stored = (doc: object) => defined(clone(doc as Doc)) as Doc

function defined(value: Value): Value {
  if (Array.isArray(value)) return value.map((item) => (item === undefined ? null : defined(item)))
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value
  const kept = Object.entries(value as Fields).filter(([, field]) => field !== undefined)
  return Object.fromEntries(kept.map(([name, field]) => [name, defined(field)]))
}

function asked(where: object, { limit, orderBy = [], skip = 0 }: Page<never>) {
  const order = (orderBy as readonly (readonly [string, 'asc' | 'desc'])[]).map(
    ([field, direction]) => [field, direction === 'asc' ? 1 : -1] as const,
  )
  return { query: query(where), order, skip, limit }
}

function query(where: object): Fields {
  return Object.fromEntries(
    Object.entries(where).map(([field, condition]) => [field, comparison(field, condition as Value)]),
  )
}

function comparison(field: string, condition: Value | undefined): Value {
  if (condition === undefined) throw new TypeError(`the condition on "${field}" is undefined`)
  if (typeof condition !== 'object' || condition === null) return { $eq: condition }
  const parts = Object.entries(condition).filter(([, operand]) => operand !== undefined)
  return Object.fromEntries(parts.map(([name, operand]) => [`$${name}`, operand as Value]))
}

function operators(change: object): Fields {
  const entries = Object.entries(change)
  const set = entries.filter(([, value]) => value !== undefined)
  const unset = entries.filter(([, value]) => value === undefined).map(([field]) => [field, ''])
  return {
    ...(set.length > 0 && { $set: stored(Object.fromEntries(set) as object) }),
    ...(unset.length > 0 && { $unset: Object.fromEntries(unset) as Fields }),
  }
}
