import { isDeepStrictEqual } from 'node:util'
import type { Answer } from './phone-server'

/** What a function answers when the event holds at least what `when` says. */
export interface CannedAnswer {
  when?: Record<string, unknown>
  result?: unknown
  errCode?: number
  errMsg?: string
}

/** Answers by name of the function; the first that fits wins. */
export type CannedAnswers = Record<string, CannedAnswer[]>

const PAY: Record<string, unknown> = {
  '/__pay/open': { order: { description: '停车费', amount: 1250, merchant: '泊易停车', prepayId: 'canned' } },
  '/__pay/pay': { outcome: 'paid' },
}

/** Answers the phone without a cloud: functions from a list, payments always with success. */
export function cannedAnswers(answers: CannedAnswers): Answer {
  return async (path, body) => {
    const name = /^\/__cloud\/(.+)$/.exec(path)?.[1]
    if (name === undefined) return path in PAY ? { body: PAY[path] } : undefined
    const found = answers[decodeURIComponent(name)]?.find(({ when = {} }) => holds(body, when))
    if (!found)
      return failure(-501000, `cloud.callFunction:fail no canned answer of ${name} fits ${JSON.stringify(body)}`)
    return found.errCode
      ? failure(found.errCode, found.errMsg ?? 'cloud.callFunction:fail')
      : { body: { result: found.result ?? null } }
  }
}

function failure(errCode: number, errMsg: string) {
  return { status: 500, body: { errCode, errMsg } }
}

function holds(event: unknown, when: Record<string, unknown>): boolean {
  const given = (event ?? {}) as Record<string, unknown>
  return Object.entries(when).every(([name, value]) => isDeepStrictEqual(given[name], value))
}
