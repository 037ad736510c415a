/** The SDK throws a different shape from each call: some lose the gateway's code and keep only its text. */
export type SdkFault =
  /** An id or a unique index is taken. */
  | 'duplicate'
  /** Another transaction changed or holds a document; the platform has ended this one. */
  | 'conflict'
  /** The transaction is over: after a refused write, or after 30 seconds. */
  | 'transaction-gone'
  | 'other'

const signs: readonly (readonly [SdkFault, RegExp])[] = [
  ['duplicate', /E11000|DATABASE_DUPLICATE_WRITE/],
  ['conflict', /TransactionConflict|DATABASE_TRANSACTION_CONFLICT/],
  ['transaction-gone', /TransactionNotExist|DATABASE_TRANSACTION_FAIL/],
]

export function classify(error: unknown): SdkFault {
  const text = textOf(error)
  return signs.find(([, sign]) => sign.test(text))?.[0] ?? 'other'
}

function textOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error)
  const { code, errMsg, message } = error as Record<string, unknown>
  return [code, errMsg, message].filter((part) => typeof part === 'string').join(' ')
}
