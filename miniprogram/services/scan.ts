/** The camera, for a lane's code or a coupon's. */
export type Scan = { end: 'read'; text: string } | { end: 'cancelled' } | { end: 'failed' }

/** Lanes carry square codes; shops print bar codes, too. */
const TYPES = {
  lane: ['qrCode', 'wxCode'],
  coupon: ['barCode', 'qrCode'],
  any: ['barCode', 'qrCode', 'wxCode'],
} as const satisfies Record<string, WechatMiniprogram.ScanCodeOption['scanType']>

export async function scanCode(what: keyof typeof TYPES): Promise<Scan> {
  try {
    const { result } = await wx.scanCode({ scanType: [...TYPES[what]] })
    return { end: 'read', text: result }
  } catch (error) {
    const { errMsg = '' } = (error ?? {}) as { errMsg?: string }
    return { end: errMsg.includes('cancel') ? 'cancelled' : 'failed' }
  }
}

/** What a page got from the code that opened it. WeChat hands values over as they stand in the link, encoded. */
export function codeFrom(query: { q?: string; code?: string }): string | undefined {
  const encoded = query.q ?? query.code
  if (!encoded) return undefined
  try {
    return decodeURIComponent(encoded)
  } catch {
    return encoded
  }
}
