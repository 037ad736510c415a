import { readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Samples {
  signature: {
    key: { id: string; secret: string }
    method: string
    path: string
    timestamp: string
    nonce: string
    body: string
    signature: string
  }
  laneCommand: unknown[]
  commandReport: unknown[]
  laneCurrent: unknown[]
  lotMessage: unknown[]
  lotAnswer: unknown[]
}

const file = join(__dirname, '../fixtures/gate-wire/samples.json')

/** What travels between bridge and cloud, as the contract has it; both ends are held to it. */
export const samples = JSON.parse(readFileSync(file, 'utf8')) as Samples
