/** What is left of a time, as people read it off a clock. */
import type { Instant } from '../domain'

const two = (n: number): string => String(n).padStart(2, '0')

const secondsLeft = (now: Instant, until: Instant): number => Math.max(0, Math.ceil((until - now) / 1000))

/** 2:07; an hour and more as 1:02:07. */
export function countdown(now: Instant, until: Instant): string {
  const left = secondsLeft(now, until)
  const [hours, minutes, seconds] = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60]
  return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`
}

/** 12 分钟, rounded down so that nobody is late; below a minute 40 秒. */
export function saidLeft(now: Instant, until: Instant): string {
  const left = secondsLeft(now, until)
  return left < 60 ? `${left} 秒` : `${Math.floor(left / 60)} 分钟`
}
