/** What can be made to go wrong, each once or a given number of times. The table says what happens. */
export const FAULTS = {
  'callback-lost': 'the callback never reaches the merchant; WeChat Pay sees a failure and follows its retry schedule',
  'callback-late': 'the first delivery waits for `ms` of the clock',
  'callback-doubled': 'the callback is delivered again after it was answered',
  'callback-doubled-at-once': 'the callback is delivered twice at the same moment',
  'callback-reordered': 'the callback waits until another one was delivered, or for its first retry',
  'callback-wrongly-signed': 'the signature does not fit the body',
  'callback-unknown-serial': 'signed under a key id that nobody was told of',
  'callback-old-clock': 'signed 400 seconds ago',
  'callback-headers-missing': 'no signature headers',
  'callback-wrong-amount': 'a well signed callback that tells another amount',
  'callback-before-reply': 'the payer is done, and the callback delivered, before the order itself is answered',
  'reply-slow': 'the reply waits for `ms` of real time, after the effect',
  'reply-error': '500 SYSTEMERROR, before any effect',
  'reply-lost': 'the connection breaks after the effect, before the reply',
  'reply-wrongly-signed': 'a good reply under a signature that does not fit',
  'reply-unknown-serial': 'a good reply signed under a key id that nobody was told of',
  'reply-old-clock': 'a good reply signed 400 seconds ago',
  'reply-headers-missing': 'a good reply without signature headers',
  'close-without-effect': 'close answers 204, and the order can still be paid',
  'paid-after-expiry': 'the cashier was open already: an expired order is paid all the same',
  'paid-after-close': 'the cashier was open already: a closed order is paid all the same',
  'refund-closed': 'the refund ends as CLOSED: the paying account had too little money for too long',
  'refund-abnormal': 'the refund ends as ABNORMAL: the bank card is void or frozen',
  'bill-not-ready': 'the bill is still being written, whatever the hour',
  'bill-wrong-hash': 'the well signed reply names the hash of another file',
  'bill-changed': 'one byte of the downloaded bill is another',
  'bill-cut': 'the downloaded bill ends in the middle',
} as const

export type FaultKind = keyof typeof FAULTS

/** The calls whose replies can be spoiled one by one. */
export type Call = 'order' | 'query' | 'close' | 'refund' | 'refundQuery' | 'bill' | 'download'

export interface FaultOptions {
  /** How often it happens; once unless told. */
  times?: number
  /** Only to this order. */
  outTradeNo?: string
  /** For replies: only to this call. */
  call?: Call
  /** For `callback-late` and `reply-slow`. */
  ms?: number
}

interface Armed extends FaultOptions {
  kind: FaultKind
  left: number
}

/** Faults wait here until something happens that they fit; the oldest one that fits is used first. */
export class Faults {
  #armed: Armed[] = []

  next(kind: FaultKind, options: FaultOptions = {}) {
    this.#armed.push({ ...options, kind, left: options.times ?? 1 })
  }

  clear() {
    this.#armed = []
  }

  /** What is still to come. */
  pending(): FaultKind[] {
    return this.#armed.map(({ kind }) => kind)
  }

  /** Uses up one fault of the given kinds that fits what is happening. */
  take<Kind extends FaultKind>(
    kinds: readonly Kind[],
    event: { outTradeNo?: string | undefined; call?: Call },
  ): { kind: Kind; ms: number } | undefined {
    const fits = ({ kind, outTradeNo, call }: Armed) =>
      (kinds as readonly FaultKind[]).includes(kind) &&
      (outTradeNo === undefined || outTradeNo === event.outTradeNo) &&
      (call === undefined || call === event.call)
    const found = this.#armed.find(fits)
    if (!found) return undefined
    found.left -= 1
    this.#armed = this.#armed.filter(({ left }) => left > 0)
    return { kind: found.kind as Kind, ms: found.ms ?? 0 }
  }
}
