import { createHmac, timingSafeEqual } from 'node:crypto'

/** Signed permissions to put or get one file until a time. */
export class Tickets {
  constructor(private readonly key: string) {}

  /** `until` in milliseconds since 1970. */
  sign(verb: 'put' | 'get', path: string, until: number): string {
    return createHmac('sha256', this.key).update(`${verb}\n${path}\n${until}`).digest('hex')
  }

  holds(verb: 'put' | 'get', path: string, until: number, ticket: string, now: number): boolean {
    const expected = Buffer.from(this.sign(verb, path, until))
    const given = Buffer.from(ticket)
    return until >= now && given.length === expected.length && timingSafeEqual(given, expected)
  }
}
