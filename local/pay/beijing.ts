/** WeChat Pay writes and cuts all its days in Beijing time, which has no summer time. */
const BEIJING_AHEAD = 8 * 3_600_000

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

const shifted = (at: number) => new Date(at + BEIJING_AHEAD).toISOString()

/** 2026-11-22T20:08:00+08:00 */
export const rfc3339 = (at: number) => `${shifted(at).slice(0, 19)}+08:00`
/** 2026-11-22 20:08:00, as the bills print it. */
export const billTime = (at: number) => shifted(at).slice(0, 19).replace('T', ' ')
/** 20261122200800, as it stands inside WeChat's own numbers. */
export const compactTime = (at: number) => shifted(at).slice(0, 19).replace(/\D/g, '')
/** Midnight in Beijing at which the day `yyyy-mm-dd` begins; NaN when there is no such day. */
export const startOfDay = (date: string) => {
  const at = Date.parse(`${date}T00:00:00+08:00`)
  return !Number.isNaN(at) && shifted(at).startsWith(date) ? at : NaN
}
