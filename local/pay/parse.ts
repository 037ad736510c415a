import { z } from 'zod'
import { Failure } from './failure'

/** Reads what the merchant sent; the first thing wrong is named in the reply, as WeChat Pay does. */
export function parse<Shape extends z.ZodType>(shape: Shape, input: unknown): z.infer<Shape> {
  const read = shape.safeParse(input)
  if (read.success) return read.data
  const issue = read.error.issues[0]
  const field = `/${issue?.path.join('/') ?? ''}`
  throw new Failure('PARAM_ERROR', `输入源“${field}”映射到值字段校验失败：${issue?.message ?? ''}`, {
    field,
    issue: issue?.message,
  })
}

export const orderNumber = z.string().regex(/^[0-9A-Za-z_\-|*]{6,32}$/)

const onLoopback = ({ protocol, hostname }: URL) =>
  protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(hostname)

function isNotifyUrl(text: string) {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return (url.protocol === 'https:' || onLoopback(url)) && url.search === ''
}

/** https without a query string; on this machine http on loopback stands in for it. */
export const notifyUrl = z.string().max(255).refine(isNotifyUrl, 'notify_url must be https, without parameters')
