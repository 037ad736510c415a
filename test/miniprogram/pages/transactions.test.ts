import { fen, instant, yuan, type OrderNo, type TransactionView, type VehicleView } from '../../../domain/client'
import { toRows } from '../../../miniprogram/pages/transactions/view'
import { remember } from '../../../miniprogram/services/storage'
import { openPage, settle, tap, textOf, trigger, type Rendered } from '../../support/mount'
import {
  at,
  CAR,
  cloudSays,
  NOW,
  ORDER,
  refuse,
  SECOND_CAR,
  today,
  TRANSACTION,
  unreachable,
  type Heard,
  type Said,
} from '../support/samples'

const DAY = 86_400_000
const transaction = (count: number, part: Partial<TransactionView> = {}): TransactionView => ({
  ...TRANSACTION,
  orderNo: `ORDER${count}` as OrderNo,
  listKey: `key-${count}`,
  paidAt: instant(NOW - count * DAY),
  amount: fen(1000 + count),
  ...part,
})
const many = (from: number, count: number) => Array.from({ length: count }, (_, place) => transaction(from + place))

describe('the rows', () => {
  test('are told month by month, each with what was paid in it', () => {
    const back = { state: 'returned', back: fen(500) } as const
    const rows = toRows([transaction(0), transaction(1, back), transaction(22), transaction(23)], NOW, false)
    expect(rows.map(({ month, sum }) => [month, sum])).toEqual([
      ['2026年11月', '共 ¥15.01'],
      ['', ''],
      ['2026年10月', '共 ¥20.45'],
      ['', ''],
    ])
    expect(rows[0]).toMatchObject({ when: '今天 14:05', amount: '¥10.00', mark: '' })
  })

  test('the sum of a month waits for all of it', () => {
    const rows = toRows([transaction(0), transaction(22)], NOW, true)
    expect(rows.map(({ sum }) => sum)).toEqual(['共 ¥10.00', ''])
  })

  test.each([
    [{ state: 'returning', back: fen(1000) }, '退款中 ¥10.00'],
    [{ state: 'returned', back: fen(1000) }, '已退款 ¥10.00'],
    [{ state: 'returned', back: fen(300) }, '部分退款 ¥3.00'],
    [{ amount: fen(0) }, '优惠券抵扣'],
    [{ amount: fen(0), state: 'returned', back: fen(0) }, '已撤销'],
  ] as const)('%j is marked %s', (part, mark) => {
    expect(toRows([transaction(0, part)], NOW, false)[0]).toMatchObject({ mark, back: 'back' in part })
  })

  test('a month is the month at the lot, not in London', () => {
    const lateEvening = instant(Date.UTC(2026, 9, 31, 16, 30))
    expect(toRows([transaction(0, { paidAt: lateEvening })], NOW, false)[0]?.month).toBe('2026年11月')
  })
})

const VEHICLES: VehicleView[] = [CAR, SECOND_CAR].map(({ plate, colour }, place) => ({
  plate: plate!,
  colour: colour as VehicleView['colour'],
  isDefault: place === 0,
}))

const asked = (heard: readonly Heard[]) => heard.filter(({ name }) => name === 'transactions.list')

describe('the page', () => {
  let page: Rendered
  const open = async (said: Said) => {
    const heard = cloudSays({ 'vehicles.list': () => VEHICLES, ...said })
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
    expect(asked(heard)[1]).toMatchObject({ ask: { before: 'key-19' } })
    page.instance.onReachBottom()
    await settle()
    expect(asked(heard)).toHaveLength(2)
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

  test('without a network shows what is known, and how old it is', async () => {
    remember('transactions', { answer: { items: many(0, 2), more: false }, at: today(at(-7)) })
    await open({ 'transactions.list': unreachable })
    expect(textOf(page)).toContain(' 7 分钟前的记录')
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

  describe('of one vehicle', () => {
    const choose = async (place: number) => {
      page.querySelectorAll('.chip')[place]?.dispatchEvent('tap')
      await settle()
    }
    const mine: Said = {
      'transactions.list': ({ plate, before }) => {
        if (before) return { items: [transaction(20, { car: SECOND_CAR })], more: false }
        return plate
          ? { items: many(0, 20).map((item) => ({ ...item, car: SECOND_CAR })), more: true }
          : { items: many(0, 3), more: false }
      },
    }

    test('is a tap on its plate, page after page, and all again a tap on 全部', async () => {
      const heard = await open(mine)
      expect(page.data['chips']).toMatchObject([{ name: '全部', chosen: true }, { name: '京A·12345' }, {}])
      await choose(2)
      expect(rows()).toHaveLength(20)
      page.instance.onReachBottom()
      await settle()
      expect(rows()).toHaveLength(21)
      await choose(0)
      expect(asked(heard).map(({ ask }) => ask)).toEqual([
        {},
        { plate: SECOND_CAR.plate },
        { before: 'key-19', plate: SECOND_CAR.plate },
        {},
      ])
      expect(rows()).toHaveLength(3)
    })

    test('without any says so', async () => {
      await open({ 'transactions.list': ({ plate }) => ({ items: plate ? [] : many(0, 1), more: false }) })
      await choose(1)
      expect(textOf(page)).toContain('这辆车还没有交易')
    })

    test('without a network shows what is known of it', async () => {
      const items = [transaction(0), transaction(1, { car: SECOND_CAR })]
      remember('transactions', { answer: { items, more: false }, at: NOW })
      await open({ 'transactions.list': unreachable })
      await choose(2)
      expect(rows()).toMatchObject([{ orderNo: 'ORDER1' }])
    })

    test('an answer that comes after another choice is not shown', async () => {
      await open(mine)
      page.querySelectorAll('.chip')[2]?.dispatchEvent('tap')
      await choose(0)
      expect(rows()).toHaveLength(3)
    })
  })

  test('the sum of a month comes with the rest of it', async () => {
    await open({
      'transactions.list': ({ before }) =>
        before ? { items: [transaction(20)], more: false } : { items: many(0, 20), more: true },
    })
    expect(rows()).toMatchObject([{ sum: '' }, ...many(1, 19).map(() => ({}))])
    page.instance.onReachBottom()
    await settle()
    expect(rows()[0]).toMatchObject({ sum: `共 ${yuan(fen(21_210))}` })
  })
})
