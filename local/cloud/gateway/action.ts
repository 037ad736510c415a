import { z } from 'zod'
import { invalidParameter } from '../errors'
import type { Params } from './body'
import type { Caller } from './callers'

export interface Context {
  /** One instant for all server dates of a request, in milliseconds. */
  now: number
  caller: Caller
  /** The request's X-TCB-Source, which a function called from here sees as its own source. */
  source: string
}

/** JSON for the database, functions and storage; bytes for the open API. */
export type Reply = Record<string, unknown> | Buffer

export type Action = (params: Params, context: Context) => Promise<Reply> | Reply

/** An action whose parameters are checked at the door. */
export function action<Schema extends z.ZodType>(
  schema: Schema,
  handle: (params: z.infer<Schema>, context: Context) => Promise<Reply> | Reply,
): Action {
  return (params, context) => {
    const parsed = schema.safeParse(params)
    if (!parsed.success) throw invalidParameter(z.prettifyError(parsed.error))
    return handle(parsed.data, context)
  }
}
