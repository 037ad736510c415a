import { fen, instant, type OrderNo, type TransactionView } from '../../../domain/client'
import { toRows } from '../../../miniprogram/pages/transactions/view'
import { remember } from '../../../miniprogram/services/storage'
import { openPage, settle, tap, textOf, trigger, type Rendered } from '../../support/mount'
import { cloudSays, NOW, ORDER, refuse, TRANSACTION, unreachable, type Said } from '../support/samples'

const DAY = 86_400_000
const transaction = (count: number, part: Partial<TransactionView> = {}): TransactionView => ({
  ...TRANSACTION,
  orderNo: `ORDER${count}` as OrderNo,
  paidAt: instant(NOW - count * DAY),
  amount: fen(1000 + count),
  ...part,
})
const many = (from: number, count: number) => Array.from({ length: count }, (_, place) => transaction(from + place))

describe('the rows', () => {
  test('are told month by month', () => {
    const rows = toRows([transaction(0), transaction(1), transaction(22), transaction(23)], NOW)
    expect(rows.map(({ month }) => month)).toEqual(['2026年11月', '', '2026年10月', ''])
    expect(rows[0]).toMatchObject({ when: '今天 14:05', amount: '¥10.00', mark: '' })
  })

  test('mark money that goes back', () => {
    const rows = toRows([transaction(0, { state: 'returning' }), transaction(1, { state: 'returned' })], NOW)
    expect(rows.map(({ mark }) => mark)).toEqual(['正在退款', '已退款'])
  })

  test('a month is the month at the lot, not in London', () => {
    const lateEvening = instant(Date.UTC(2026, 9, 31, 16, 30))
    expect(toRows([transaction(0, { paidAt: lateEvening })], NOW)[0]?.month).toBe('2026年11月')
  })
})

describe('the page', () => {
  let page: Rendered
  const open = async (said: Said) => {
    const heard = cloudSays(said)
    page = await openPage('pages/transactions/transactions')
    return heard
  }
  const rows = () => page.data['rows'] as unknown[]

  test('shows the newest, and more at the bottom of the page, until there are no more', async () => {
    const heard = await open({
      'transactions.list': ({ before }) =>
        before === undefined ? { items: many(0, 20), more: true } : { items: many(20, 5), more: false },
    })
    expect(rows()).toHaveLength(20)
    page.instance.onReachBottom()
    await settle()
    expect(rows()).toHaveLength(25)
    expect(heard[1]).toMatchObject({ ask: { before: NOW - 19 * DAY } })
    page.instance.onReachBottom()
    await settle()
    expect(heard).toHaveLength(2)
    expect(textOf(page)).toContain('没有更早的记录了')
  })

  test('more that does not come can be asked for again', async () => {
    let away = true
    await open({
      'transactions.list': ({ before }) => {
        if (before === undefined) return { items: many(0, 20), more: true }
        return away ? unreachable() : { items: many(20, 5), more: false }
      },
    })
    page.instance.onReachBottom()
    await settle()
    expect(page.data['foot']).toBe('failed')
    away = false
    await page.instance.loadMore()
    expect(rows()).toHaveLength(25)
  })

  test('without any says what will be here', async () => {
    await open({ 'transactions.list': () => ({ items: [], more: false }) })
    expect(textOf(page)).toContain('还没有交易')
  })

  test('without a network shows what is known, with a word about it', async () => {
    remember('transactions', { answer: { items: many(0, 2), more: false }, at: NOW })
    await open({ 'transactions.list': unreachable })
    expect(textOf(page)).toContain('上次看到的记录')
    expect(rows()).toHaveLength(2)
  })

  test('an error offers another try that works', async () => {
    await open({ 'transactions.list': refuse('fault') })
    cloudSays({ 'transactions.list': () => ({ items: many(0, 1), more: false }) })
    await trigger(page, '.state', 'retry')
    expect(rows()).toHaveLength(1)
  })

  test('opens the receipt of a row', async () => {
    await open({ 'transactions.list': () => ({ items: [TRANSACTION], more: false }) })
    await tap(page, '.entry')
    expect(wx.navigateTo).toHaveBeenCalledWith({ url: `/pages/receipt/receipt?order=${ORDER}` })
  })
})
