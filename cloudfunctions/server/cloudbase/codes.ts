import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto'
import type { LaneId } from '../../../domain/stay'
import type { Codes } from '../ports'

/** Ten bytes: more guesses than there are cars, in 16 characters that fit a small printed code. */
const MARK_BYTES = 10

const CODE = /^([A-Za-z0-9_-]{1,40})\.([A-Za-z0-9_-]{14})$/

/** Lane codes are links; `link` is what stands before the code, and is registered with WeChat as a rule for this mini program. */
export function signedCodes(key: KeyObject, link: string): Codes {
  const mark = (lane: string) => createHmac('sha256', key).update(`lane:${lane}`).digest().subarray(0, MARK_BYTES)
  return {
    laneCode: (lane) => `${link}${lane}.${mark(lane).toString('base64url')}`,
    readLaneCode(text) {
      const [, lane, given] = CODE.exec(text.startsWith(link) ? text.slice(link.length) : text) ?? []
      if (lane === undefined || given === undefined) return undefined
      const bytes = Buffer.from(given, 'base64url')
      return bytes.length === MARK_BYTES && timingSafeEqual(bytes, mark(lane)) ? (lane as LaneId) : undefined
    },
  }
}
