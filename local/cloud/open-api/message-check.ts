import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Arguments, Reply } from './actions'
import { refusal } from './refusal'

const check = z.object({
  version: z.literal(2),
  openid: z.string().min(1),
  scene: z.int().min(1).max(4),
  content: z.string().min(1).max(2500),
})

/** Texts with this in them are found risky, so that the refusal can be tried; everything else passes. */
export const RISKY = '特3456书yuuo莞6543李zxcz蒜7782法fgnv级'

const label = { normal: 100, politics: 20001 } as const

export function checkContent(args: Arguments): Reply {
  const parsed = check.safeParse(args)
  if (!parsed.success) return refusal(40097, z.prettifyError(parsed.error))
  const risky = parsed.data.content.includes(RISKY)
  const result = risky ? { suggest: 'risky', label: label.politics } : { suggest: 'pass', label: label.normal }
  return { errcode: 0, errmsg: 'ok', result, trace_id: randomBytes(8).toString('hex') }
}
