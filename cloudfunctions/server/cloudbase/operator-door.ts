/**
 * The door of `operator`, closed to everybody without its key. The platform's word on who calls is not enough: a call without an
 * OPENID may come from a web login, an anonymous one or a trigger as well as from an operator.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import { refusePeople } from './sdk'

/** What the function is called with. */
export interface AtTheDoor {
  key: string
  question: object
}

/** Characters; 32 random bytes in base64 are 44. */
const SHORTEST = 32

/** Lets a question in. @throws Error to whoever has no key, or is a person in WeChat. */
export type OperatorDoor = (event: unknown) => unknown

/**
 * OPERATOR_KEY is the key, or two with a comma between them while one replaces the other.
 * @throws Error that names the variable when it is missing or short, and repeats nothing of it.
 */
export function operatorDoor(env: Readonly<Record<string, string | undefined>>): OperatorDoor {
  const keys = (env['OPERATOR_KEY'] ?? '').split(',')
  if (keys.some((key) => key.length < SHORTEST))
    throw new Error(`set the function's environment variable OPERATOR_KEY, at least ${SHORTEST} characters a key`)
  const digests = keys.map(digest)
  return (event) => {
    refusePeople()
    const { key, question } = (event ?? {}) as Partial<AtTheDoor>
    if (typeof key !== 'string' || !isOneOf(digests, digest(key))) throw new Error('OPERATOR_KEY is missing or wrong')
    return question
  }
}

/** Of one length, whatever the keys are. */
const digest = (key: string): Buffer => createHash('sha256').update(key).digest()

const isOneOf = (digests: readonly Buffer[], shown: Buffer): boolean =>
  digests.map((known) => timingSafeEqual(known, shown)).includes(true)
