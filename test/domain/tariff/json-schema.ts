/** The words of JSON Schema that the tariff's schema uses, and no others: an unknown word is an error, not a yes. */
type Schema = Readonly<Record<string, unknown>>
type Word = (value: unknown, of: never, schema: Schema) => boolean

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const typeOf = (value: unknown): string => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value)

const note = () => true

const WORDS: Readonly<Record<string, Word>> = {
  $schema: note,
  title: note,
  description: note,
  type: (value, type: string) => (type === 'integer' ? Number.isInteger(value) : typeOf(value) === type),
  enum: (value, values: unknown[]) => values.includes(value),
  pattern: (value, pattern: string) => typeof value !== 'string' || new RegExp(pattern).test(value),
  minimum: (value, least: number) => typeof value !== 'number' || value >= least,
  maximum: (value, most: number) => typeof value !== 'number' || value <= most,
  exclusiveMinimum: (value, least: number) => typeof value !== 'number' || value > least,
  multipleOf: (value, step: number) =>
    typeof value !== 'number' || Math.abs(value / step - Math.round(value / step)) < 1e-9,
  items: (value, of: Schema) => !Array.isArray(value) || value.every((item) => fitsSchema(item, of)),
  minItems: (value, least: number) => !Array.isArray(value) || value.length >= least,
  maxItems: (value, most: number) => !Array.isArray(value) || value.length <= most,
  required: (value, keys: string[]) => !isObject(value) || keys.every((key) => key in value),
  properties: (value, of: Record<string, Schema>) =>
    !isObject(value) || Object.entries(of).every(([key, schema]) => !(key in value) || fitsSchema(value[key], schema)),
  additionalProperties: (value, of: Schema | false, { properties = {} }) =>
    !isObject(value) ||
    Object.entries(value).every(
      ([key, item]) => key in (properties as object) || (of !== false && fitsSchema(item, of)),
    ),
  propertyNames: (value, of: Schema) => !isObject(value) || Object.keys(value).every((key) => fitsSchema(key, of)),
  minProperties: (value, least: number) => !isObject(value) || Object.keys(value).length >= least,
  oneOf: (value, of: Schema[]) => of.filter((schema) => fitsSchema(value, schema)).length === 1,
}

export function fitsSchema(value: unknown, schema: Schema): boolean {
  return Object.entries(schema).every(([name, of]) => {
    const word = WORDS[name]
    if (!word) throw new Error(`the schema says ${name}, which this test does not know`)
    return word(value, of as never, schema)
  })
}
