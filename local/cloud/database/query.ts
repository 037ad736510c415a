import { Context, find as project, ProcessingMode } from 'mingo'
import * as queryOperators from 'mingo/operators/query'
import { Query } from 'mingo/query'
import { databaseRefusal, messageOf } from '../errors'
import { type Doc, type Fields, isFields, mapFields, type Value } from '../value'
import { keyOf } from './order'
import { valuesAt } from './path'
import type { Order } from './plan'

/** mingo may change what it is given, so it is given copies. */
export const COPYING = { processingMode: ProcessingMode.CLONE_INPUT, scriptEnabled: false }

/** mingo copies its operators for each query, and there are some three hundred: a query needs a tenth of them. */
const OPERATORS = Context.init({ query: queryOperators })

export type Test = (doc: Doc) => boolean

/** The query as a test of one document. */
export function matcher(query: Fields): Test {
  const compiled = guarded(() => new Query(asMongoMeans(query), { scriptEnabled: false, context: OPERATORS }))
  return (doc) => guarded(() => compiled.test(doc))
}

/** mingo throws on what it does not know; so must the platform's stand-in, in its own words. */
export function guarded<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw databaseRefusal(messageOf(error))
  }
}

/** Where mingo reads a query in another way than MongoDB: `<= null` and `>= null` also mean a missing field. */
export function asMongoMeans(value: Fields): Fields {
  return mapFields(value, translated)
}

function translated(value: Value): Value {
  if (Array.isArray(value)) return value.map(translated)
  if (!isFields(value)) return value
  if (value.$lte === null || value.$gte === null) return { $eq: null }
  return asMongoMeans(value)
}

/** MongoDB's order, in which a list counts by its lowest element upwards and by its highest downwards. */
export function sorted(docs: Doc[], order: Order): Doc[] {
  const rows = docs.map((doc) => ({ doc, keys: order.map(([name, direction]) => sortKey(doc, name, direction)) }))
  return rows.sort((one, other) => compare(one.keys, other.keys, order)).map(({ doc }) => doc)
}

function compare(one: readonly string[], other: readonly string[], order: Order): number {
  for (const [at, [, direction]] of order.entries()) {
    const [left, right] = [one[at] as string, other[at] as string]
    if (left !== right) return left < right ? -direction : direction
  }
  return 0
}

function sortKey(doc: Doc, field: string, direction: 1 | -1): string {
  const keys = valuesAt(doc, field.split('.'))
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .map(keyOf)
    .sort()
  return keys.at(direction === 1 ? 0 : -1) ?? keyOf(null)
}

/** The fields asked for. */
export function projected(docs: Doc[], projection: Fields | undefined): Doc[] {
  if (!projection || Object.keys(projection).length === 0) return docs
  return guarded(() => project<Doc>(docs, {}, projection, COPYING).all())
}
