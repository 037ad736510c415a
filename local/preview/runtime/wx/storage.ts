import { holder } from '../phone'
import { asyncAction, asyncApi, Refusal, type Wx } from './define'

/** Each person's phone has its own storage, though one browser plays all of them. */
const PREFIX = `boyi:${holder}:`
/** WeChat's limits. */
const MAX_VALUE_BYTES = 1024 * 1024
const MAX_TOTAL_KB = 10 * 1024

const encoder = new TextEncoder()

function keys(): string[] {
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => key.slice(PREFIX.length))
}

function write(key: string, value: unknown): void {
  const json = JSON.stringify({ value })
  if (encoder.encode(json).length > MAX_VALUE_BYTES) throw new Refusal('data exceed max size 1MB')
  localStorage.setItem(PREFIX + key, json)
}

function read(key: string): unknown {
  const json = localStorage.getItem(PREFIX + key)
  return json === null ? undefined : (JSON.parse(json) as { value: unknown }).value
}

function remove(key: string): void {
  localStorage.removeItem(PREFIX + key)
}

function clear(): void {
  keys().forEach(remove)
}

function info() {
  const bytes = keys().reduce((sum, key) => sum + (localStorage.getItem(PREFIX + key)?.length ?? 0), 0)
  return { keys: keys(), currentSize: Math.ceil(bytes / 1024), limitSize: MAX_TOTAL_KB }
}

export const storage = {
  setStorageSync: write,
  getStorageSync: (key: string) => read(key) ?? '',
  removeStorageSync: remove,
  clearStorageSync: clear,
  getStorageInfoSync: info,
  setStorage: asyncAction('setStorage', ({ key, data }) => write(key, data)),
  getStorage: asyncApi('getStorage', ({ key }) => {
    const data = read(key)
    if (data === undefined) throw new Refusal('data not found')
    return { data }
  }),
  removeStorage: asyncAction('removeStorage', ({ key }) => remove(key)),
  clearStorage: asyncAction('clearStorage', clear),
  getStorageInfo: asyncApi('getStorageInfo', info),
} satisfies Partial<Record<keyof Wx, unknown>>
