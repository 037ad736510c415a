/** Updates by operators, with mongod's refusals. */
import { databaseRefusal, writeError } from '../errors'
import { clone, type Doc, type Fields, isFields, type Value } from '../value'
import { keyOf } from './order'
import { operators, type Place } from './update-operators'

/** The changed document is a new one, since readers may hold the old; the same one when nothing changed. */
export function updated(doc: Doc, update: Fields): Doc {
  const changes = changesOf(update)
  refuseConflicts(changes.map(({ path }) => path))
  const next = clone<Doc>(doc)
  for (const { operator, path, operand } of changes) change(next, operator, path, operand)
  if (keyOf(next._id) !== keyOf(doc._id)) {
    throw writeError("Performing an update on the path '_id' would modify the immutable field '_id'")
  }
  return keyOf(next) === keyOf(doc) ? doc : next
}

interface Change {
  operator: string
  path: string
  operand: Value
}

function changesOf(update: Fields): Change[] {
  const operations = Object.entries(update)
  if (operations.length === 0) throw databaseRefusal('an update needs an operator')
  return operations.flatMap(([operator, fields]) => {
    if (!isFields(fields) || !(operator in operators || operator === '$rename'))
      throw writeError(`Unknown modifier: ${operator}`)
    return Object.entries(fields).map(([path, operand]) => ({ operator, path: checked(path), operand }))
  })
}

function checked(path: string): string {
  if (path.split('.').some((field) => field === '' || field.startsWith('$'))) {
    throw writeError(`The path '${path}' has an empty or a positional part, which the local cloud does not carry out`)
  }
  return path
}

function refuseConflicts(paths: readonly string[]): void {
  const sorted = [...paths].sort()
  const conflict = sorted.find((path, at) =>
    sorted.slice(0, at).some((other) => path === other || path.startsWith(`${other}.`)),
  )
  if (conflict) throw writeError(`Updating the path '${conflict}' would create a conflict at '${conflict}'`)
}

function change(doc: Doc, operator: string, path: string, operand: Value): void {
  if (operator === '$rename') {
    rename(doc, path, operand)
    return
  }
  const operate = operators[operator] as NonNullable<(typeof operators)[string]>
  const place: Place = { path, id: doc._id }
  const holder = hold(doc, path, operate.creates)
  if (!holder) return
  const current = read(holder)
  const next = operate.value(current, clone(operand), place)
  if (next === undefined) clear(holder)
  else write(holder, next)
}

function rename(doc: Doc, from: string, to: Value): void {
  if (typeof to !== 'string') throw writeError(`The 'to' field for $rename must be a string: ${from}`)
  const source = hold(doc, from, false)
  const value = source && read(source)
  if (!source || value === undefined) return
  clear(source)
  const target = hold(doc, checked(to), true)
  if (target) write(target, value)
}

/** The object or list that holds a path's last field. */
interface Holder {
  parent: Fields | Value[]
  field: string
}

/** Goes down the path; what is missing is made when the operator creates fields, and otherwise there is nothing to hold. */
function hold(doc: Doc, path: string, creates: boolean): Holder | undefined {
  const fields = path.split('.')
  const last = fields.pop() as string
  let parent: Fields | Value[] = doc
  for (const [at, field] of fields.entries()) {
    let inner = read({ parent, field })
    if (inner === undefined && creates) write({ parent, field }, (inner = {}))
    if (inner === undefined) return undefined
    if (!isParent(inner, fields[at + 1] ?? last))
      return creates ? refuseCreation(fields[at + 1] ?? last, field, inner) : undefined
    parent = inner
  }
  return { parent, field: last }
}

const isParent = (value: Value, field: string): value is Fields | Value[] =>
  isFields(value) || (Array.isArray(value) && /^\d+$/.test(field))

function refuseCreation(field: string, holder: string, value: Value): never {
  throw writeError(`Cannot create field '${field}' in element {${holder}: ${JSON.stringify(value)}}`)
}

const read = ({ parent, field }: Holder): Value | undefined =>
  Array.isArray(parent) ? parent[Number(field)] : parent[field]

function write({ parent, field }: Holder, value: Value): void {
  if (!Array.isArray(parent)) parent[field] = value
  else {
    while (parent.length < Number(field)) parent.push(null)
    parent[Number(field)] = value
  }
}

/** In a list the place stays, as null. */
function clear({ parent, field }: Holder): void {
  if (!Array.isArray(parent)) Reflect.deleteProperty(parent, field)
  else if (Number(field) < parent.length) parent[Number(field)] = null
}
