/** A sheet to print and cut: each coupon with its code as bar code and as QR code. */
import { toSVG } from 'bwip-js/node'
import { shownCode, type CouponCode } from '../../../domain/coupon'
import { yuan } from '../../../domain/money'
import { couponSaid } from '../../../domain/tariff/explain-line'
import { instant, offsetAt, wallClock } from '../../../domain/time'
import type { CouponBatchDoc } from '../../../cloudfunctions/server/documents'

/** @param link what stands before a code in the QR code's link; WeChat's scanner opens the mini program by it. */
export function couponSheet(batch: CouponBatchDoc, codes: readonly CouponCode[], link: string): string {
  const { name, takesOff } = batch
  const words = `<h2>${text(name)}</h2><p class="off">停车费${text(couponSaid(takesOff))}</p><p>${text(terms(batch))}</p>`
  const cards = codes.map((code) => `<article><div>${words}${barCode(code)}</div>${qrCode(`${link}${code}`)}</article>`)
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>${text(name)}</title><style>${STYLE}</style>
${cards.join('\n')}
</html>
`
}

function terms({ lots, validFrom, validUntil, minimum, onOvertime, zone }: CouponBatchDoc): string {
  const day = (at: number): string => wallClock(instant(at), offsetAt(instant(at), zone)).date
  return [
    `${day(validFrom)} 至 ${day(validUntil - 1)} 有效`,
    ...(minimum > 0 ? [`停车费满 ${yuan(minimum)} 可用`] : []),
    ...(onOvertime ? [] : ['超时补缴不可用']),
    ...(lots.length > 0 ? ['限指定车场'] : []),
    '每张限用一次',
  ].join('，')
}

const barCode = (code: CouponCode): string =>
  `<figure>${toSVG({ bcid: 'code128', text: code, height: 9 })}<figcaption>${shownCode(code)}</figcaption></figure>`

const qrCode = (content: string): string => `<figure>${toSVG({ bcid: 'qrcode', text: content })}</figure>`

const text = (raw: string): string => raw.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)

/** Two columns on A4; a coupon is never cut by the page's end. */
const STYLE = `
@page { size: A4; margin: 12mm }
body { display: grid; grid-template-columns: 1fr 1fr; gap: 4mm; margin: 0; font: 9pt/1.5 sans-serif }
article { display: flex; gap: 4mm; align-items: center; justify-content: space-between; padding: 4mm; border: 1px dashed #999; break-inside: avoid }
h2 { margin: 0; font-size: 12pt } p { margin: 0 } .off { font-size: 14pt; font-weight: bold }
figure { margin: 2mm 0 0 } figcaption { font: 10pt monospace; letter-spacing: 1px }
svg { display: block; max-height: 24mm } div svg { width: 48mm; height: 10mm }
`
