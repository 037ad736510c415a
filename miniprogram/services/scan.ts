/** The camera, for a lane's code. */
export type Scan = { end: 'read'; text: string } | { end: 'cancelled' } | { end: 'failed' }

export async function scanCode(): Promise<Scan> {
  try {
    const { result } = await wx.scanCode({ scanType: ['qrCode', 'wxCode'] })
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
