/** What a query demands of single fields, as far as an index can use it. */
import { isFields, type Fields, type Value } from '../value'
import { keyOf, rank, rankOf, stringKey } from './order'

/** A stretch of keys of one field, before the index's direction is applied. */
export interface Bound {
  /** Begins every key of the stretch: a kind, or the first characters of a text. */
  within: string
  /** A whole key, and whether it belongs to the stretch. */
  from?: { key: string; inclusive: boolean }
  to?: { key: string; inclusive: boolean }
}

export interface Constraint {
  /** Keys that the field may equal. */
  equals?: string[]
  bounds: Bound[]
}

export type Constraints = Map<string, Constraint>

/** The demands that must all hold: those beside each other, and those in `$and`. */
export function constraintsOf(query: Fields): Constraints {
  const constraints: Constraints = new Map()
  for (const part of conjuncts(query)) {
    for (const [field, condition] of Object.entries(part)) {
      if (!field.startsWith('$')) demand(constraints, field, condition)
    }
  }
  return constraints
}

/** The alternatives of each `$or` that must hold besides the rest. */
export function alternativesOf(query: Fields): Fields[][] {
  return conjuncts(query).flatMap((part) => (Array.isArray(part.$or) ? [part.$or.filter(isFields)] : []))
}

function conjuncts(query: Fields): Fields[] {
  const inner = Array.isArray(query.$and) ? query.$and.filter(isFields).flatMap(conjuncts) : []
  return [query, ...inner]
}

function demand(constraints: Constraints, field: string, condition: Value): void {
  const constraint = constraints.get(field) ?? { bounds: [] }
  const operators = operatorsOf(condition)
  for (const [operator, operand] of Object.entries(operators)) readers[operator]?.(constraint, operand)
  if (constraint.equals || constraint.bounds.length > 0) constraints.set(field, constraint)
}

const operatorsOf = (condition: Value): Fields =>
  isFields(condition) && Object.keys(condition).some((key) => key.startsWith('$')) ? condition : { $eq: condition }

type Reader = (constraint: Constraint, operand: Value) => void

const readers: Record<string, Reader> = {
  $eq: (constraint, operand) =>
    operand instanceof RegExp ? startsWith(constraint, operand) : equalsOneOf(constraint, [operand]),
  $in: (constraint, operand) => equalsOneOf(constraint, Array.isArray(operand) ? operand : []),
  $all: (constraint, operand) => Array.isArray(operand) && equalsOneOf(constraint, operand.slice(0, 1)),
  $gt: (constraint, operand) => bound(constraint, operand, { from: { key: keyOf(operand), inclusive: false } }),
  $gte: (constraint, operand) => bound(constraint, operand, { from: { key: keyOf(operand), inclusive: true } }),
  $lt: (constraint, operand) => bound(constraint, operand, { to: { key: keyOf(operand), inclusive: false } }),
  $lte: (constraint, operand) => bound(constraint, operand, { to: { key: keyOf(operand), inclusive: true } }),
  $regex: (constraint, operand) => operand instanceof RegExp && startsWith(constraint, operand),
}

/** A list is found by its first element, since a list's elements are what is indexed. */
function equalsOneOf(constraint: Constraint, values: Value[]): void {
  if (values.some((value) => value instanceof RegExp)) return
  const keys = values.map((value) => (Array.isArray(value) ? listKey(value) : keyOf(value)))
  if (!constraint.equals || keys.length < constraint.equals.length) constraint.equals = [...new Set(keys)]
}

const listKey = ([first]: Value[]) => (first === undefined ? rank.emptyList : keyOf(first))

function bound(constraint: Constraint, operand: Value, limits: Pick<Bound, 'from' | 'to'>): void {
  constraint.bounds.push({ within: rankOf(operand), ...limits })
}

/** A pattern such as ^abc is a stretch of the index; any other pattern is not. */
function startsWith(constraint: Constraint, pattern: RegExp): void {
  const [, prefix] = /^\^([\p{L}\p{N} _:-]+)/u.exec(pattern.source) ?? []
  const optional = prefix !== undefined && /^[?*{]/.test(pattern.source.slice(1 + prefix.length))
  if (!prefix || optional || pattern.source.includes('|') || /[im]/.test(pattern.flags)) return
  constraint.bounds.push({ within: rank.string + stringKey(prefix) })
}
