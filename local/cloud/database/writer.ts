import { duplicateKey, transactionConflict } from '../errors'
import type { Doc, Id } from '../value'
import type { Collection } from './collection'
import type { Change, Journal } from './journal'
import type { Transaction, Transactions } from './transactions'

interface UniqueKey {
  lock: string
  index: Collection['indexes'][number]
  key: string
}

/** Writes documents, inside a transaction or at once, and keeps unique keys unique either way. */
export class Writer {
  sequence = 0

  constructor(
    private readonly journal: Journal,
    private readonly transactions: Transactions,
    private readonly collection: (name: string) => Collection,
  ) {}

  /** The lock that a plain write has to wait for, if any. */
  blocker(collection: Collection, id: Id, doc: Doc | undefined): string | undefined {
    const { locks } = this.transactions
    const wanted = [documentLock(collection, id), ...this.uniqueKeys(collection, doc).map(({ lock }) => lock)]
    const holders = this.holders(collection, id, doc).map((holder) => documentLock(collection, holder))
    return [...wanted, ...holders].find((lock) => locks.owner(lock) !== undefined)
  }

  /** A write of its own: nothing may block it, and the caller has looked. */
  write(collection: Collection, id: Id, doc: Doc | undefined): void {
    for (const { index, key } of this.uniqueKeys(collection, doc)) {
      const holder = index.holder(key)
      if (holder !== undefined && holder !== id) throw taken(collection, index, doc as Doc)
    }
    this.publish([{ collection: collection.name, id, doc }])
  }

  /** A write in a transaction. Whatever refuses it ends the transaction, as in mongod. */
  writeIn(transaction: Transaction, collection: Collection, id: Id, doc: Doc | undefined): void {
    try {
      const own = documentLock(collection, id)
      this.refuseConflict(transaction, collection, id, own)
      const keys = this.uniqueKeys(collection, doc)
      for (const unique of keys) this.claim(transaction, collection, id, doc as Doc, unique)
      for (const { lock } of keys) this.transactions.hold(transaction, lock, id)
      this.transactions.hold(transaction, own, id)
      transaction.writes.set(own, { collection: collection.name, id, doc })
    } catch (error) {
      this.transactions.end(transaction.id)
      throw error
    }
  }

  commit(transaction: Transaction): void {
    if (transaction.writes.size > 0) this.publish([...transaction.writes.values()])
    this.transactions.end(transaction.id)
  }

  private publish(changes: Change[]): void {
    this.sequence++
    this.journal.write(changes)
    const keep = this.transactions.anyOpen
    for (const { collection: name, id, doc } of changes) {
      const collection = this.collection(name)
      collection.publish(id, doc, this.sequence, keep)
      if (keep) this.transactions.leaveTrail(collection, id, this.sequence)
    }
  }

  private refuseConflict(transaction: Transaction, collection: Collection, id: Id, lock: string): void {
    const owner = this.transactions.locks.owner(lock)
    const changed = (collection.newest(id)?.sequence ?? 0) > transaction.snapshot
    if ((owner && owner !== transaction) || (changed && !transaction.writes.has(lock))) throw transactionConflict()
  }

  private claim(
    transaction: Transaction,
    collection: Collection,
    id: Id,
    doc: Doc,
    { lock, index, key }: UniqueKey,
  ): void {
    const owner = this.transactions.locks.owner(lock)
    if (owner && owner !== transaction) throw transactionConflict()
    const claimant = transaction.held.get(lock)
    const claimed =
      claimant !== undefined && claimant !== id && this.hasKey(transaction, collection, claimant, index, key)
    const holder = index.holder(key)
    if (claimed) throw taken(collection, index, doc)
    if (holder === undefined || holder === id || this.givenUp(transaction, collection, holder, index, key)) return
    const later = (collection.newest(holder)?.sequence ?? 0) > transaction.snapshot
    const moving = this.transactions.locks.owner(documentLock(collection, holder)) ?? transaction
    throw later || moving !== transaction ? transactionConflict() : taken(collection, index, doc)
  }

  private hasKey(
    transaction: Transaction,
    collection: Collection,
    id: Id,
    index: UniqueKey['index'],
    key: string,
  ): boolean {
    const doc = transaction.writes.get(documentLock(collection, id))?.doc
    return doc !== undefined && index.keysOf(doc).includes(key)
  }

  /** The transaction itself has taken the key from the document that has it in the snapshot. */
  private givenUp(
    transaction: Transaction,
    collection: Collection,
    id: Id,
    index: UniqueKey['index'],
    key: string,
  ): boolean {
    return transaction.writes.has(documentLock(collection, id)) && !this.hasKey(transaction, collection, id, index, key)
  }

  /** Other documents that have a unique key of `doc`. */
  private holders(collection: Collection, id: Id, doc: Doc | undefined): Id[] {
    return this.uniqueKeys(collection, doc).flatMap(({ index, key }) => {
      const holder = index.holder(key)
      return holder === undefined || holder === id ? [] : [holder]
    })
  }

  private uniqueKeys(collection: Collection, doc: Doc | undefined): UniqueKey[] {
    if (!doc) return []
    const [, ...declared] = collection.indexes
    return declared
      .filter(({ unique }) => unique)
      .flatMap((index) =>
        index.keysOf(doc).map((key) => ({ index, key, lock: `${collection.name}/${index.name}/${key}` })),
      )
  }
}

export const documentLock = (collection: Collection, id: Id) => `${collection.name} ${JSON.stringify(id)}`

const taken = (collection: Collection, index: Collection['indexes'][number], doc: Doc) =>
  duplicateKey(collection.name, index.name, index.describeKey(doc))
