/**
 * MongoDB's order of values, written as text: comparing two keys as strings compares the values, across kinds and field by
 * field. No key is the beginning of another, so keys can be joined, and inverted for a descending field.
 */
import { ObjectId } from 'bson'
import { type Fields, type Value } from '../value'

export type Direction = 1 | -1

/** The kinds in MongoDB's order. An empty list is indexed below everything. */
export const rank = {
  emptyList: '\x02',
  nothing: '\x03',
  number: '\x04',
  string: '\x05',
  fields: '\x06',
  list: '\x07',
  objectId: '\x08',
  boolean: '\x09',
  date: '\x0a',
  pattern: '\x0b',
} as const

/** After a whole key: above everything that follows it, because no value begins with this character. */
const ABOVE = '\uffff'

const END = '\x00'

export function keyOf(value: Value | undefined): string {
  if (value === null || value === undefined) return rank.nothing
  if (typeof value === 'number') return rank.number + numberKey(value)
  if (typeof value === 'string') return rank.string + stringKey(value) + END
  if (typeof value === 'boolean') return rank.boolean + (value ? '\x02' : '\x01')
  if (Array.isArray(value)) return rank.list + value.map(keyOf).join('') + END
  if (value instanceof Date) return rank.date + numberKey(value.getTime())
  if (value instanceof ObjectId) return rank.objectId + value.toHexString()
  if (value instanceof RegExp) return rank.pattern + stringKey(String(value)) + END
  return rank.fields + fieldsKey(value) + END
}

/** The key in the index's direction. */
export const directed = (key: string, direction: Direction) => (direction === 1 ? key : inverted(key))

/** The end of the keys that continue `whole`, a row of complete values. */
export const pastValues = (whole: string) => whole + ABOVE

/** The end of the keys that begin with `part`, which stops within a value. */
export const pastPart = (part: string) => part.slice(0, -1) + String.fromCharCode(part.charCodeAt(part.length - 1) + 1)

/** The rank of the kind that a value has: comparisons stay within one kind. */
export const rankOf = (value: Value) => keyOf(value).charAt(0)

/** 0 and 1 end and escape, so they are written in two characters. */
export function stringKey(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\x00\x01]/g, (character) => (character === '\x00' ? '\x01\x01' : '\x01\x02'))
}

const fieldsKey = (fields: Fields) =>
  Object.entries(fields)
    .map(([name, value]) => keyOf(name) + keyOf(value))
    .join('')

const bits = new DataView(new ArrayBuffer(8))

/** The 64 bits of the number, turned so that they count upwards; not-a-number is the lowest. */
function numberKey(value: number): string {
  if (Number.isNaN(value)) return '\x00\x00\x00\x00'
  bits.setFloat64(0, value === 0 ? 0 : value)
  const negative = bits.getUint8(0) >= 0x80
  return [0, 2, 4, 6]
    .map((at) => bits.getUint16(at))
    .map((part, index) => (negative ? 0xffff - part : index === 0 ? part + 0x8000 : part))
    .map((part) => String.fromCharCode(part))
    .join('')
}

function inverted(key: string): string {
  let turned = ''
  for (let at = 0; at < key.length; at++) turned += String.fromCharCode(0xffff - key.charCodeAt(at))
  return turned
}
