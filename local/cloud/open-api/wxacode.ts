import QRCode from 'qrcode'
import { z } from 'zod'
import type { Arguments, Reply } from './actions'
import { refusal } from './refusal'

/** WeChat allows 32 of these characters in a scene. */
const code = z.object({
  scene: z.string().regex(/^[\w!#$&'()*+,/:;=?@\-.~]{1,32}$/),
  page: z.string().default(''),
  width: z.int().min(280).max(1280).default(430),
})

/**
 * A QR code in place of WeChat's round one. It holds what `wx.scanCode` gives as `path` for a mini program code: the page, with the
 * scene as its query.
 */
export async function drawCode(args: Arguments): Promise<Reply> {
  const parsed = code.safeParse(args)
  if (!parsed.success) return refusal(40097, z.prettifyError(parsed.error))
  const { scene, page, width } = parsed.data
  const bytes = await QRCode.toBuffer(`${page}?scene=${encodeURIComponent(scene)}`, {
    width,
    errorCorrectionLevel: 'M',
  })
  return { contentType: 'image/png', bytes }
}
