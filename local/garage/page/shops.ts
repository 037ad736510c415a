/** The shops beside the garage give coupons away, each with a square code for WeChat and a bar code for the mini program. */
import { code128, drawingSVG } from 'bwip-js/browser'
import { toString as qrSvg } from 'qrcode'
import { shownCode, type CouponCode } from '../../../domain/coupon'
import { couponSaid } from '../../../domain/tariff/explain-line'
import { button, fill, h } from './dom'
import type { CouponPile } from './machine'
import type { Print } from './scan'

export interface ShopsView {
  element: HTMLElement
  show(piles: readonly CouponPile[]): void
}

/** `scan` is told when a person holds the phone to a code. */
export function shopsView(scan: (text: string, as: Print) => void): ShopsView {
  const shops = h('span', { class: 'chips', attributes: { role: 'group' }, label: '商家' })
  const square = button('', () => scan(link + code(), 'square'), { class: 'code', label: '优惠券的二维码' })
  const bars = button('', () => scan(code(), 'bars'), { class: 'bars', label: '优惠券的条形码' })
  const [off, written] = [h('strong', { class: 'off' }), h('code', {})]
  let piles: readonly CouponPile[] = []
  let [shown, link] = [0, '']
  /** How many coupons were taken from each pile. */
  const taken: number[] = []
  const code = () => piles[shown]?.codes[taken[shown] ?? 0] ?? ''

  function lay(): void {
    const pile = piles[shown]
    if (!pile || !code()) return
    link = pile.link
    off.textContent = couponSaid(pile.takesOff)
    written.textContent = shownCode(code() as CouponCode)
    bars.innerHTML = code128({ bcid: 'code128', text: code(), height: 8 }, drawingSVG())
    void qrSvg(link + code(), QR).then((svg) => (square.innerHTML = svg))
    fill(shops, [piles, shown], () => piles.map(({ shop }, place) => chip(shop, place === shown, () => go(place))))
  }

  function go(place: number): void {
    shown = place
    lay()
  }

  const next = () => {
    taken[shown] = ((taken[shown] ?? 0) + 1) % (piles[shown]?.codes.length ?? 1)
    lay()
  }

  return {
    element: h(
      'section',
      { class: 'panel shops', label: '商家送的优惠券' },
      h('header', {}, shops, button('换一张', next, { class: 'quiet', title: '再拿一张优惠券' })),
      h('div', { class: 'ticket' }, square, h('div', {}, off, bars, written)),
    ),
    show(found) {
      piles = found
      lay()
    },
  }
}

const QR = { type: 'svg', margin: 1, errorCorrectionLevel: 'M' } as const

const chip = (shop: string, pressed: boolean, onclick: () => void): HTMLElement =>
  button(shop, onclick, { class: 'chip', attributes: { 'aria-pressed': String(pressed) } })
