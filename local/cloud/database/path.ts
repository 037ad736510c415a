import { isFields, type Value } from '../value'

/** The values that a dotted path leads to, through lists as MongoDB goes: one per element, none where the path ends early. */
export function valuesAt(value: Value | undefined, path: readonly string[]): (Value | undefined)[] {
  const [field, ...rest] = path
  if (field === undefined) return [value]
  if (Array.isArray(value)) return valuesInList(value, field, path, rest)
  return isFields(value) ? valuesAt(value[field], rest) : [undefined]
}

function valuesInList(list: Value[], field: string, path: readonly string[], rest: readonly string[]) {
  const named = list.filter(isFields).flatMap((element) => valuesAt(element, path))
  return /^\d+$/.test(field) ? [...named, ...valuesAt(list[Number(field)], rest)] : named
}
