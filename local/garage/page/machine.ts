/** What the page asks of the machine it is served by. */
import type { Pile } from '../../lot/coupons'
import type { Picture } from '../../lot/scene'
import { notice } from './dom'

export type { Picture } from '../../lot/scene'
export type { Car, Place } from '../../lot/garage'
export type { LanePicture, FaultName } from '../../lot/scene'

export interface ClockFace {
  now: number
  ahead: number
}

/** A shop's coupons, and what stands before each code in its link. */
export type CouponPile = Pile & { link: string }

export interface Message {
  openid: string
  templateId: string
  page: string
  data: Record<string, string>
  at: number
}

async function ask<Answer>(path: string, body?: object): Promise<Answer> {
  const init = body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(path, init)
  const answer = (await response.json().catch(() => ({}))) as Answer & { message?: string }
  if (!response.ok) throw new Error(answer.message ?? `${path} 返回 ${response.status}`)
  return answer
}

/** Asks, and says so when it is refused. */
export function act(path: string, body: object): void {
  ask(path, body).catch((error: unknown) => notice(error instanceof Error ? error.message : String(error)))
}

export const clockFace = () => ask<ClockFace>('/__clock')
export const pushClock = (ms: number) => ask<ClockFace>('/__clock', { push: ms })
export const messages = () => ask<Message[]>('/__messages')
export const couponPiles = () => ask<CouponPile[]>('/__coupons')
export const laneCodes = () => ask<Record<string, string>>('/__codes')
export const payFaults = () => ask<{ armed: unknown[] }>('/__faults/pay')

/** Calls `show` with the garage now, and again at each change; the browser reconnects by itself. */
export function watchGarage(show: (picture: Picture) => void): void {
  const source = new EventSource('/__lot/events')
  source.onmessage = (event: MessageEvent<string>) => show(JSON.parse(event.data) as Picture)
}
