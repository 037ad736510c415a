import { Query } from 'mingo'
import { writeError } from '../errors'
import { type Fields, type Id, isFields, kindOf, type Value } from '../value'
import { keyOf } from './order'
import { guarded, sorted } from './query'

/** The field being changed, for messages. */
export interface Place {
  path: string
  id: Id
}

interface Operator {
  /** Whether missing objects on the way are made. */
  creates: boolean
  /** The field's value afterwards; undefined removes it, or leaves it missing. */
  value(current: Value | undefined, operand: Value, place: Place): Value | undefined
}

const creating = (value: Operator['value']): Operator => ({ creates: true, value })
const existing = (value: Operator['value']): Operator => ({ creates: false, value })

export const operators: Record<string, Operator> = {
  $set: creating((_, operand) => operand),
  $unset: existing(() => undefined),
  $inc: creating((current, operand, place) => number('$inc', current, 0, place) + argument('$inc', operand)),
  $mul: creating((current, operand, place) => number('$mul', current, 0, place) * argument('$mul', operand)),
  $min: creating((current, operand) => (current === undefined || below(operand, current) ? operand : current)),
  $max: creating((current, operand) => (current === undefined || below(current, operand) ? operand : current)),
  $bit: creating(bitwise),
  $push: creating((current, operand, place) => push(list(current, place), operand)),
  $addToSet: creating((current, operand, place) => union(list(current, place), each(operand) ?? [operand])),
  $pop: existing(pop),
  $pull: existing((current, operand) => pull('$pull', current, condition(operand))),
  $pullAll: existing((current, operand) => pull('$pullAll', current, equalsAny(operand))),
}

const below = (one: Value, other: Value) => keyOf(one) < keyOf(other)

function number(operator: string, current: Value | undefined, missing: number, { path, id }: Place): number {
  if (current === undefined) return missing
  if (typeof current === 'number') return current
  throw writeError(
    `Cannot apply ${operator} to a value of non-numeric type. ` +
      `{_id: ${JSON.stringify(id)}} has the field '${path.split('.').at(-1)}' of non-numeric type ${kindOf(current)}`,
  )
}

function argument(operator: string, operand: Value): number {
  if (typeof operand === 'number') return operand
  throw writeError(`Cannot ${operator === '$inc' ? 'increment' : 'multiply'} with non-numeric argument`)
}

function bitwise(current: Value | undefined, operand: Value, { path }: Place): number {
  const value = current ?? 0
  if (!Number.isInteger(value)) throw writeError(`Cannot apply $bit to a value of non-integral type: '${path}'`)
  if (!isFields(operand)) throw writeError('The $bit modifier needs and, or, or xor')
  const steps: Record<string, (one: number, other: number) => number> = {
    and: (one, other) => one & other,
    or: (one, other) => one | other,
    xor: (one, other) => one ^ other,
  }
  return Object.entries(operand).reduce((result, [name, mask]) => {
    const step = steps[name]
    if (!step || !Number.isInteger(mask)) throw writeError('The $bit modifier needs and, or, or xor with an integer')
    return step(result, mask as number)
  }, value as number)
}

function list(current: Value | undefined, { path, id }: Place): Value[] {
  if (current === undefined) return []
  if (Array.isArray(current)) return current
  const kind = kindOf(current)
  throw writeError(
    `The field '${path}' must be an array but is of type ${kind} in document {_id: ${JSON.stringify(id)}}`,
  )
}

const each = (operand: Value): Value[] | undefined =>
  isFields(operand) && Array.isArray(operand.$each) ? operand.$each : undefined

function push(current: Value[], operand: Value): Value[] {
  const items = each(operand)
  if (!items) return [...current, operand]
  const { $position = current.length, $sort, $slice } = operand as Fields
  const pushed = [...current]
  pushed.splice(Number($position), 0, ...items)
  return sliced($sort === undefined ? pushed : inOrder(pushed, $sort), $slice)
}

/** A direction sorts the elements themselves; fields with directions sort elements that are objects. */
function inOrder(items: Value[], order: Value): Value[] {
  const fields = isFields(order)
    ? Object.entries(order).map(([name, turn]) => [`item.${name}`, turn])
    : [['item', order]]
  const rows = items.map((item, _id) => ({ _id, item }))
  return sorted(rows, fields as [string, 1 | -1][]).map((row) => row.item as Value)
}

function sliced(items: Value[], count: Value | undefined): Value[] {
  if (count === undefined || count === null) return items
  if (count === 0) return []
  return Number(count) < 0 ? items.slice(Number(count)) : items.slice(0, Number(count))
}

function union(current: Value[], items: Value[]): Value[] {
  const known = new Set(current.map(keyOf))
  return [...current, ...items.filter((item) => !known.has(keyOf(item)) && known.add(keyOf(item)))]
}

function pop(current: Value | undefined, operand: Value, { path }: Place): Value | undefined {
  if (current === undefined) return undefined
  if (!Array.isArray(current))
    throw writeError(`Path '${path}' contains an element of non-array type '${kindOf(current)}'`)
  return operand === -1 ? current.slice(1) : current.slice(0, -1)
}

type Wanted = (item: Value) => boolean

function pull(operator: string, current: Value | undefined, unwanted: Wanted): Value | undefined {
  if (current === undefined) return undefined
  if (!Array.isArray(current)) throw writeError(`Cannot apply ${operator} to a non-array value`)
  return current.filter((item) => !unwanted(item))
}

/** An operator or a pattern tests the element; an object tests the element's fields; anything else must equal it. */
function condition(operand: Value): Wanted {
  const tests =
    operand instanceof RegExp || (isFields(operand) && Object.keys(operand).some((key) => key.startsWith('$')))
  if (tests) return compiled({ item: operand }, (item) => ({ item }))
  return isFields(operand) ? compiled(operand, (item) => item) : equalsAny([operand])
}

function compiled(query: Fields, subject: (item: Value) => Value): Wanted {
  const test = guarded(() => new Query(query, { scriptEnabled: false }))
  return (item) => isFields(subject(item)) && test.test(subject(item) as Fields)
}

function equalsAny(operand: Value): Wanted {
  const keys = new Set((Array.isArray(operand) ? operand : []).map(keyOf))
  return (item) => keys.has(keyOf(item))
}
