/** The one way to the cloud: a typed question, and an answer, or a reason that people can be told. */
import type { CallName, CallRefusal, Calls, Envelope, Instant } from '../domain'
import { CLOUD_ENV } from '../config'
import { learn } from './clock'

/** Why there is no answer. */
export type CallFailure =
  | CallRefusal
  /** The phone did not reach the cloud. */
  | 'offline'
  /** It took too long; whether it happened is not known. */
  | 'timeout'

export type Result<Answer> = { ok: true; answer: Answer; at: Instant } | { ok: false; why: CallFailure }

type AnswerTo<Name extends CallName> = Result<Calls[Name]['answer']>

const PATIENCE_MS = 10_000

/** Questions on their way, so that a double tap asks once. */
const underway = new Map<string, Promise<unknown>>()

export function connect(): void {
  wx.cloud.init(CLOUD_ENV ? { env: CLOUD_ENV } : {})
}

export function ask<Name extends CallName>(name: Name, question: Calls[Name]['ask']): Promise<AnswerTo<Name>> {
  const key = JSON.stringify([name, question])
  const asked = underway.get(key) as Promise<AnswerTo<Name>> | undefined
  if (asked) return asked
  const asking = withPatience(send(name, question)).finally(() => underway.delete(key))
  underway.set(key, asking)
  return asking
}

async function send<Name extends CallName>(name: Name, question: Calls[Name]['ask']): Promise<AnswerTo<Name>> {
  const sent = Date.now()
  try {
    const { result } = await wx.cloud.callFunction({ name: 'api', data: { name, ask: question } })
    return opened(result as unknown as Envelope<Calls[Name]['answer']>, sent)
  } catch (error) {
    return { ok: false, why: whyNotReached(error) }
  }
}

function opened<Answer>(envelope: Envelope<Answer>, sent: number): Result<Answer> {
  learn(envelope.at, sent, Date.now())
  return envelope.ok ? { ok: true, answer: envelope.answer, at: envelope.at } : { ok: false, why: envelope.why }
}

/** CloudBase's own error codes have six digits and mean that it was reached; anything else failed on the way. */
function whyNotReached(error: unknown): CallFailure {
  const { errCode = 0, errMsg = '' } = (error ?? {}) as { errCode?: number; errMsg?: string }
  if (errCode <= -100_000) return 'fault'
  return /time ?out/i.test(errMsg) ? 'timeout' : 'offline'
}

function withPatience<Answer>(asking: Promise<Result<Answer>>): Promise<Result<Answer>> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve({ ok: false, why: 'timeout' }), PATIENCE_MS)
    void asking.then((result) => {
      clearTimeout(timer)
      resolve(result)
    })
  })
}
