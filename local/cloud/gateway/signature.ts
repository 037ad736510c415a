/** TC3-HMAC-SHA256 as the SDK signs its requests with the credentials of the function's environment. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { CloudError } from '../errors'
import { limits } from '../limits'

export interface Credential {
  secretId: string
  secretKey: string
}

export interface SignedRequest {
  /** As received: path and query. */
  url: string
  headers: IncomingHttpHeaders
  params: Readonly<Record<string, unknown>>
}

type Claims = Record<'Credential' | 'SignedHeaders' | 'Signature', string | undefined>

/** The first check that fails refuses the request. */
export function verifySignature(request: SignedRequest, credential: Credential, now: number): void {
  const claims = claimsOf(request.headers.authorization ?? '')
  const timestamp = Number(request.headers['x-timestamp'])
  const checks: [string, () => boolean][] = [
    ['no authorization', () => Boolean(claims.Credential && claims.SignedHeaders && claims.Signature)],
    ['unknown secret id', () => claims.Credential?.split('/')[0] === credential.secretId],
    ['expired', () => Math.abs(now - timestamp * 1000) <= limits.signatureAge],
    [
      'signature mismatch',
      () => equal(claims.Signature ?? '', sign(request, claims.SignedHeaders ?? '', timestamp, credential)),
    ],
  ]
  const failed = checks.find(([, holds]) => !holds())
  if (failed) throw new CloudError('SIGN_PARAM_INVALID', failed[0])
}

function claimsOf(authorization: string): Claims {
  const claim = (name: string) => new RegExp(`\\b${name}=([^, ]+)`).exec(authorization)?.[1]
  return { Credential: claim('Credential'), SignedHeaders: claim('SignedHeaders'), Signature: claim('Signature') }
}

const equal = (one: string, other: string) =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))

function sign(
  { url, headers, params }: SignedRequest,
  signedHeaders: string,
  timestamp: number,
  credential: Credential,
): string {
  const [path, query = ''] = url.split('?') as [string, string?]
  const names = signedHeaders.split(';').sort((one, other) => one.localeCompare(other))
  const canonical = [
    'post',
    `//${headers.host}${path}`,
    query,
    ...names.map((name) => `${name}:${headerValue(name, String(headers[name] ?? ''))}`),
    '',
    names.join(';'),
    payloadHash(params),
  ].join('\n')
  const date = new Date(timestamp * 1000).toISOString().slice(0, 10)
  const text = ['TC3-HMAC-SHA256', timestamp, `${date}/tcb/tc3_request`, sha256(canonical)].join('\n')
  return hmac(signingKey(date, credential.secretKey), text).toString('hex')
}

function headerValue(name: string, value: string): string {
  if (name !== 'content-type') return value.trim().toLowerCase()
  return value.startsWith('multipart/form-data') ? 'multipart/form-data' : value
}

/** Empty text is not signed; files are hashed as they are, everything else as text. */
function payloadHash(params: SignedRequest['params']): string {
  const hash = createHash('sha256')
  const entries = Object.entries(params).map(([name, value]) => [encodeName(name), value] as const)
  for (const [name, value] of entries.sort(([one], [other]) => one.localeCompare(other))) {
    const content = Buffer.isBuffer(value) ? value : (typeof value === 'string' ? value : JSON.stringify(value)).trim()
    if (content) hash.update(`&${name}=`).update(content).update('\r\n')
  }
  return hash.digest('hex')
}

const encodeName = (name: string) =>
  encodeURIComponent(name.toLowerCase().trim()).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
const signingKey = (date: string, secretKey: string) => hmac(hmac(hmac(`TC3${secretKey}`, date), 'tcb'), 'tc3_request')
