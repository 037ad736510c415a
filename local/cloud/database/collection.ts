import { duplicateKey } from '../errors'
import type { Doc, Fields, Id } from '../value'
import type { IndexDeclaration } from './declarations'
import { IndexTree } from './index-tree'
import { type Order, plan, type Source } from './plan'
import { matcher } from './query'

/** What a document was since a moment; older versions are kept while a transaction may still read them. */
export interface Version {
  sequence: number
  doc: Doc | undefined
  older: Version | undefined
}

const BY_ID: IndexDeclaration = { name: '_id_', fields: { _id: 1 }, unique: true }

/** One collection: every document's versions, and indexes over the newest. */
export class Collection {
  readonly indexes: readonly IndexTree[]
  private readonly versions = new Map<Id, Version>()
  private present = 0
  /** Documents looked at by queries since the start, for benches. */
  examined = 0

  constructor(
    readonly name: string,
    declared: readonly IndexDeclaration[],
  ) {
    this.indexes = [BY_ID, ...declared].map((declaration) => new IndexTree(declaration))
  }

  get size(): number {
    return this.present
  }

  newest(id: Id): Version | undefined {
    return this.versions.get(id)
  }

  at(id: Id, sequence: number): Doc | undefined {
    let version = this.versions.get(id)
    while (version && version.sequence > sequence) version = version.older
    return version?.doc
  }

  /** Makes `doc` the newest version; `keep` leaves the former one for transactions that began before. */
  publish(id: Id, doc: Doc | undefined, sequence: number, keep: boolean): void {
    const former = this.versions.get(id)
    for (const index of this.indexes) index.replace(id, former?.doc, doc)
    this.present += (doc ? 1 : 0) - (former?.doc ? 1 : 0)
    if (doc || keep) this.versions.set(id, { sequence, doc, older: keep ? former : undefined })
    else this.versions.delete(id)
  }

  /** Forgets what the document was before `sequence`. */
  prune(id: Id, sequence: number): void {
    let version = this.versions.get(id)
    while (version && version.sequence > sequence) version = version.older
    if (version) version.older = undefined
    const newest = this.versions.get(id)
    if (newest && !newest.doc && newest.sequence <= sequence) this.versions.delete(id)
  }

  /** Fills an empty collection from the journal; documents that break a unique index stop the start. */
  load(docs: Iterable<Doc>): void {
    for (const doc of docs) {
      for (const index of this.indexes) if (index.unique) this.refuseTaken(index, doc)
      this.publish(doc._id, doc, 0, false)
    }
  }

  private refuseTaken(index: IndexTree, doc: Doc): void {
    const taken = index.keysOf(doc).some((key) => index.holder(key) !== undefined)
    if (taken) throw duplicateKey(this.name, index.name, index.describeKey(doc))
  }

  /** Documents that match, in the order if the index has it, and whether it has. */
  search(query: Fields, order: Order): { docs: Iterable<Doc>; sorted: boolean } {
    const source = plan(this.name, this.indexes, query, order)
    return { docs: this.matching(source, query), sorted: source.sorted }
  }

  private *matching(source: Source, query: Fields): Generator<Doc> {
    const matches = matcher(query)
    const seen = new Set<Id>()
    const repeats = source.kind === 'union' || source.index.multikey
    for (const id of ids(source)) {
      if (repeats && seen.has(id)) continue
      if (repeats) seen.add(id)
      const doc = this.versions.get(id)?.doc
      this.examined++
      if (doc && matches(doc)) yield doc
    }
  }
}

function* ids(source: Source): Generator<Id> {
  if (source.kind === 'union') {
    for (const part of source.sources) yield* ids(part)
    return
  }
  const { keys } = source.index
  for (const { from, to } of source.stretches) yield* source.backwards ? keys.walkBack(from, to) : keys.walk(from, to)
}
