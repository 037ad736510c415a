/** The cloud's clock as this phone knows it. Countdowns run by it, whatever the phone's own clock shows. */
import { instant, type Instant } from '../domain'

/** Milliseconds that the cloud is ahead of the phone. */
let ahead = 0

export const now = (): Instant => instant(Date.now() + ahead)

/** The cloud read its clock between sending and receiving; the middle is the best guess. Both are the phone's own time. */
export function learn(cloudTime: Instant, sent: number, received: number): void {
  ahead = cloudTime - (sent + received) / 2
}

/** Calls `tick` each second until the returned function is called. */
export function everySecond(tick: () => void): () => void {
  const timer = setInterval(tick, 1000)
  return () => clearInterval(timer)
}
