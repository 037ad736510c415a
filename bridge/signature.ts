/**
 * Who is speaking: HMAC-SHA256 over method, path with query, timestamp, nonce and the body's SHA-256. The same for both
 * directions; keys are named, so that two can be live while one replaces the other.
 */
import { createHash, createHmac, createSecretKey, randomUUID, timingSafeEqual, type KeyObject } from 'node:crypto'
import { Refused } from './refused'

export type Keys = ReadonlyMap<string, KeyObject>

/** How far the two clocks may be apart. */
export const CLOCK_WINDOW_MS = 300_000

export const HEADERS = {
  key: 'x-boyi-key',
  timestamp: 'x-boyi-timestamp',
  nonce: 'x-boyi-nonce',
  signature: 'x-boyi-signature',
} as const

type Part = keyof typeof HEADERS

export interface Signable {
  method: string
  /** Path and query as they travel, encoded. */
  path: string
  body: Buffer | string
}

/** Secrets stop being text on arrival, so that a printed configuration shows none. */
export const keysFrom = (secrets: Readonly<Record<string, string>>): Keys =>
  new Map(Object.entries(secrets).map(([id, secret]) => [id, createSecretKey(secret, 'utf8')]))

function mark(request: Signable, timestamp: string, nonce: string, key: KeyObject): Buffer {
  const bodyHash = createHash('sha256').update(request.body).digest('hex')
  const text = [request.method.toUpperCase(), request.path, timestamp, nonce, bodyHash].join('\n')
  return createHmac('sha256', key).update(text).digest()
}

/** The headers that sign a request, by the first key of `keys`. */
export function sign(request: Signable, keys: Keys, now: number, nonce: string = randomUUID()): Record<string, string> {
  const [first] = keys
  if (!first) throw new RangeError('no key to sign with')
  const [id, key] = first
  const timestamp = new Date(now).toISOString()
  return {
    [HEADERS.key]: id,
    [HEADERS.timestamp]: timestamp,
    [HEADERS.nonce]: nonce,
    [HEADERS.signature]: mark(request, timestamp, nonce, key).toString('hex'),
  }
}

export interface Doorkeeper {
  keys: Keys
  now: number
  /** Whether this nonce is new; remembers it. */
  firstUse: (nonce: string) => boolean
}

interface Claim extends Record<Part, string> {
  request: Signable
}

type Check = (claim: Claim, door: Doorkeeper) => boolean

/** Cheapest first; a nonce is spent only by a request that verifies. */
const CHECKS: readonly (readonly [Refused['code'], Check])[] = [
  ['auth.unknownKey', ({ key }, { keys }) => keys.has(key)],
  ['auth.staleTimestamp', ({ timestamp }, { now }) => Math.abs(Date.parse(timestamp) - now) <= CLOCK_WINDOW_MS],
  ['auth.badSignature', (claim, { keys }) => signatureFits(claim, keys)],
  ['auth.replayedNonce', ({ key, nonce }, { firstUse }) => firstUse(`${key}:${nonce}`)],
]

function signatureFits({ request, key, timestamp, nonce, signature }: Claim, keys: Keys): boolean {
  const secret = keys.get(key)
  if (!secret) return false
  const expected = mark(request, timestamp, nonce, secret)
  const told = Buffer.from(signature, 'hex')
  return told.length === expected.length && timingSafeEqual(told, expected)
}

/** @throws Refused by the first check that fails. */
export function verify(
  request: Signable,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  door: Doorkeeper,
): void {
  const part = (name: Part) => {
    const value = headers[HEADERS[name]]
    if (typeof value !== 'string' || value === '' || value.length > 200) throw new Refused('auth.headersMissing')
    return value
  }
  const claim = {
    request,
    key: part('key'),
    timestamp: part('timestamp'),
    nonce: part('nonce'),
    signature: part('signature'),
  }
  for (const [code, holds] of CHECKS) if (!holds(claim, door)) throw new Refused(code)
}
