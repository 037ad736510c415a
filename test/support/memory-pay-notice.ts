import { createHash } from 'node:crypto'
import { NoticeRefused, type NoticeFault, type PayNotice, type RawNotice } from '../../cloudfunctions/server/ports'
import { add, fen } from '../../domain/money'
import type { OrderNo } from '../../domain/payment'
import type { Instant } from '../../domain/time'
import type { FaultKind } from '../../local/pay/faults'

const CLOCK_TOLERANCE = 300_000
const SERIAL = 'PUB_KEY_ID_MEMORY'

/** Stands in for a signature: anybody could make it, but nobody by accident. */
const seal = (timestamp: string, body: Buffer) =>
  createHash('sha256').update(`${timestamp}\n`).update(body).digest('hex')

/** A callback as it would arrive, well or badly signed. */
export function rawNotice(told: PayNotice, now: Instant, fault: FaultKind | undefined): RawNotice {
  const body = Buffer.from(JSON.stringify(told))
  if (fault === 'callback-headers-missing') return { headers: {}, body }
  const sentAt = fault === 'callback-old-clock' ? now - CLOCK_TOLERANCE - 100_000 : now
  const timestamp = String(Math.floor(sentAt / 1000))
  const headers = {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': told.id,
    'Wechatpay-Serial': fault === 'callback-unknown-serial' ? 'PUB_KEY_ID_UNKNOWN' : SERIAL,
    'Wechatpay-Signature': fault === 'callback-wrongly-signed' ? 'forged' : seal(timestamp, body),
  }
  return { headers, body }
}

interface Opened {
  timestamp: string
  nonce: string
  serial: string
  signature: string
  body: Buffer
}

function opened({ headers, body }: RawNotice): Opened {
  const lower = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value ?? '']))
  const header = (name: string) => lower.get(`wechatpay-${name}`) ?? ''
  return {
    timestamp: header('timestamp'),
    nonce: header('nonce'),
    serial: header('serial'),
    signature: header('signature'),
    body,
  }
}

const CHECKS: [NoticeFault, (notice: Opened, now: Instant) => boolean][] = [
  ['headers-missing', ({ timestamp, nonce, serial, signature }) => ![timestamp, nonce, serial, signature].includes('')],
  ['stale', ({ timestamp }, now) => Math.abs(now - Number(timestamp) * 1000) <= CLOCK_TOLERANCE],
  ['unknown-serial', ({ serial }) => serial === SERIAL],
  ['bad-signature', ({ timestamp, body, signature }) => signature === seal(timestamp, body)],
]

export function readNotice(raw: RawNotice, now: Instant): PayNotice {
  const notice = opened(raw)
  const wrong = CHECKS.find(([, holds]) => !holds(notice, now))
  if (wrong) throw new NoticeRefused(wrong[0])
  return JSON.parse(notice.body.toString()) as PayNotice
}

export const orderOf = (told: PayNotice): OrderNo => (told.kind === 'payment' ? told.order.orderNo : told.orderNo)

export const withWrongAmount = (told: PayNotice): PayNotice =>
  told.kind === 'payment' ? { ...told, order: { ...told.order, amount: add(told.order.amount, fen(1)) } } : told
