/**
 * Which index serves a query. The rule, stricter than the platform's own:
 * - documents are found by `_id`, or by an index whose first fields the query fixes (`=`, `in`), then at most one field that it
 *   bounds (`<`, `>`, `^text`); what remains of the query is tested on the documents found;
 * - an order is the index's own, or is made in memory when at least the first field of the index is fixed;
 * - with `or`, each alternative must be served by itself, or the rest of the query be.
 */
import { databaseRefusal } from '../errors'
import type { Fields } from '../value'
import { alternativesOf, type Bound, type Constraint, type Constraints, constraintsOf } from './constraints'
import { describeFields, type IndexField, type IndexTree } from './index-tree'
import { directed, type Direction, pastPart, pastValues } from './order'

export type Order = readonly (readonly [string, Direction])[]

/** Where the documents come from, and whether they come in the order asked for. */
export type Source =
  | { kind: 'index'; index: IndexTree; stretches: Stretch[]; sorted: boolean; backwards: boolean; narrowed: boolean }
  | { kind: 'union'; sources: Source[]; sorted: false; narrowed: boolean }

export interface Stretch {
  from: string
  to: string
}

export function plan(collection: string, indexes: readonly IndexTree[], query: Fields, order: Order): Source {
  const constraints = constraintsOf(query)
  const source = best(indexes, constraints, order) ?? union(indexes, query) ?? walk(indexes, query, order)
  if (!source || !(source.sorted || order.length === 0 || source.narrowed)) {
    throw databaseRefusal(unserved(collection, constraints, order))
  }
  return source
}

function best(indexes: readonly IndexTree[], constraints: Constraints, order: Order): Source | undefined {
  const sources = indexes.flatMap((index) => serve(index, constraints, order) ?? [])
  const [first] = sources.sort((one, other) => other.score - one.score)
  return first?.source
}

function serve(index: IndexTree, constraints: Constraints, order: Order) {
  const fixed = index.fields.findIndex(({ name }) => !constraints.get(name)?.equals)
  const count = fixed === -1 ? index.fields.length : fixed
  const next = index.fields[count]
  const bounds = next ? (constraints.get(next.name)?.bounds ?? []) : []
  if (count === 0 && bounds.length === 0) return undefined
  const prefixes = prefixesOf(index.fields.slice(0, count), constraints)
  const stretches = prefixes.map((prefix) => stretch(prefix, next, index.multikey ? bounds.slice(0, 1) : bounds))
  const walks = prefixes.length === 1 && !index.multikey ? follows(index.fields, count, order) : undefined
  const sorted = order.length === 0 || walks !== undefined
  const source: Source = { kind: 'index', index, stretches, sorted, backwards: walks === -1, narrowed: count > 0 }
  const exact = index.unique && count === index.fields.length
  return { source, score: (exact ? 100 : 0) + count * 4 + (bounds.length > 0 ? 2 : 0) + (sorted ? 1 : 0) }
}

/** Every combination of the values that the first fields may equal. */
function prefixesOf(fields: readonly IndexField[], constraints: Constraints): string[] {
  const choices = fields.map(({ name, direction }) =>
    ((constraints.get(name) as Constraint).equals ?? []).map((key) => directed(key, direction)),
  )
  return choices.reduce((rows, keys) => rows.flatMap((row) => keys.map((key) => row + key)), [''])
}

function stretch(prefix: string, field: IndexField | undefined, bounds: readonly Bound[]): Stretch {
  const all: Stretch = { from: prefix, to: pastValues(prefix) }
  if (!field) return all
  return bounds.map((bound) => bounded(prefix, field.direction, bound)).reduce(intersection, all)
}

const intersection = (one: Stretch, other: Stretch): Stretch => ({
  from: one.from > other.from ? one.from : other.from,
  to: one.to < other.to ? one.to : other.to,
})

function bounded(prefix: string, direction: Direction, bound: Bound): Stretch {
  const within = prefix + directed(bound.within, direction)
  const [low, high] = direction === 1 ? [bound.from, bound.to] : [bound.to, bound.from]
  const at = (key: string, past: boolean) => (past ? pastValues : String)(prefix + directed(key, direction))
  return {
    from: low ? at(low.key, !low.inclusive) : within,
    to: high ? at(high.key, high.inclusive) : pastPart(within),
  }
}

/** Whether the index, after its first `fixed` fields, runs in the order asked for (1), against it (-1), or neither. */
function follows(fields: readonly IndexField[], fixed: number, order: Order): Direction | undefined {
  const names = new Set(fields.slice(0, fixed).map(({ name }) => name))
  const asked = order.filter(([name]) => !names.has(name))
  const turns = asked.map(([name, direction], at) => {
    const field = fields[fixed + at]
    return field?.name === name ? field.direction * direction : 0
  })
  const [turn = 1] = turns
  return turns.every((each) => each === turn) && turn !== 0 ? (turn as Direction) : undefined
}

function union(indexes: readonly IndexTree[], query: Fields): Source | undefined {
  for (const alternatives of alternativesOf(query)) {
    const sources = alternatives.map((alternative) => best(indexes, constraintsOf(alternative), []))
    if (sources.length > 0 && sources.every((source) => source !== undefined)) {
      return { kind: 'union', sources, sorted: false, narrowed: sources.every(({ narrowed }) => narrowed) }
    }
  }
  return undefined
}

/** A query without conditions walks an index in its order; the limit ends the walk. */
function walk(indexes: readonly IndexTree[], query: Fields, order: Order): Source | undefined {
  if (Object.keys(query).length > 0) return undefined
  for (const index of indexes) {
    const turn = index.multikey ? undefined : follows(index.fields, 0, order)
    if (turn) {
      const stretches = [{ from: '', to: pastValues('') }]
      return { kind: 'index', index, stretches, sorted: true, backwards: turn === -1, narrowed: false }
    }
  }
  return undefined
}

/** Names the index to add: fields that are fixed, then the order, then fields that are bounded. */
function unserved(collection: string, constraints: Constraints, order: Order): string {
  const entries = [...constraints]
  const fixed = entries.filter(([, constraint]) => constraint.equals).map(([name]) => name)
  const bounded = entries.filter(([, constraint]) => !constraint.equals).map(([name]) => name)
  const fields = new Map<string, Direction>(fixed.map((name) => [name, 1]))
  for (const [name, direction] of [...order, ...bounded.map((name) => [name, 1] as const)]) {
    if (!fields.has(name)) fields.set(name, direction)
  }
  if (fields.size === 0) return `no index can serve this query on "${collection}": fix a field with = or in`
  const wanted = describeFields([...fields])
  return `no index serves this query on "${collection}": add { "fields": ${wanted} } to it in cloudfunctions/indexes.json`
}
