/** HMAC-SHA256 over method, path with query, timestamp, nonce and the body's SHA-256, as bridge/openapi.yaml says. */
import { createHash, createHmac, timingSafeEqual, type KeyObject } from 'node:crypto'

export const SIGNATURE_HEADERS = {
  key: 'x-boyi-key',
  timestamp: 'x-boyi-timestamp',
  nonce: 'x-boyi-nonce',
  signature: 'x-boyi-signature',
} as const

export interface Signable {
  method: string
  path: string
  body: Buffer | string
}

export interface Stamp {
  /** RFC 3339, as it travels. */
  timestamp: string
  nonce: string
}

function mark({ method, path, body }: Signable, { timestamp, nonce }: Stamp, key: KeyObject): Buffer {
  const bodyHash = createHash('sha256').update(body).digest('hex')
  return createHmac('sha256', key).update([method, path, timestamp, nonce, bodyHash].join('\n')).digest()
}

export const signedHeaders = (request: Signable, stamp: Stamp, [id, key]: readonly [string, KeyObject]) => ({
  [SIGNATURE_HEADERS.key]: id,
  [SIGNATURE_HEADERS.timestamp]: stamp.timestamp,
  [SIGNATURE_HEADERS.nonce]: stamp.nonce,
  [SIGNATURE_HEADERS.signature]: mark(request, stamp, key).toString('hex'),
})

export function isSignedBy(request: Signable, stamp: Stamp, signature: string, key: KeyObject): boolean {
  const told = Buffer.from(signature, 'hex')
  const expected = mark(request, stamp, key)
  return told.length === expected.length && timingSafeEqual(told, expected)
}
