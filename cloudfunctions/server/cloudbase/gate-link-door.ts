/** The door for what lots report: believes a message only as far as its signature goes, then reads it. */
import type { LotAnswer, LotId, LotMessage } from '../../../domain/gate'
import type { Instant } from '../../../domain/time'
import type { BridgeKeys } from './bridge-keys'
import { isSignedBy, SIGNATURE_HEADERS } from './bridge-signature'
import { lotAnswer, lotMessage } from './gate-wire'

/** What a bridge signs as path, whatever address a gateway serves the door under. */
const SIGNED_PATH = '/gate-link'

/** How far the lot's clock and ours may be apart. */
const CLOCK_WINDOW_MS = 300_000

const HEADERS = { ...SIGNATURE_HEADERS, lot: 'x-boyi-lot' } as const

export interface LotRequest {
  method: string
  /** Names in any case. */
  headers: Readonly<Record<string, string | undefined>>
  /** As it came: the signature is over these bytes. */
  body: Buffer
}

/** Why a message is not believed, cheapest check first; then, why it is not understood. */
export type DoorFault =
  | 'auth.headersMissing'
  | 'auth.unknownKey'
  | 'auth.staleTimestamp'
  | 'auth.badSignature'
  | 'auth.replayedNonce'
  | 'auth.forbiddenLot'
  | 'request.invalid'

export class DoorRefused extends Error {
  override name = 'DoorRefused'
  /** A bridge sets a message aside after 400, and tries again after anything else. */
  readonly status: 400 | 401

  constructor(readonly code: DoorFault) {
    super(`lot message refused: ${code}`)
    this.status = code === 'request.invalid' ? 400 : 401
  }
}

/** The body of a refusal, as openapi.yaml has it. */
export const refusalJson = ({ code, message }: DoorRefused): string => JSON.stringify({ error: { code, message } })

interface Claim extends Record<keyof typeof HEADERS, string> {
  request: LotRequest
}

interface Door {
  keys: BridgeKeys
  now: Instant
  nonceSeen: (nonce: string) => boolean
}

const keyOf = ({ lot, key }: Claim, { keys }: Door) => keys.get(lot as LotId)?.get(key)

function isSigned(claim: Claim, door: Door): boolean {
  const key = keyOf(claim, door)
  const { method, body } = claim.request
  return key !== undefined && isSignedBy({ method, path: SIGNED_PATH, body }, claim, claim.signature, key)
}

const CHECKS: readonly (readonly [DoorFault, (claim: Claim, door: Door) => boolean])[] = [
  ['auth.headersMissing', (claim) => Object.keys(HEADERS).every((name) => claim[name as keyof typeof HEADERS] !== '')],
  ['auth.unknownKey', (claim, door) => keyOf(claim, door) !== undefined],
  ['auth.staleTimestamp', ({ timestamp }, { now }) => Math.abs(Date.parse(timestamp) - now) <= CLOCK_WINDOW_MS],
  ['auth.badSignature', isSigned],
  ['auth.replayedNonce', ({ lot, nonce }, { nonceSeen }) => !nonceSeen(`${lot}:${nonce}`)],
]

function claimOf(request: LotRequest): Claim {
  const lower = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]))
  const header = (name: keyof typeof HEADERS) => lower[HEADERS[name]] ?? ''
  return {
    request,
    lot: header('lot'),
    key: header('key'),
    timestamp: header('timestamp'),
    nonce: header('nonce'),
    signature: header('signature'),
  }
}

/**
 * Verifies, then reads. `nonceSeen` says whether a nonce was used before and remembers it; a function instance may keep that in
 * memory only, since a message that is told twice changes nothing.
 * @throws DoorRefused
 */
export function readLotMessage(
  request: LotRequest,
  keys: BridgeKeys,
  now: Instant,
  nonceSeen: (nonce: string) => boolean,
): LotMessage {
  const claim = claimOf(request)
  const failed = CHECKS.find(([, holds]) => !holds(claim, { keys, now, nonceSeen }))
  if (failed) throw new DoorRefused(failed[0])
  const message = understood(request.body)
  if (message.lot !== claim.lot) throw new DoorRefused('auth.forbiddenLot')
  return message
}

function understood(body: Buffer): LotMessage {
  try {
    return lotMessage.decode(JSON.parse(body.toString('utf8')) as never)
  } catch {
    throw new DoorRefused('request.invalid')
  }
}

export const lotAnswerJson = (answer: LotAnswer): string => JSON.stringify(lotAnswer.encode(answer))

/** Remembers the last few thousand nonces: more than arrive at one instance while a timestamp counts as fresh. */
export function nonceMemory(most = 5_000): (nonce: string) => boolean {
  const seen = new Set<string>()
  return (nonce) => {
    if (seen.has(nonce)) return true
    seen.add(nonce)
    if (seen.size > most) seen.delete(seen.values().next().value ?? '')
    return false
  }
}
