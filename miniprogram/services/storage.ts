/** What the phone remembers between starts, so that it stays readable underground. */
import type {
  BillView,
  CouponView,
  HomeView,
  Instant,
  OrderNo,
  ReceiptView,
  TransactionView,
  VehicleView,
} from '../domain'
import type { Known } from './loaded'

interface Remembered {
  home: Known<HomeView>
  vehicles: Known<VehicleView[]>
  /** The newest page. */
  transactions: Known<{ items: TransactionView[]; more: boolean }>
  /** The last bill that was looked at. */
  bill: Known<BillView>
  coupons: Known<CouponView[]>
  /** Newest first. */
  receipts: Known<ReceiptView>[]
  /** An order whose cashier was opened and whose end nobody has seen yet. */
  order: { orderNo: OrderNo; openedAt: Instant }
}

/** Counts up when the shape of what is remembered changes: older memories are then not read. */
const PREFIX = 'boyi.2.'

export function recall<Key extends keyof Remembered>(key: Key): Remembered[Key] | undefined {
  const value: unknown = wx.getStorageSync(PREFIX + key)
  return value === '' ? undefined : (value as Remembered[Key])
}

/** A full or broken storage costs the memory, never the screen. */
export function remember<Key extends keyof Remembered>(key: Key, value: Remembered[Key]): void {
  try {
    wx.setStorageSync(PREFIX + key, value)
  } catch (error) {
    console.info('not remembered', key, error)
  }
}

export function forget(key: keyof Remembered): void {
  wx.removeStorageSync(PREFIX + key)
}

const MOST_RECEIPTS = 20

export function rememberReceipt(receipt: Known<ReceiptView>): void {
  const others = (recall('receipts') ?? []).filter(({ answer }) => answer.orderNo !== receipt.answer.orderNo)
  remember('receipts', [receipt, ...others].slice(0, MOST_RECEIPTS))
}

export const recallReceipt = (orderNo: string): Known<ReceiptView> | undefined =>
  recall('receipts')?.find(({ answer }) => answer.orderNo === orderNo)
