import type { Disk } from '../disk'
import type { Doc, Id } from '../value'
import { decode, encode } from '../wire'

/** A document as it is from now on; undefined when it is gone. */
export interface Change {
  collection: string
  id: Id
  doc: Doc | undefined
}

/** Where changes are kept in the order in which they are written. */
export interface Journal {
  write(changes: readonly Change[]): void
  createCollection(name: string): void
  /** Resolves when everything written so far is kept. */
  settled(): Promise<void>
  collections(): string[]
  documents(collection: string): Iterable<Doc>
  /** Keeps what was written, and takes no more. */
  close(): void
}

export const forgetfulJournal: Journal = {
  write: () => undefined,
  createCollection: () => undefined,
  settled: () => Promise.resolve(),
  collections: () => [],
  documents: () => [],
  close: () => undefined,
}

/**
 * Keeps changes in the database file. All changes that arrive in one turn of the event loop share one commit, and so one wait
 * for the disk.
 */
export class DiskJournal implements Journal {
  private pending: Change[] = []
  private next: Promise<void> | undefined
  private closed = false
  private readonly commit: (changes: readonly Change[]) => void

  constructor(private readonly disk: Disk) {
    const put = disk.prepare('insert or replace into document (collection, id, body) values (?, ?, ?)')
    const remove = disk.prepare('delete from document where collection = ? and id = ?')
    this.commit = disk.transaction((changes: readonly Change[]) => {
      for (const { collection, id, doc } of changes) {
        if (doc) put.run(collection, idText(id), encode(doc))
        else remove.run(collection, idText(id))
      }
    })
  }

  write(changes: readonly Change[]): void {
    if (this.closed) throw new Error('the local cloud is closed')
    this.pending.push(...changes)
    this.next ??= new Promise((resolve) =>
      setImmediate(() => {
        this.flush()
        resolve()
      }),
    )
  }

  settled(): Promise<void> {
    return this.next ?? Promise.resolve()
  }

  close(): void {
    this.flush()
    this.closed = true
  }

  createCollection(name: string): void {
    this.disk.prepare('insert or ignore into collection (name) values (?)').run(name)
  }

  collections(): string[] {
    return (this.disk.prepare('select name from collection order by name').all() as { name: string }[]).map(
      ({ name }) => name,
    )
  }

  *documents(collection: string): Iterable<Doc> {
    const page = this.disk.prepare(
      'select id, body from document where collection = ? and id > ? order by id limit 1000',
    )
    for (let after = ''; ;) {
      const rows = page.all(collection, after) as { id: string; body: string }[]
      for (const { body } of rows) yield decode(body, 0) as Doc
      const last = rows.at(-1)
      if (!last) return
      after = last.id
    }
  }

  /** A commit that fails leaves memory ahead of the disk, so the process must not go on: the error is not caught anywhere. */
  private flush(): void {
    const changes = this.pending
    this.pending = []
    this.next = undefined
    if (changes.length > 0) this.commit(changes)
  }
}

/** `1` and `"1"` are different ids. */
const idText = (id: Id) => JSON.stringify(id)
