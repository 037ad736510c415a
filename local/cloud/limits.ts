/** Sizes and times at which the platform says no. Bytes and milliseconds. */
export const limits = {
  rowsByDefault: 100,
  rowsAtMost: 1000,
  document: 16 * 1024 * 1024,
  databaseRequest: 5 * 1024 * 1024,
  databaseReply: 50 * 1024 * 1024,
  functionEvent: 6 * 1024 * 1024,
  functionResult: 6 * 1024 * 1024,
  /** What a phone may get back from one call. */
  clientResult: 1024 * 1024,
  requestBody: 100 * 1024 * 1024,
  transactionLifetime: 30_000,
  functionTimeout: 3_000,
  functionTimeoutAtMost: 60_000,
  signatureAge: 600_000,
} as const
