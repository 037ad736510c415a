/** From screen to screen, by name. */
import { readCode, type OrderNo, type StayId } from '../domain'

const go = (url: string): void => void wx.navigateTo({ url })

export const toBill = (stay: StayId): void => go(`/pages/bill/bill?stay=${encodeURIComponent(stay)}`)
export const toLane = (code: string): void => go(`/pages/lane/lane?code=${encodeURIComponent(code)}`)
export const toResult = (orderNo: OrderNo): void => go(`/pages/result/result?order=${orderNo}`)
export const toReceipt = (orderNo: OrderNo): void => go(`/pages/receipt/receipt?order=${orderNo}`)
export const toVehicles = (): void => go('/pages/vehicles/vehicles')
export const toVehicleAdd = (): void => go('/pages/vehicle-add/vehicle-add')
export const toTransactions = (): void => go('/pages/transactions/transactions')
export const toCoupons = (): void => go('/pages/coupons/coupons')
/** To choose for a bill, see coupon-choice.ts. */
export const toCouponsFor = (quote: string): void => go(`/pages/coupons/coupons?quote=${encodeURIComponent(quote)}`)
/** What a scanned text leads to: a coupon, or else a lane, which says what is wrong with any other code. */
export const toScanned = (text: string): void =>
  readCode(text) ? go(`/pages/coupons/coupons?code=${encodeURIComponent(text)}`) : toLane(text)
export const toHelp = (): void => go('/pages/help/help')

/** The bill is done with: back from the result leads to where the bill was opened. */
export const insteadToResult = (orderNo: OrderNo): void =>
  void wx.redirectTo({ url: `/pages/result/result?order=${orderNo}` })

/** Back to where the person was; a page that a scanned code opened has nothing behind it, so home then. */
export function leave(): void {
  if (getCurrentPages().length > 1) void wx.navigateBack()
  else void wx.switchTab({ url: '/pages/home/home' })
}
