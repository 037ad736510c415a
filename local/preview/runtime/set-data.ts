import { measurements } from './measurements'

const encoder = new TextEncoder()
/** WeChat refuses more in one call. */
const LIMIT_KB = 1024

/**
 * In WeChat data crosses from one thread to another as JSON. Here both are one thread, so whatever would be lost on the
 * way is reported, and what arrives is a copy. Libraries are trusted.
 */
export function watchSetData(path: string, change: Record<string, unknown>): Record<string, unknown> {
  if (path.startsWith('miniprogram_npm/')) return change
  for (const lost of findLost(change, 'data')) console.error(`${path}: setData loses ${lost}`)
  const json = JSON.stringify(change)
  const kilobytes = encoder.encode(json).length / 1024
  if (kilobytes > LIMIT_KB) console.error(`${path}: setData of ${Math.round(kilobytes)} KB exceeds ${LIMIT_KB} KB`)
  measurements.largestSetData = Math.max(measurements.largestSetData, kilobytes)
  measurements.setDataCalls += 1
  return JSON.parse(json) as Record<string, unknown>
}

function findLost(value: unknown, place: string): string[] {
  if (value === undefined) return [`${place}: undefined`]
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint')
    return [`${place}: ${typeof value}`]
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${place}: ${value}`]
  if (typeof value !== 'object' || value === null) return []
  if (!isPlain(value)) return [`${place}: ${value.constructor.name} is not plain data`]
  return Object.entries(value).flatMap(([name, inner]) => findLost(inner, `${place}.${name}`))
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return Array.isArray(value) || prototype === Object.prototype || prototype === null
}
