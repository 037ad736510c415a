/** What a screen knows of an answer: not yet, no, or this — perhaps from an earlier time. */
import { minutesBetween, saidLength, type Instant, type Minutes } from '../domain'
import type { CallFailure, Result } from './cloud'
import { isPassing, wordsFor } from './failures'

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

/** Over what is known from before: why there is nothing newer, and how old it is. Empty: it is the newest. */
export function staleWords(loaded: Loaded<unknown>, now: Instant, what: string): string {
  if (loaded.phase !== 'ready' || !loaded.stale) return ''
  return `${wordsFor(loaded.stale).title}，下面是${saidAge(minutesBetween(loaded.at, now))}的${what}`
}

function saidAge(age: Minutes): string {
  if (age < 1) return '刚才'
  return age < 60 ? ` ${age} 分钟前` : ` ${saidLength(age)}前`
}
