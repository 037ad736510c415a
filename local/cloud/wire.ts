/** Extended JSON, as the SDK writes it in canonical form and reads it in relaxed form. */
import { ObjectId } from 'bson'
import { invalidParameter } from './errors'
import { isFields, mapFields, type Value } from './value'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const SERVER_DATE = '$tcb_server_date'

/** Reads extended JSON text; `now` (ms) is what every server date in one request stands for. */
export function decode(text: string, now: number): Value {
  return revive(parse(text), now)
}

/** Whether the text asks for the server's time, which the platform does not give to inserts in a transaction. */
export const asksServerDate = (text: string) => text.includes(`"${SERVER_DATE}"`)

export const encode = (value: Value) => JSON.stringify(dress(value))

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    throw invalidParameter('not extended JSON')
  }
}

type Wrapped = (content: Json, now: number) => Value

const wrappers: Record<string, Wrapped> = {
  $numberInt: Number,
  $numberLong: Number,
  $numberDouble: Number,
  $date: (content) => new Date(typeof content === 'string' ? content : milliseconds(content)),
  $oid: (content) => new ObjectId(String(content)),
  $regularExpression: (content) => pattern(content as { pattern: string; options: string }),
  [SERVER_DATE]: (content, now) => new Date(now + milliseconds((content as { offset: Json }).offset)),
}

const milliseconds = (content: Json) => Number(isWrapped(content) ? Object.values(content)[0] : content)

/** JavaScript has no x flag, and MongoDB neither g nor y. */
const pattern = ({ pattern, options }: { pattern: string; options: string }) =>
  new RegExp(pattern, options.replace(/[^imsu]/g, ''))

function isWrapped(json: Json): json is { [key: string]: Json } {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}

function revive(json: Json, now: number): Value {
  if (json === null || typeof json !== 'object') return json
  if (Array.isArray(json)) return json.map((item) => revive(item, now))
  const [first] = Object.keys(json)
  const wrapper = first?.startsWith('$') ? wrappers[first] : undefined
  if (first && wrapper) return wrapper(json[first] as Json, now)
  return mapFields(json, (content) => revive(content, now))
}

function dress(value: Value): Json {
  if (typeof value === 'number') return Number.isFinite(value) ? value : { $numberDouble: String(value) }
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(dress)
  if (value instanceof Date) return { $date: { $numberLong: String(value.getTime()) } }
  if (value instanceof ObjectId) return { $oid: value.toHexString() }
  if (value instanceof RegExp) return { $regularExpression: { pattern: value.source, options: value.flags } }
  return isFields(value) ? (mapFields(value, (field) => dress(field) as Value) as Json) : null
}
