import { randomBytes } from 'node:crypto'
import type { Disk } from './disk'
import type { Credential } from './gateway/signature'

export interface Secrets {
  /** What every function signs its requests with. */
  credential: Credential
  /** The token of tests and tools that use the SDK in their own process. */
  toolToken: string
  /** Signs file addresses. */
  ticketKey: string
}

/** Made on the first start and kept, so that processes outside survive a restart of the gateway. */
export function secretsOf(disk: Disk): Secrets {
  const secret = (name: string) => {
    disk.prepare('insert or ignore into secret (name, value) values (?, ?)').run(name, randomBytes(20).toString('hex'))
    return (disk.prepare('select value from secret where name = ?').all(name) as [{ value: string }])[0].value
  }
  return {
    credential: { secretId: secret('secretId'), secretKey: secret('secretKey') },
    toolToken: secret('toolToken'),
    ticketKey: secret('ticketKey'),
  }
}
