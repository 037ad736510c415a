/** Extended JSON, as the SDK writes it in canonical form and reads it in relaxed form. */
import { ObjectId } from 'bson'
import { invalidParameter } from './errors'
import { isFields, mapFields, type Value } from './value'

const SERVER_DATE = '$tcb_server_date'

/** Reads extended JSON text; `now` (ms) is what every server date in one request stands for. */
export function decode(text: string, now: number): Value {
  return revive(parse(text), now)
}

/** Whether the text asks for the server's time, which the platform does not give to inserts in a transaction. */
export const asksServerDate = (text: string) => text.includes(`"${SERVER_DATE}"`)

export const encode = (value: Value) => JSON.stringify(dress(value))

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalidParameter('not extended JSON')
  }
}

/** What a wrapper such as `{"$date": …}` holds becomes a value. */
type Wrapper = (content: unknown, now: number) => Value

const wrappers: Record<string, Wrapper> = {
  $numberInt: Number,
  $numberLong: Number,
  $numberDouble: Number,
  $date: (content) => new Date(typeof content === 'string' ? content : milliseconds(content)),
  $oid: (content) => new ObjectId(String(content)),
  $regularExpression: (content) => pattern(content as { pattern: string; options: string }),
  [SERVER_DATE]: (content, now) => new Date(now + milliseconds((content as { offset: unknown }).offset)),
}

const milliseconds = (content: unknown) => Number(isObject(content) ? Object.values(content)[0] : content)

/** JavaScript has no x flag, and MongoDB neither g nor y. */
const pattern = ({ pattern, options }: { pattern: string; options: string }) =>
  new RegExp(pattern, options.replace(/[^imsu]/g, ''))

const isObject = (json: unknown): json is Record<string, unknown> => typeof json === 'object' && json !== null

function revive(json: unknown, now: number): Value {
  if (Array.isArray(json)) return json.map((item) => revive(item, now))
  if (!isObject(json)) return json as Value
  const [first] = Object.keys(json)
  const wrapper = first?.startsWith('$') ? wrappers[first] : undefined
  return first && wrapper ? wrapper(json[first], now) : mapFields(json, (content) => revive(content, now))
}

/** The same value in plain JSON. */
function dress(value: Value): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : { $numberDouble: String(value) }
  if (Array.isArray(value)) return value.map(dress)
  if (value instanceof Date) return { $date: { $numberLong: String(value.getTime()) } }
  if (value instanceof ObjectId) return { $oid: value.toHexString() }
  if (value instanceof RegExp) return { $regularExpression: { pattern: value.source, options: value.flags } }
  if (!isFields(value)) return value
  const dressed = Object.entries(value).map(([field, content]) => [field, dress(content)] as const)
  return Object.fromEntries(dressed)
}
