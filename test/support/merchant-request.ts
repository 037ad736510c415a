import { createPrivateKey, sign } from 'node:crypto'
import type { LocalPay } from '../../local/pay'

export interface Tokens {
  mchid: string
  serial_no: string
  timestamp: string
  nonce_str: string
  signature: string
}

interface Spoiled {
  /** Changes the request's signature header after signing. */
  tokens?: (tokens: Tokens) => Partial<Tokens>
  /** Sent instead of the body that was signed. */
  body?: string
  authorization?: string | null
  headers?: Record<string, string>
}

export interface RawReply {
  status: number
  headers: Headers
  text: string
  bytes: Buffer
  json: Record<string, unknown>
}

/** A request signed as the merchant signs, or spoiled in one place. */
export function merchantRequest({ url, merchant }: Pick<LocalPay, 'url' | 'merchant'>, now: () => number) {
  const key = createPrivateKey(merchant.privateKey)

  function tokensFor(method: string, target: string, body: string): Tokens {
    const [timestamp, nonce_str] = [String(Math.floor(now() / 1000)), 'nonce-of-the-merchant']
    const text = [method, target, timestamp, nonce_str, body].map((line) => `${line}\n`).join('')
    const signature = sign('RSA-SHA256', Buffer.from(text), key).toString('base64')
    return { mchid: merchant.mchid, serial_no: merchant.serial, timestamp, nonce_str, signature }
  }

  return async function send(
    method: 'GET' | 'POST',
    target: string,
    body?: object,
    spoiled: Spoiled = {},
  ): Promise<RawReply> {
    const text = body === undefined ? '' : JSON.stringify(body)
    const right = tokensFor(method, target, text)
    const tokens = { ...right, ...spoiled.tokens?.(right) }
    const parts = Object.entries(tokens).flatMap(([name, value]) => (value === undefined ? [] : [`${name}="${value}"`]))
    const authorization =
      spoiled.authorization === undefined ? `WECHATPAY2-SHA256-RSA2048 ${parts.join(',')}` : spoiled.authorization
    const reply = await fetch(`${url}${target}`, {
      method,
      headers: { 'Content-Type': 'application/json', ...(authorization && { authorization }), ...spoiled.headers },
      ...(method === 'POST' && { body: spoiled.body ?? text }),
    })
    const bytes = Buffer.from(await reply.arrayBuffer())
    const answered = bytes.toString('utf8')
    const isJson = reply.headers.get('content-type')?.includes('json') && answered !== ''
    return {
      status: reply.status,
      headers: reply.headers,
      text: answered,
      bytes,
      json: isJson ? (JSON.parse(answered) as Record<string, unknown>) : {},
    }
  }
}
