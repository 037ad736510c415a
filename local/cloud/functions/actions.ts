import { z } from 'zod'
import { invalidParameter } from '../errors'
import { action, type Action } from '../gateway/action'
import type { Pool } from './pool'

const invoke = z.object({ function_name: z.string(), request_data: z.string().default('{}') })

/** A function calls another: the callee sees the same person, and one more hop in its source. */
export function functionActions(pool: Pool): Record<string, Action> {
  return {
    'functions.invokeFunction': action(invoke, async (params, { caller, source }) => {
      const { openid, unionid } = caller
      const identity = { source, ...(openid !== undefined && { openid }), ...(unionid !== undefined && { unionid }) }
      const { requestId, result } = await pool.invoke(params.function_name, eventOf(params.request_data), identity)
      return { requestId, data: { response_data: result } }
    }),
  }
}

function eventOf(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw invalidParameter('request_data is not JSON')
  }
}
