/** The secrets that a lot's bridge and the cloud share: at most two live keys a lot, so that one can replace the other. */
import { createSecretKey, type KeyObject } from 'node:crypto'
import * as z from 'zod'
import type { LotId } from '../../../domain/gate'

export type BridgeKeys = ReadonlyMap<LotId, ReadonlyMap<string, KeyObject>>

const secrets = z.record(z.string().min(1), z.record(z.string().min(1), z.string().min(16)))

/** From BRIDGE_KEYS, `{ "<lot>": { "<keyId>": "<secret>" } }`, the key to sign with first. @throws when it has another form. */
export function readBridgeKeys(text: string): BridgeKeys {
  const lots = secrets.parse(JSON.parse(text))
  return new Map(Object.entries(lots).map(([lot, keys]) => [lot as LotId, keysOf(keys)]))
}

const keysOf = (keys: Readonly<Record<string, string>>) =>
  new Map(Object.entries(keys).map(([id, secret]) => [id, createSecretKey(secret, 'utf8')]))
