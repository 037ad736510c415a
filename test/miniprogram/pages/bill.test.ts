import { fen, type BillView } from '../../../domain/client'
import { changeWords, toView } from '../../../miniprogram/pages/bill/view'
import type { Loaded } from '../../../miniprogram/services/loaded'
import { recall, remember } from '../../../miniprogram/services/storage'
import { find, openPage, settle, textOf, trigger, type Rendered } from '../../support/mount'
import {
  at,
  BILL,
  cloudSays,
  NOW,
  ORDER,
  PAID,
  PARAMS,
  refuse,
  STAY,
  today,
  UNPAID,
  unreachable,
  type Said,
} from '../support/samples'

const ready = (bill: BillView): Loaded<BillView> => ({ phase: 'ready', answer: bill, at: NOW })
const ZERO = { ...BILL, due: fen(0) }

describe('the bill on the screen', () => {
  test('ends in one button that says what it costs', () => {
    expect(toView(ready(BILL), 'idle', '', NOW).action).toEqual({ act: 'pay', text: '缴费 ¥12.50', busy: false })
  })

  test.each([
    ['opening', '正在打开微信支付'],
    ['cashier', '请在微信支付中完成付款'],
    ['checking', '正在确认付款'],
  ] as const)('while %s the button is its own progress', (progress, text) => {
    expect(toView(ready(BILL), progress, '', NOW).action).toEqual({ act: 'pay', text, busy: true })
  })

  test('with nothing due there is nothing to pay', () => {
    expect(toView(ready(ZERO), 'idle', '', NOW).action).toMatchObject({ act: 'leave' })
  })

  test('of earlier, without a network, can be read and not paid', () => {
    const view = toView({ ...ready(BILL), stale: 'offline' } as Loaded<BillView>, 'idle', '', at(5))
    expect(view.action.act).toBe('refresh')
    expect(view.notice).toContain('上次看到的账单')
    expect(view.bill.lines).toHaveLength(2)
  })

  test('a new amount is told against the old one', () => {
    expect(changeWords(BILL, { ...BILL, due: fen(1500) })).toBe('金额已由 ¥12.50 更新为 ¥15.00')
    expect(changeWords(BILL, BILL)).toBe('')
    expect(changeWords(undefined, BILL)).toBe('')
  })
})

describe('the page', () => {
  let page: Rendered
  const open = async (said: Said) => {
    const heard = cloudSays(said)
    page = await openPage('pages/bill/bill', { stay: STAY })
    return heard
  }
  const bill = () => today(BILL)
  const opened = () => ({ kind: 'pay' as const, orderNo: ORDER, params: PARAMS })
  const payNow = async () => {
    await trigger(page, '.action', 'act')
    await settle()
  }
  afterEach(() => page.instance.onUnload())

  test('asks for the stay that home named, and remembers the bill', async () => {
    const heard = await open({ 'bill.open': bill })
    expect(heard).toEqual([{ name: 'bill.open', ask: { stay: STAY } }])
    expect(textOf(find(page, '.bill'))).toContain('京A12345')
    expect(recall('bill')?.answer.stay).toBe(STAY)
  })

  test('pays, and shows the result in its place', async () => {
    jest.mocked(wx.requestPayment).mockResolvedValue({ errMsg: 'requestPayment:ok' } as never)
    await open({ 'bill.open': bill, 'payment.open': opened, 'payment.check': () => today(PAID) })
    await payNow()
    expect(wx.redirectTo).toHaveBeenCalledWith({ url: `/pages/result/result?order=${ORDER}` })
  })

  test('cancelled in the cashier, says that nothing was charged and can be paid again', async () => {
    jest.mocked(wx.requestPayment).mockRejectedValue({ errMsg: 'requestPayment:fail cancel' })
    await open({ 'bill.open': bill, 'payment.open': opened, 'payment.check': () => today(UNPAID) })
    await payNow()
    expect(textOf(page)).toContain('还没有付款，没有扣款')
    expect(page.data['view']).toMatchObject({ action: { text: '缴费 ¥12.50', busy: false } })
  })

  test('tells why it cannot be paid now', async () => {
    await open({ 'bill.open': bill, 'payment.open': refuse('being-paid') })
    await payNow()
    expect(textOf(page)).toContain('有人正在为这辆车缴费')
  })

  test('a bill whose time was over is made anew', async () => {
    const heard = await open({ 'bill.open': bill, 'payment.open': refuse('bill-expired') })
    await payNow()
    expect(heard.map(({ name }) => name)).toEqual(['bill.open', 'payment.open', 'bill.open'])
  })

  test('is not made anew under a finger that is paying', async () => {
    jest.mocked(wx.requestPayment).mockReturnValue(new Promise(() => undefined) as never)
    const heard = await open({
      'bill.open': () => today({ ...BILL, validUntil: at(-1) }),
      'payment.open': opened,
    })
    await payNow()
    page.instance.tick()
    await page.instance.onPullDownRefresh()
    expect(heard.filter(({ name }) => name === 'bill.open')).toHaveLength(1)
  })

  test('is made anew by itself when its time is over', async () => {
    const heard = await open({ 'bill.open': () => today({ ...BILL, validUntil: at(-1) }) })
    page.instance.tick()
    await settle()
    expect(heard).toHaveLength(2)
  })

  test('of a car that has left says so', async () => {
    await open({ 'bill.open': refuse('stay-over') })
    expect(page.data['view']).toMatchObject({
      state: { title: '车辆已经离场', again: false },
      action: { text: '返回' },
    })
  })

  test('without a network shows the last bill of this stay, and none of another', async () => {
    remember('bill', today({ answer: BILL, at: NOW }))
    await open({ 'bill.open': unreachable })
    expect(page.data['view']).toMatchObject({ bill: { due: 1250 }, action: { act: 'refresh' } })
    page.instance.onUnload()
    remember('bill', today({ answer: { ...BILL, stay: 'another' as BillView['stay'] }, at: NOW }))
    await open({ 'bill.open': unreachable })
    expect(page.data['view']).toMatchObject({ state: { phase: 'failed', again: true } })
  })
})
