import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

export interface Secrets {
  /** Base64; marks lane codes. */
  laneCodeKey: string
  /** Shared by the lot's bridge and the cloud. */
  bridgeSecret: string
  /** What an operator's command shows to the function `operator`. */
  operatorKey: string
}

/** Made at the first start and kept, so that printed codes, the bridge and the command stay valid over restarts. */
export function secretsIn(file: string): Secrets {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Secrets
  const secrets = {
    laneCodeKey: randomBytes(32).toString('base64'),
    bridgeSecret: randomBytes(32).toString('base64url'),
    operatorKey: randomBytes(32).toString('base64url'),
  }
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 })
  return secrets
}
