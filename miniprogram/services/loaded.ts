/** What a screen knows of an answer: not yet, no, or this — perhaps from an earlier time. */
import type { Instant } from '../domain'
import type { CallFailure, Result } from './cloud'
import { isPassing } from './failures'

export interface Known<Answer> {
  answer: Answer
  /** When the cloud said so. */
  at: Instant
}

export type Loaded<Answer> =
  | { phase: 'loading' }
  | { phase: 'failed'; why: CallFailure }
  /** `stale`: a newer answer was asked for, and this is why there is none. */
  | ({ phase: 'ready'; stale?: CallFailure } & Known<Answer>)

export const LOADING = { phase: 'loading' } as const

export function loadedFrom<Answer>(result: Result<Answer>, known?: Known<Answer>): Loaded<Answer> {
  if (result.ok) return { phase: 'ready', answer: result.answer, at: result.at }
  return known && isPassing(result.why)
    ? { phase: 'ready', answer: known.answer, at: known.at, stale: result.why }
    : { phase: 'failed', why: result.why }
}

/** What was known before the question, if anything was. */
export function knownOf<Answer>(loaded: Loaded<Answer>): Known<Answer> | undefined {
  return loaded.phase === 'ready' ? loaded : undefined
}
