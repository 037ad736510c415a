import { databaseRefusal } from '../errors'
import type { Doc, Id, Value } from '../value'
import type { IndexDeclaration } from './declarations'
import { directed, type Direction, keyOf, pastValues, rank } from './order'
import { valuesAt } from './path'
import { SortedKeys } from './sorted-keys'

export interface IndexField {
  name: string
  path: readonly string[]
  direction: Direction
}

/** One index over the newest versions of a collection: keys in order, and for a unique index who holds each. */
export class IndexTree {
  readonly name: string
  readonly unique: boolean
  readonly fields: readonly IndexField[]
  readonly keys = new SortedKeys()
  /** Some document had a list under an indexed field, so one document may have several keys. */
  multikey = false

  constructor({ name, unique, fields }: IndexDeclaration) {
    this.name = name
    this.unique = unique
    this.fields = Object.entries(fields).map(([field, direction]) => ({
      name: field,
      path: field.split('.'),
      direction,
    }))
  }

  /** The keys of a document, without its id: one per element when a field is a list. */
  keysOf(doc: Doc): string[] {
    const parts = this.fields.map((field) => fieldKeys(doc, field))
    const lists = parts.filter((keys) => keys.length > 1)
    if (lists.length > 1) throw databaseRefusal(`cannot index parallel arrays: ${this.description}`)
    if (lists.length > 0) this.multikey = true
    return parts.reduce((rows, keys) => rows.flatMap((row) => keys.map((key) => row + key)), [''])
  }

  /** The document changed, came or went; keys that stay are left alone. */
  replace(id: Id, former: Doc | undefined, doc: Doc | undefined): void {
    const [before, after] = [former ? this.keysOf(former) : [], doc ? this.keysOf(doc) : []]
    const own = keyOf(id)
    for (const key of before) if (!after.includes(key)) this.keys.delete(key + own)
    for (const key of after) if (!before.includes(key)) this.keys.add(key + own, id)
  }

  /** The document that has the key. */
  holder(key: string): Id | undefined {
    return this.keys.first(key, pastValues(key))
  }

  /** The values of the fields, as mongod names them when a key is taken. */
  describeKey(doc: Doc): string {
    const values = this.fields.map(({ name, path }) => `${name}: ${JSON.stringify(valuesAt(doc, path)[0] ?? null)}`)
    return `{ ${values.join(', ')} }`
  }

  get description(): string {
    return describeFields(this.fields.map(({ name, direction }) => [name, direction]))
  }
}

export const describeFields = (fields: readonly (readonly [string, Direction])[]) =>
  `{ ${fields.map(([name, direction]) => `"${name}": ${direction}`).join(', ')} }`

function fieldKeys(doc: Doc, { path, direction }: IndexField): string[] {
  const keys = valuesAt(doc, path).flatMap(elementKeys)
  return [...new Set(keys.length > 0 ? keys : [rank.nothing])].map((key) => directed(key, direction))
}

function elementKeys(value: Value | undefined): string[] {
  if (!Array.isArray(value)) return [keyOf(value)]
  return value.length > 0 ? value.map(keyOf) : [rank.emptyList]
}
