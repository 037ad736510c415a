import { ObjectId } from 'bson'

/** A value as the document database knows it. */
export type Value = null | boolean | number | string | Date | RegExp | ObjectId | Value[] | Fields

export interface Fields {
  [field: string]: Value
}

export type Id = string | number

export type Doc = Fields & { _id: Id }

/** An object with fields of its own, rather than a date, a pattern or a list. */
export function isFields(value: unknown): value is Fields {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !(value instanceof RegExp) &&
    !(value instanceof ObjectId)
  )
}

export function clone<V extends Value>(value: V): V
export function clone(value: Value): Value {
  if (Array.isArray(value)) return value.map((item) => clone(item))
  if (value instanceof Date) return new Date(value)
  return isFields(value) ? mapFields(value, clone) : value
}

export function mapFields<V>(fields: Record<string, V>, change: (value: V) => Value): Fields {
  const changed: Fields = {}
  for (const [field, value] of Object.entries(fields)) changed[field] = change(value)
  return changed
}

/** The name that mongod's messages have for the kind of a value. */
export function kindOf(value: Value | undefined): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (value instanceof Date) return 'date'
  if (value instanceof RegExp) return 'regex'
  if (value instanceof ObjectId) return 'objectId'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'double'
  return typeof value
}
