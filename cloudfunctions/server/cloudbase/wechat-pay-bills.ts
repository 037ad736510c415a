/** A day's bills: a signed reply names a file and its hash, and the file itself comes unsigned. */
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { FundBill, TradeBill } from '../../../domain/reconciliation/bills'
import type { BeijingDay } from '../../../domain/reconciliation/day'
import { PayFailed, type BillAnswer } from '../ports'
import { complaintIn, payFailed } from './wechat-pay-failure'
import { readFundBill, readTradeBill } from './wechat-pay-bill-text'
import { billLink } from './wechat-pay-wire'
import type * as z from 'zod/mini'

/** Milliseconds for a file that may hold many thousand rows. */
const DOWNLOAD_PATIENCE = 20_000

export interface BillRequest {
  method: 'get'
  baseURL?: string
  url: string
  params?: Record<string, string>
  responseType?: 'arraybuffer'
  timeout?: number
}

/** Sends a signed request; its reply's body. */
export type Ask = (request: BillRequest) => Promise<unknown>

export const tradeBill = (ask: Ask, day: BeijingDay): Promise<BillAnswer<TradeBill>> =>
  fetchBill(ask, '/v3/bill/tradebill', { bill_date: day, bill_type: 'ALL' }, readTradeBill)

export const fundBill = (ask: Ask, day: BeijingDay): Promise<BillAnswer<FundBill>> =>
  fetchBill(ask, '/v3/bill/fundflowbill', { bill_date: day, account_type: 'BASIC' }, readFundBill)

/** How WeChat says that it has no file, without its underscores; seen in 400 replies. */
const NOT_THERE: Readonly<Record<string, 'not-ready' | 'none'>> = {
  STATEMENTCREATING: 'not-ready',
  NOSTATEMENTEXIST: 'none',
}

async function fetchBill<Bill>(
  ask: Ask,
  url: string,
  params: Record<string, string>,
  read: (text: string) => Bill,
): Promise<BillAnswer<Bill>> {
  try {
    const link = understood(await ask({ method: 'get', url, params: { ...params, tar_type: 'GZIP' } }))
    return { state: 'there', bill: read(await download(ask, link)) }
  } catch (error) {
    const state = NOT_THERE[complaintIn(error)?.code ?? '']
    if (state) return { state }
    throw payFailed(error)
  }
}

type Link = z.infer<typeof billLink>

function understood(reply: unknown): Link {
  const link = billLink.safeParse(reply)
  if (!link.success) throw new PayFailed('rejected', `bill link not understood: ${link.error.issues[0]?.message ?? ''}`)
  return link.data
}

async function download(ask: Ask, { download_url, hash_value: hash }: Link): Promise<string> {
  const sent = await ask({ ...fileRequest(new URL(download_url)), timeout: DOWNLOAD_PATIENCE })
  const file = await unpacked(Buffer.from(sent as Buffer))
  const found = createHash('sha1').update(file).digest('hex')
  if (found !== hash.toLowerCase()) throw new PayFailed('damaged-file', `hash ${found} instead of ${hash}`)
  return file.toString('utf8')
}

/** In parts: the client knows by the bare path that this reply has no signature. */
const fileRequest = ({ origin, pathname, searchParams }: URL): BillRequest => ({
  method: 'get',
  baseURL: origin,
  url: pathname,
  params: Object.fromEntries(searchParams),
  responseType: 'arraybuffer',
})

const unpack = promisify(gunzip)

const isPacked = (file: Buffer): boolean => file.readUInt16BE(0) === 0x1f8b

async function unpacked(file: Buffer): Promise<Buffer> {
  try {
    return isPacked(file) ? await unpack(file) : file
  } catch (error) {
    throw new PayFailed('damaged-file', String(error))
  }
}
