/**
 * Shapes of JSON values. Each can read a value, naming what is wrong with its path, and say itself as JSON Schema, so
 * that the published schema and the reader cannot differ.
 */
import { WEEKDAYS } from '../tariff'

export interface Fault {
  /** `$.plans.car.periods[0].to` */
  path: string
  what: string
  /** What would be right. */
  instead: string
}

export type Schema = Readonly<Record<string, unknown>>

export interface Shape {
  schema: Schema
  read(value: unknown, path: string, fault: Report): void
}

export type Report = (path: string, what: string, instead: string) => void

const said = (value: unknown): string => {
  if (value === undefined) return 'is missing'
  const text = JSON.stringify(value)
  return `is ${text.length > 40 ? `${text.slice(0, 40)}…` : text}`
}

const scalar = (schema: Schema, fits: (value: unknown) => boolean, instead: string): Shape => ({
  schema: { description: instead, ...schema },
  read: (value, path, report) => {
    if (!fits(value)) report(path, said(value), instead)
  },
})

const matches = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value)

const patterned = (pattern: RegExp, instead: string, fits = matches(pattern)): Shape =>
  scalar({ type: 'string', pattern: pattern.source }, fits, instead)

export const text = patterned(/\S/, 'a text that is not empty')

export const name = patterned(/^[A-Za-z][A-Za-z0-9_-]*$/, 'a name of letters and digits')

const CLOCK = '(?:(?:[01]\\d|2[0-3]):[0-5]\\d|24:00)'

export const clock = patterned(new RegExp(`^${CLOCK}$`), 'a clock time from 00:00 to 24:00, such as "07:30"')

export const weekClock = patterned(
  new RegExp(`^(?:(?:${WEEKDAYS.join('|')}) )?${CLOCK}$`),
  'a clock time such as "07:30", or one of the week such as "fri 18:00"',
)

const DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/

const isDate = (value: unknown): boolean =>
  matches(DATE)(value) && new Date(`${value as string}T00:00:00Z`).toISOString().startsWith(value as string)

export const date = patterned(DATE, 'a date such as "2026-02-28"', (value) => {
  try {
    return isDate(value)
  } catch {
    return false
  }
})

export const currency = patterned(/^[A-Z]{3}$/, 'a currency code such as "CNY"')

/** At most what stays exact when it is multiplied by units and parts of a fen. */
const MOST = 1_000_000_000

export const whole = (least: number, instead: string, most = MOST): Shape =>
  scalar(
    { type: 'integer', minimum: least, maximum: most },
    (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
    instead,
  )

export const amount = whole(0, 'whole fen, 0 or more (100 is 1.00)')
export const length = whole(1, 'whole minutes, 1 or more')

export const decimal = scalar(
  { type: 'number', exclusiveMinimum: 0, maximum: 100, multipleOf: 0.01 },
  (value) =>
    typeof value === 'number' && value > 0 && value <= 100 && Math.abs(value * 100 - Math.round(value * 100)) < 1e-9,
  'a factor above 0 with at most two decimals, such as 1.5',
)

export const yesNo = scalar({ type: 'boolean' }, (value) => typeof value === 'boolean', 'true or false')

export const one = (...values: readonly (string | boolean)[]): Shape => {
  const instead =
    values.length === 1
      ? JSON.stringify(values[0])
      : `one of ${values.map((value) => JSON.stringify(value)).join(', ')}`
  return scalar({ enum: values }, (value) => values.includes(value as string), instead)
}

export const custom = (shape: Shape, fits: (value: unknown) => boolean, instead: string): Shape => ({
  schema: { ...shape.schema, description: instead },
  read: (value, path, report) => {
    if (!fits(value)) report(path, said(value), instead)
  },
})

export const list = (of: Shape, least = 1, most = Infinity): Shape => ({
  schema: { type: 'array', items: of.schema, minItems: least, ...(most < Infinity && { maxItems: most }) },
  read: (value, path, report) => {
    if (!Array.isArray(value)) return report(path, said(value), 'a list: [ … ]')
    if (value.length < least) return report(path, 'is an empty list', `a list of at least ${least}`)
    if (value.length > most) return report(path, `has ${value.length} items`, `a list of at most ${most}`)
    value.forEach((item, place) => of.read(item, `${path}[${place}]`, report))
  },
})

type Fields = Readonly<Record<string, Shape>>

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A field whose name is `a?` may be absent. `exactlyOne`: of these, one must be there. */
export function object(fields: Fields, exactlyOne: readonly string[] = []): Shape {
  const known = new Map(Object.entries(fields).map(([key, shape]) => [key.replace('?', ''), shape]))
  const required = Object.keys(fields).filter((key) => !key.endsWith('?'))
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries([...known].map(([key, shape]) => [key, shape.schema])),
      required,
      additionalProperties: false,
      ...(exactlyOne.length > 0 && { oneOf: exactlyOne.map((key) => ({ required: [key] })) }),
    },
    read(value, path, report) {
      if (!isObject(value)) return report(path, said(value), 'an object: { … }')
      for (const key of required) if (!(key in value)) known.get(key)?.read(undefined, `${path}.${key}`, report)
      for (const [key, item] of Object.entries(value)) {
        const shape = known.get(key)
        if (shape) shape.read(item, `${path}.${key}`, report)
        else report(`${path}.${key}`, 'is not known here', `one of ${[...known.keys()].join(', ')}`)
      }
      const given = exactlyOne.filter((key) => key in value)
      if (exactlyOne.length > 0 && given.length !== 1)
        report(
          path,
          given.length === 0 ? `has none of ${exactlyOne.join(', ')}` : `has ${given.join(' and ')}`,
          `exactly one of ${exactlyOne.join(', ')}`,
        )
    },
  }
}

/** An object, or the plain value that stands for it. */
export const orObject = (plain: Shape, object_: Shape): Shape => ({
  schema: { oneOf: [plain.schema, object_.schema] },
  read: (value, path, report) => (isObject(value) ? object_ : plain).read(value, path, report),
})

export const record = (of: Shape): Shape => ({
  schema: {
    type: 'object',
    additionalProperties: of.schema,
    propertyNames: { pattern: name.schema['pattern'] },
    minProperties: 1,
  },
  read(value, path, report) {
    if (!isObject(value)) return report(path, said(value), 'an object: { … }')
    if (Object.keys(value).length === 0) report(path, 'is empty', 'at least one entry')
    for (const [key, item] of Object.entries(value)) {
      name.read(key, `${path}.${key}`, (at, _, instead) => report(at, 'has such a name', instead))
      of.read(item, `${path}.${key}`, report)
    }
  },
})

/** An object whose `kind` says which other fields it has. */
export const variants = (kinds: Readonly<Record<string, Fields>>): Shape => {
  const shapes = Object.fromEntries(
    Object.entries(kinds).map(([kind, fields]) => [kind, object({ kind: one(kind), ...fields })]),
  )
  return {
    schema: { oneOf: Object.values(shapes).map(({ schema }) => schema) },
    read(value, path, report) {
      if (!isObject(value)) return report(path, said(value), 'an object: { … }')
      const shape = shapes[String(value['kind'])]
      if (shape) shape.read(value, path, report)
      else one(...Object.keys(kinds)).read(value['kind'], `${path}.kind`, report)
    },
  }
}
