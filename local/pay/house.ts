import type { Clock } from '../clock'
import type { Faults } from './faults'
import type { Keys } from './keys'
import type { Ledger } from './ledger'
import type { Notices } from './notices'

/** What every rule of this stand-in needs at hand. */
export interface House {
  keys: Keys
  /** Of the key that signs callbacks, and replies to who asks for none. */
  serial: string
  ledger: Ledger
  clock: Clock
  faults: Faults
  notices: Notices
  /** Where the API listens, without a slash at the end. */
  url: () => string
  /** To be called after every change: something may have become due. */
  wake: () => void
}
