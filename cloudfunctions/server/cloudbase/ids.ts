import { randomBytes } from 'node:crypto'
import type { Ids } from '../ports'

/** 9 characters of time and 16 of chance, base 36: sorts by time, 25 long, fits an order number. */
export const timedIds = (now: () => number): Ids => ({
  next: () => now().toString(36).padStart(9, '0') + chance(),
  bytes: randomBytes,
})

const chance = (): string => Array.from(randomBytes(16), (byte) => (byte % 36).toString(36)).join('')
