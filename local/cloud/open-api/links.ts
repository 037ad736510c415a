import { z } from 'zod'
import type { Arguments, Reply } from './actions'
import { refusal } from './refusal'

const target = z.object({ path: z.string().default(''), query: z.string().default('') })

/** Links that open a page of the mini program; here they say in clear what WeChat hides behind a token. */
const wanted = (path: string, query: string) => encodeURIComponent(`${path}${query && `?${query}`}`)

export function generateUrlLink(args: Arguments): Reply {
  const parsed = target.safeParse(args)
  if (!parsed.success) return refusal(40097)
  return { errcode: 0, errmsg: 'ok', url_link: `https://wxaurl.cn/${wanted(parsed.data.path, parsed.data.query)}` }
}

export function generateScheme(args: Arguments): Reply {
  const parsed = target.safeParse(args.jump_wxa ?? {})
  if (!parsed.success) return refusal(40097)
  return {
    errcode: 0,
    errmsg: 'ok',
    openlink: `weixin://dl/business/?t=${wanted(parsed.data.path, parsed.data.query)}`,
  }
}
