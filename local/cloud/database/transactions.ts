import { randomBytes } from 'node:crypto'
import { transactionGone } from '../errors'
import { limits } from '../limits'
import type { Id } from '../value'
import type { Collection } from './collection'
import type { Change } from './journal'
import { Locks } from './locks'

/** An open transaction: what it sees, what it has written, and what others must not touch meanwhile. */
export interface Transaction {
  id: string
  /** It sees what was committed up to here. */
  snapshot: number
  writes: Map<string, Change>
  /** Locks it holds; a unique key's lock names the document that wants the key. */
  held: Map<string, Id>
  expiry: NodeJS.Timeout
}

/** The open transactions and their locks, and the old versions that they may still read. */
export class Transactions {
  readonly locks = new Locks<Transaction>()
  private readonly open = new Map<string, Transaction>()
  private trail: { collection: Collection; id: Id; sequence: number }[] = []

  begin(snapshot: number): string {
    const id = randomBytes(16).toString('hex')
    const expiry = setTimeout(() => this.end(id), limits.transactionLifetime).unref()
    this.open.set(id, { id, snapshot, writes: new Map(), held: new Map(), expiry })
    return id
  }

  /** @throws the platform's error for an id that is unknown, ended, or older than 30 seconds. */
  get(id: string): Transaction {
    const transaction = this.open.get(id)
    if (!transaction) throw transactionGone()
    return transaction
  }

  hold(transaction: Transaction, key: string, id: Id): void {
    this.locks.take(key, transaction)
    transaction.held.set(key, id)
  }

  end(id: string): void {
    const transaction = this.open.get(id)
    if (!transaction) return
    clearTimeout(transaction.expiry)
    this.open.delete(id)
    this.locks.free(transaction.held.keys())
    this.prune()
  }

  endAll(): void {
    for (const id of [...this.open.keys()]) this.end(id)
  }

  get anyOpen(): boolean {
    return this.open.size > 0
  }

  /** Remembers that a document has an older version to be forgotten later. */
  leaveTrail(collection: Collection, id: Id, sequence: number): void {
    this.trail.push({ collection, id, sequence })
  }

  /** Transactions open in the order of their snapshots, so the first is the oldest. */
  private prune(): void {
    const [oldest] = this.open.values()
    const until = oldest ? oldest.snapshot : Infinity
    const kept = this.trail.findIndex(({ sequence }) => sequence > until)
    const done = this.trail.splice(0, kept === -1 ? this.trail.length : kept)
    for (const { collection, id, sequence } of done) collection.prune(id, sequence)
  }
}
