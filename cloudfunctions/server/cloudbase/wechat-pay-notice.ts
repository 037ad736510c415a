import { createDecipheriv, verify } from 'node:crypto'
import type * as z from 'zod/mini'
import type { Instant } from '../../../domain/time'
import { NoticeRefused, type NoticeFault, type PayNotice, type RawNotice } from '../ports'
import type { WechatPayConfig } from './wechat-pay-config'
import * as wire from './wechat-pay-wire'

/** How far WeChat's clock and ours may be apart; retries are signed afresh, so age is always suspicious. */
const CLOCK_TOLERANCE_MS = 300_000

type SignatureConfig = Pick<WechatPayConfig, 'publicKeys' | 'apiV3Key'>

const SIGNATURE_HEADERS = {
  timestamp: 'wechatpay-timestamp',
  nonce: 'wechatpay-nonce',
  signature: 'wechatpay-signature',
  serial: 'wechatpay-serial',
} as const

interface Signed extends Record<keyof typeof SIGNATURE_HEADERS, string> {
  body: Buffer
}

function signedNotice({ headers, body }: RawNotice): Signed {
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  const header = (name: keyof typeof SIGNATURE_HEADERS) => lower[SIGNATURE_HEADERS[name]] ?? ''
  return {
    timestamp: header('timestamp'),
    nonce: header('nonce'),
    signature: header('signature'),
    serial: header('serial'),
    body,
  }
}

type Check = [fault: NoticeFault, holds: (notice: Signed, config: SignatureConfig, now: Instant) => boolean]

const hasHeaders = (notice: Signed) =>
  [notice.timestamp, notice.nonce, notice.signature, notice.serial].every((header) => header !== '')

const isFresh = ({ timestamp }: Signed, now: Instant) =>
  /^\d{1,12}$/.test(timestamp) && Math.abs(now - Number(timestamp) * 1000) <= CLOCK_TOLERANCE_MS

function isSignedBy({ serial, timestamp, nonce, signature, body }: Signed, { publicKeys }: SignatureConfig) {
  const key = publicKeys[serial]
  const text = Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, Buffer.from('\n')])
  return key !== undefined && verify('RSA-SHA256', text, key, Buffer.from(signature, 'base64'))
}

/** Cheapest first. */
const CHECKS: readonly Check[] = [
  ['headers-missing', hasHeaders],
  ['stale', (notice, _config, now) => isFresh(notice, now)],
  ['unknown-serial', ({ serial }, { publicKeys }) => Object.hasOwn(publicKeys, serial)],
  ['bad-signature', isSignedBy],
]

/** Believes a callback only as far as its signature over the raw body goes. @throws NoticeRefused */
export function readNotice(raw: RawNotice, config: SignatureConfig, now: Instant): PayNotice {
  const notice = signedNotice(raw)
  const failed = CHECKS.find(([, holds]) => !holds(notice, config, now))
  if (failed) throw new NoticeRefused(failed[0])
  const envelope = understood(wire.notice, jsonIn(raw.body, 'not-understood'))
  return meaning(envelope.id, envelope.event_type, decrypt(envelope.resource, config))
}

function understood<Shape extends z.ZodMiniType>(shape: Shape, input: unknown): z.infer<Shape> {
  const read = shape.safeParse(input)
  if (!read.success) throw new NoticeRefused('not-understood')
  return read.data
}

function jsonIn(bytes: Buffer, otherwise: NoticeFault): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new NoticeRefused(otherwise)
  }
}

const TAG_BYTES = 16

/** AES-256-GCM; the last 16 bytes of the ciphertext are the tag. */
function decrypt(resource: z.infer<typeof wire.notice>['resource'], { apiV3Key }: SignatureConfig): unknown {
  return jsonIn(opened(resource, apiV3Key), 'not-decryptable')
}

function opened(
  { ciphertext, nonce, associated_data }: z.infer<typeof wire.notice>['resource'],
  key: SignatureConfig['apiV3Key'],
) {
  const sealed = Buffer.from(ciphertext, 'base64')
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce), { authTagLength: TAG_BYTES })
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES)).setAAD(Buffer.from(associated_data))
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()])
  } catch {
    throw new NoticeRefused('not-decryptable')
  }
}

function meaning(id: string, event: string, resource: unknown): PayNotice {
  if (event === 'TRANSACTION.SUCCESS') {
    return { kind: 'payment', id, order: wire.paidOrder(understood(wire.paymentNotice, resource)) }
  }
  if (!event.startsWith('REFUND.')) throw new NoticeRefused('not-understood')
  const refund = understood(wire.refundNotice, resource)
  const state = wire.REFUND_STATES[refund.refund_status]
  return { kind: 'refund', id, refundNo: refund.out_refund_no, orderNo: refund.out_trade_no, state }
}
