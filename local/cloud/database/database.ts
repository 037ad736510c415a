/** A document database in memory with transactions on snapshots; the journal keeps what was written. */
import { randomBytes } from 'node:crypto'
import { aggregate as runPipeline } from 'mingo'
import { collectionExists, collectionMissing, databaseRefusal, duplicateKey } from '../errors'
import { limits } from '../limits'
import { clone, type Doc, type Fields, type Id, isFields } from '../value'
import { Collection } from './collection'
import type { Declarations } from './declarations'
import type { Journal } from './journal'
import type { Order } from './plan'
import { asMongoMeans, COPYING, guarded, matcher, projected, sorted } from './query'
import { type Transaction, Transactions } from './transactions'
import { updated } from './update'
import { documentLock, Writer } from './writer'

export interface Find {
  query: Fields
  order?: Order
  skip?: number
  limit?: number
  projection?: Fields
}

export class Database {
  private readonly collections = new Map<string, Collection>()
  private readonly transactions = new Transactions()
  private readonly writer: Writer

  constructor(
    private readonly journal: Journal,
    private readonly declarations: Declarations,
  ) {
    this.writer = new Writer(journal, this.transactions, (name) => this.collection(name))
    for (const name of new Set([...Object.keys(declarations.collections), ...journal.collections()])) this.open(name)
  }

  createCollection(name: string): void {
    if (this.collections.has(name)) throw collectionExists()
    this.open(name)
  }

  collectionNames(): string[] {
    return [...this.collections.keys()]
  }

  /** Documents that queries have looked at since the start. */
  examined(): number {
    return [...this.collections.values()].reduce((sum, { examined }) => sum + examined, 0)
  }

  /** Resolves when everything answered so far is kept. */
  settled(): Promise<void> {
    return this.journal.settled()
  }

  // ------------------------------------------------------------ reading

  get(name: string, id: Id, transactionId?: string): Doc | undefined {
    const collection = this.collection(name)
    return transactionId === undefined
      ? collection.newest(id)?.doc
      : this.seenIn(this.transactions.get(transactionId), collection, id)
  }

  find(name: string, { query, order = [], skip = 0, limit = limits.rowsByDefault, projection }: Find): Doc[] {
    const search = this.collection(name).search(query, order)
    const rows = Math.min(limit, limits.rowsAtMost)
    const docs = search.sorted ? take(search.docs, skip + rows) : sorted([...search.docs], order)
    return projected(docs.slice(skip, skip + rows), projection)
  }

  count(name: string, query: Fields): number {
    const collection = this.collection(name)
    if (Object.keys(query).length === 0) return collection.size
    return [...collection.search(query, []).docs].length
  }

  /** The first stage must be a `$match` that an index serves; a `$lookup` must find its documents by an index too. */
  aggregate(name: string, stages: readonly Fields[]): Fields[] {
    const [first, ...rest] = stages
    if (!first || !isFields(first.$match))
      throw databaseRefusal('an aggregation must begin with a $match that an index serves')
    for (const stage of rest) this.refuseUnservedLookup(stage)
    const docs = [...this.collection(name).search(first.$match, []).docs]
    const options = { collectionResolver: (other: string) => this.all(other), ...COPYING }
    return guarded(() => runPipeline(docs, rest.map(asMongoMeans), options)) as Fields[]
  }

  private refuseUnservedLookup({ $lookup }: Fields): void {
    if (!isFields($lookup)) return
    const { from, foreignField } = $lookup as { from: string; foreignField?: string }
    const indexes = this.collection(from).indexes
    if (!indexes.some(({ fields: [field] }) => field?.name === foreignField)) {
      throw databaseRefusal(
        `no index serves $lookup into "${from}" by "${foreignField ?? 'a pipeline'}": add one to cloudfunctions/indexes.json`,
      )
    }
  }

  private all(name: string): Doc[] {
    return [...this.collection(name).search({}, []).docs].map((doc) => clone(doc))
  }

  // ------------------------------------------------------------ writing

  async insert(name: string, docs: readonly (Fields & { _id?: Id })[], transactionId?: string): Promise<Id[]> {
    const ids: Id[] = []
    for (const fields of docs) {
      const doc: Doc = { ...fields, _id: fields._id ?? randomBytes(16).toString('hex') }
      await this.change(name, doc._id, transactionId, (current) => {
        if (current) throw duplicateKey(name, '_id_', `{ _id: ${JSON.stringify(doc._id)} }`)
        return doc
      })
      ids.push(doc._id)
    }
    return ids
  }

  /** Replaces the document, or makes it; whether it was there. */
  async replace(name: string, doc: Doc, transactionId?: string): Promise<boolean> {
    const { existed } = await this.change(name, doc._id, transactionId, () => doc)
    return existed
  }

  /** Whether the document exists and was changed by the update's operators. */
  async update(name: string, id: Id, update: Fields, transactionId?: string): Promise<boolean> {
    const { changed } = await this.change(name, id, transactionId, (current) => current && updated(current, update))
    return changed
  }

  /** Updates every document that matches (or the first), each in one step with its match; how many changed. */
  updateWhere(name: string, query: Fields, update: Fields, multi: boolean): Promise<number> {
    return this.changeWhere(name, query, multi, (current) => updated(current, update))
  }

  async remove(name: string, id: Id, transactionId?: string): Promise<boolean> {
    const { existed } = await this.change(name, id, transactionId, () => undefined)
    return existed
  }

  removeWhere(name: string, query: Fields, multi: boolean): Promise<number> {
    return this.changeWhere(name, query, multi, () => undefined)
  }

  private async changeWhere(
    name: string,
    query: Fields,
    multi: boolean,
    next: (doc: Doc) => Doc | undefined,
  ): Promise<number> {
    const matches = matcher(query)
    const found = take(this.collection(name).search(query, []).docs, multi ? Infinity : 1)
    let count = 0
    for (const { _id } of found) {
      const { changed } = await this.change(name, _id, undefined, (current) =>
        current && matches(current) ? next(current) : current,
      )
      if (changed) count++
    }
    return count
  }

  /**
   * Reads a document, decides what it becomes and writes that, in one step. A plain change waits while a transaction holds what
   * it needs, and then begins again from the document as it is by then.
   */
  private async change(
    name: string,
    id: Id,
    transactionId: string | undefined,
    next: (current: Doc | undefined) => Doc | undefined,
  ) {
    const collection = this.collection(name)
    for (;;) {
      const transaction = transactionId === undefined ? undefined : this.transactions.get(transactionId)
      const current = transaction ? this.seenIn(transaction, collection, id) : collection.newest(id)?.doc
      const doc = this.decide(transaction, current, next)
      const blocker = transaction ? undefined : this.writer.blocker(collection, id, doc)
      if (blocker === undefined) {
        const changed = doc !== current
        if (changed && transaction) this.writer.writeIn(transaction, collection, id, doc)
        else if (changed) this.writer.write(collection, id, doc)
        return { changed, existed: current !== undefined }
      }
      await this.transactions.locks.freed(blocker)
    }
  }

  private decide(
    transaction: Transaction | undefined,
    current: Doc | undefined,
    next: (current: Doc | undefined) => Doc | undefined,
  ) {
    try {
      return next(current)
    } catch (error) {
      if (transaction) this.transactions.end(transaction.id)
      throw error
    }
  }

  // ------------------------------------------------------------ transactions

  begin(): string {
    return this.transactions.begin(this.writer.sequence)
  }

  commit(id: string): void {
    this.writer.commit(this.transactions.get(id))
  }

  abort(id: string): void {
    this.transactions.end(id)
  }

  close(): void {
    this.transactions.endAll()
    this.journal.close()
  }

  private seenIn(transaction: Transaction, collection: Collection, id: Id): Doc | undefined {
    const write = transaction.writes.get(documentLock(collection, id))
    return write ? write.doc : collection.at(id, transaction.snapshot)
  }

  private collection(name: string): Collection {
    const collection = this.collections.get(name)
    if (!collection) throw collectionMissing(name)
    return collection
  }

  private open(name: string): void {
    const collection = new Collection(name, this.declarations.collections[name]?.indexes ?? [])
    collection.load(this.journal.documents(name))
    this.journal.createCollection(name)
    this.collections.set(name, collection)
  }
}

function take<T>(items: Iterable<T>, count: number): T[] {
  const taken: T[] = []
  if (count === 0) return taken
  for (const item of items) if (taken.push(item) >= count) break
  return taken
}
