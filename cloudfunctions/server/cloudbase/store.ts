import { AlreadyExists, type Page, type Store, type Transaction } from '../ports'
import type { CloudDatabase, Command, DocumentReference, Query, TransactionCollection } from './sdk'
import { classify } from './sdk-error'
import { sdkWhere } from './sdk-where'
import { type OpenTransaction, transact } from './transaction-retry'

/** The store on CloudBase's document database. */
export function cloudbaseStore(database: CloudDatabase): Store {
  const { command } = database
  return {
    ...documents((name) => database.collection(name), command),

    async find(collection, where, page) {
      const { data } = await paged(select(database, collection, where), page).get()
      return data as never
    },

    async count(collection, where) {
      return (await select(database, collection, where).count()).total
    },

    async updateIf(collection, id, when, change) {
      const query = database.collection(collection).where({ _id: command.eq(id), ...sdkWhere(when, command) })
      const { stats } = await query.update({ data: changed(change, command) })
      return stats.updated > 0
    },

    transaction: (work) => transact(() => begin(database), work),
  }
}

const select = (database: CloudDatabase, collection: string, where: object): Query =>
  database.collection(collection).where(sdkWhere(where, database.command))

type Order = readonly [string, 'asc' | 'desc']

function paged(
  query: Query,
  { limit, orderBy = [], skip = 0 }: Pick<Page<never>, 'limit' | 'skip'> & { orderBy?: readonly Order[] },
): Query {
  const ordered = orderBy.reduce((asked, [field, direction]) => asked.orderBy(field, direction), query)
  return (skip > 0 ? ordered.skip(skip) : ordered).limit(limit)
}

/** What works alike inside and outside a transaction. */
function documents(open: (collection: string) => TransactionCollection, command: Command): Transaction {
  const refer = (collection: string, id: string): DocumentReference => open(collection).doc(id)
  return {
    async get(collection, id) {
      return ((await refer(collection, id).get()).data ?? undefined) as never
    },

    async insert(collection, doc) {
      try {
        await open(collection).add({ data: doc })
      } catch (error) {
        throw asAlreadyExists(error, collection, doc._id)
      }
    },

    async put(collection, doc) {
      const { _id: id, ...data } = doc
      try {
        await refer(collection, id).set({ data })
      } catch (error) {
        throw asAlreadyExists(error, collection, id)
      }
    },

    async update(collection, id, change) {
      const { stats } = await refer(collection, id).update({ data: changed(change, command) })
      // A change to the same values counts as none on some versions of the platform.
      return stats.updated > 0 || (await refer(collection, id).get()).data !== null
    },

    async remove(collection, id) {
      return (await refer(collection, id).remove()).stats.removed > 0
    },
  }
}

/** Each field whole: the SDK would merge objects, drop empty ones, and drop what is undefined. */
function changed(change: object, command: Command): object {
  const fields = Object.entries(change).map(([field, value]) => [
    field,
    value === undefined ? command.remove() : command.set(value),
  ])
  return Object.fromEntries(fields) as object
}

const asAlreadyExists = (error: unknown, collection: string, id: string) =>
  classify(error) === 'duplicate' ? new AlreadyExists(collection, id) : error

async function begin(database: CloudDatabase): Promise<OpenTransaction> {
  const transaction = await database.startTransaction()
  return {
    documents: documents((name) => transaction.collection(name), database.command),
    commit: () => transaction.commit(),
    rollback: () => transaction.rollback(),
  }
}
