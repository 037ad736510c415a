/** One write, one answer: the same key with the same request is answered from the store, with another request refused. */
import { createHash } from 'node:crypto'
import type { Db } from './database'
import { Refused } from './refused'

const KEPT_MS = 24 * 3_600_000

export interface Reply {
  status: number
  body: unknown
}

export interface Write {
  key: string
  method: string
  path: string
  body: Buffer
}

interface Row {
  request: string
  answer: string
}

const fingerprint = ({ method, path, body }: Write) =>
  createHash('sha256').update(`${method} ${path}\n`).update(body).digest('hex')

export class Answers {
  readonly #running = new Map<string, { request: string; reply: Promise<Reply> }>()

  constructor(
    readonly db: Db,
    readonly now: () => number,
  ) {}

  async once(write: Write, work: () => Promise<Reply>): Promise<Reply> {
    const request = fingerprint(write)
    const known = this.#known(write.key)
    if (known && known.request !== request)
      throw new Refused('idempotency.conflict', 'the key was used for another write')
    if (known) return known.reply
    const reply = work().then((done) => this.#keep(write.key, request, done))
    this.#running.set(write.key, { request, reply })
    return reply.finally(() => this.#running.delete(write.key))
  }

  #known(key: string): { request: string; reply: Promise<Reply> | Reply } | undefined {
    const running = this.#running.get(key)
    if (running) return running
    const row = this.db.prepare('SELECT request, answer FROM answers WHERE key = ?').get(key) as Row | undefined
    return row && { request: row.request, reply: JSON.parse(row.answer) as Reply }
  }

  #keep(key: string, request: string, reply: Reply): Reply {
    const now = this.now()
    this.db.prepare('DELETE FROM answers WHERE at < ?').run(now - KEPT_MS)
    this.db
      .prepare('INSERT OR REPLACE INTO answers (key, request, answer, at) VALUES (?, ?, ?, ?)')
      .run(key, request, JSON.stringify(reply), now)
    return reply
  }
}
