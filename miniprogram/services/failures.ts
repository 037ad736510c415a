/** The words for a call that brought no answer. */
import { REFUSAL_WORDS, type Words } from '../domain'
import type { CallFailure } from './cloud'

const NOT_REACHED: Record<'offline' | 'timeout', Words> = {
  offline: { title: '没有网络', advice: '请检查手机网络，信号恢复后再试。' },
  timeout: { title: '网络太慢', advice: '这次没有等到回复，请到信号好一点的地方再试。' },
}

export function wordsFor(why: CallFailure): Words {
  return why === 'offline' || why === 'timeout' ? NOT_REACHED[why] : REFUSAL_WORDS[why]
}

/** Failures that say nothing about what was asked: what is known from before still counts. */
const PASSING: ReadonlySet<CallFailure> = new Set<CallFailure>(['offline', 'timeout', 'busy', 'fault', 'lot-silent'])

export const isPassing = (why: CallFailure): boolean => PASSING.has(why)
