/** Why the bridge does not answer a request: stable names, and the HTTP status each travels with. */
const STATUS = {
  'auth.headersMissing': 401,
  'auth.unknownKey': 401,
  /** The clocks are more than five minutes apart, or the request is old. */
  'auth.staleTimestamp': 401,
  'auth.badSignature': 401,
  'auth.replayedNonce': 401,
  'request.invalid': 400,
  'request.unknownPath': 404,
  /** The caller stopped waiting before the work began; nothing was done. */
  'request.deadlinePassed': 408,
  /** A write without its Idempotency-Key. */
  'idempotency.keyMissing': 400,
  /** The key, or the command's id, was used for something else. */
  'idempotency.conflict': 409,
  'lane.unknown': 404,
  'command.unknown': 404,
  'bridge.fault': 500,
} as const

export type RefusalCode = keyof typeof STATUS

export class Refused extends Error {
  override name = 'Refused'
  readonly status: number

  constructor(
    readonly code: RefusalCode,
    detail: string = code,
  ) {
    super(detail)
    this.status = STATUS[code]
  }
}
