/** What the gateway answers instead of data. The SDK turns `code` into the errCode that functions see. */
export class CloudError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

const CONTACT = 'Please check your request, but if the problem cannot be solved, contact us.'
const PERSISTS = 'Please check your request, but if the problem persists, contact us.'

export const collectionMissing = (name: string) =>
  new CloudError('DATABASE_COLLECTION_NOT_EXIST', `[ResourceNotFound] Db or Table not exist: ${name}. ${CONTACT}`)

export const collectionExists = () =>
  new CloudError('DATABASE_REQUEST_FAILED', '[ResourceUnavailable.ResourceExist] Table exist.')

export const transactionConflict = () =>
  new CloudError(
    'DATABASE_TRANSACTION_CONFLICT',
    `[ResourceUnavailable.TransactionConflict] Transaction is conflict, maybe resource operated by others. ${PERSISTS}`,
  )

export const transactionGone = () =>
  new CloudError(
    'DATABASE_TRANSACTION_FAIL',
    '[ResourceUnavailable.TransactionNotExist] Transaction does not exist on the server, ' +
      `transaction must be commit or abort in 30 seconds. ${PERSISTS}`,
  )

/** What mongod says about a write, in the wrapping that the platform gives it. */
export const writeError = (detail: string) =>
  new CloudError(
    'DATABASE_REQUEST_FAILED',
    `[FailedOperation] multiple write errors: [{write errors: [{${detail}}]}, {<nil>}]`,
  )

export const duplicateKey = (collection: string, index: string, key: string) =>
  new CloudError(
    'DATABASE_REQUEST_FAILED',
    '[FailedOperation.Insert] multiple write errors: [{write errors: ' +
      `[{E11000 duplicate key error collection: tnt-local.${collection} index: ${index} dup key: ${key}}]}, {<nil>}]`,
  )

/** A request that the database does not carry out, with the reason. */
export const databaseRefusal = (reason: string) =>
  new CloudError('DATABASE_REQUEST_FAILED', `[FailedOperation] ${reason}`)

export const invalidParameter = (reason: string) => new CloudError('INVALID_PARAM', reason)

export const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
