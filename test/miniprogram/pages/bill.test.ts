import { fen, type BillView } from '../../../domain/client'
import { changeWords, toView } from '../../../miniprogram/pages/bill/view'
import type { Loaded } from '../../../miniprogram/services/loaded'
import { choiceFor } from '../../../miniprogram/services/coupon-choice'
import { recall, remember } from '../../../miniprogram/services/storage'
import { find, openPage, settle, textOf, trigger, type Rendered } from '../../support/mount'
import {
  at,
  BILL,
  billWith,
  cloudSays,
  CODE,
  coupon,
  COUPON_BILL,
  NOW,
  ORDER,
  PAID,
  PARAMS,
  refuse,
  Refused,
  SECOND_CODE,
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

  test('that coupons pay for is paid without a word of WeChat', () => {
    const free = { ...billWith([CODE]), due: fen(0) }
    expect(toView(ready(free), 'idle', '', NOW).action).toEqual({ act: 'pay', text: '缴费 ¥0.00', busy: false })
    expect(toView(ready(free), 'opening', '', NOW).action).toMatchObject({ text: '正在使用优惠券', busy: true })
  })

  test('with nothing due there is nothing to pay', () => {
    expect(toView(ready(ZERO), 'idle', '', NOW).action).toMatchObject({ act: 'leave' })
  })

  test('of earlier, without a network, can be read and not paid', () => {
    const view = toView({ ...ready(BILL), stale: 'offline' } as Loaded<BillView>, 'idle', '', at(5))
    expect(view.action.act).toBe('refresh')
    expect(view.notice).toBe('没有网络，下面是 5 分钟前的账单，金额可能已经变了')
    expect(view.bill.lines).toHaveLength(2)
    expect(
      toView({ ...ready(COUPON_BILL), stale: 'offline' } as Loaded<BillView>, 'idle', '', NOW).bill.coupons.offered,
    ).toBe(false)
  })

  test('of earlier has no time left to hold, only a time it was made for', () => {
    expect(toView({ ...ready(BILL), stale: 'offline' } as Loaded<BillView>, 'idle', '', at(5)).bill.hint).toBe(
      '今天 14:05 的金额',
    )
  })

  test('that did not come has one way on: another try, or back where that cannot help', () => {
    expect(toView({ phase: 'failed', why: 'timeout' }, 'idle', '', NOW).action).toMatchObject({ text: '重试' })
    expect(toView({ phase: 'failed', why: 'stay-over' }, 'idle', '', NOW).action).toMatchObject({ text: '返回' })
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
    let leaveCashier = () => undefined as unknown
    const inCashier = new Promise((resolve) => (leaveCashier = () => resolve({})))
    jest.mocked(wx.requestPayment).mockReturnValue(inCashier as never)
    const heard = await open({
      'bill.open': () => today({ ...BILL, validUntil: at(-1) }),
      'payment.open': opened,
      'payment.check': () => today(PAID),
    })
    await payNow()
    page.instance.tick()
    await page.instance.onPullDownRefresh()
    expect(heard.filter(({ name }) => name === 'bill.open')).toHaveLength(1)
    leaveCashier()
    await settle()
  })

  test('made anew just before the finger paid, is not put under it afterwards', async () => {
    let arrive = (_bill: BillView): void => undefined
    const onItsWay = new Promise<BillView>((resolve) => (arrive = resolve))
    let asked = 0
    jest.mocked(wx.requestPayment).mockRejectedValue({ errMsg: 'requestPayment:fail cancel' })
    await open({
      'bill.open': () => (asked++ === 0 ? bill() : onItsWay),
      'payment.open': opened,
      'payment.check': () => today(UNPAID),
    })
    void page.instance.onPullDownRefresh()
    await payNow()
    arrive(today({ ...BILL, due: fen(1500) }))
    await settle()
    expect(page.data['view']).toMatchObject({ bill: { due: 1250 }, notice: '还没有付款，没有扣款' })
  })

  test('is made anew by itself when its time is over', async () => {
    const heard = await open({ 'bill.open': () => today({ ...BILL, validUntil: at(-1) }) })
    page.instance.tick()
    await settle()
    expect(heard).toHaveLength(2)
  })

  describe('with coupons', () => {
    const takesCoupons: Said = {
      'bill.open': () => today(COUPON_BILL),
      'coupons.list': () => [coupon(), coupon({ code: SECOND_CODE, why: 'coupon-minimum' })],
      'bill.coupons': ({ codes }) => today(billWith(codes)),
    }
    /** As the page of the coupons does it. */
    const choose = async (bill: BillView) => {
      await trigger(page, '.bill', 'coupons')
      const choice = choiceFor('quote-1')
      if (!choice) throw new Error('the coupons were not opened')
      choice.bill = today(bill)
      choice.done()
      await settle()
    }

    test('says how many there are to choose from, and leads to them', async () => {
      await open(takesCoupons)
      expect(textOf(page)).toContain('可用 1 张')
      await choose(COUPON_BILL)
      expect(wx.navigateTo).toHaveBeenCalledWith({ url: '/pages/coupons/coupons?quote=quote-1' })
    })

    test('pays exactly the bill with those that were chosen', async () => {
      jest.mocked(wx.requestPayment).mockResolvedValue({ errMsg: 'requestPayment:ok' } as never)
      const heard = await open({ ...takesCoupons, 'payment.open': opened, 'payment.check': () => today(PAID) })
      await choose(billWith([CODE]))
      expect(page.data['view']).toMatchObject({ bill: { due: 750 }, notice: '', action: { text: '缴费 ¥7.50' } })
      await payNow()
      expect(heard).toContainEqual({ name: 'payment.open', ask: { quote: 'quote-ABCDEFGHJKLM' } })
    })

    test('nothing left to pay ends at the result, without the cashier', async () => {
      await open({
        ...takesCoupons,
        'payment.open': () => ({ kind: 'settled', orderNo: ORDER }),
        'payment.check': () => today({ ...PAID, amount: fen(0) }),
      })
      await choose({ ...billWith([CODE]), due: fen(0) })
      await payNow()
      expect(wx.requestPayment).not.toHaveBeenCalled()
      expect(wx.redirectTo).toHaveBeenCalledWith({ url: `/pages/result/result?order=${ORDER}` })
    })

    test('one is taken off where it stands', async () => {
      const heard = await open(takesCoupons)
      await choose(billWith([CODE, SECOND_CODE]))
      await trigger(page, '.bill', 'drop', { code: CODE })
      expect(heard).toContainEqual({
        name: 'bill.coupons',
        ask: { quote: `quote-${CODE}-${SECOND_CODE}`, codes: [SECOND_CODE] },
      })
      expect(page.data['view']).toMatchObject({ bill: { due: 750 } })
    })

    test('one that was taken off does not come back with a bill that was on its way', async () => {
      let arrive = (_bill: BillView): void => undefined
      const onItsWay = new Promise<BillView>((resolve) => (arrive = resolve))
      let slow = false
      await open({
        ...takesCoupons,
        'bill.coupons': ({ codes }) => (slow && codes.length ? onItsWay : today(billWith(codes))),
      })
      await choose(billWith([CODE]))
      slow = true
      void page.instance.onPullDownRefresh()
      await trigger(page, '.bill', 'drop', { code: CODE })
      arrive(today(billWith([CODE])))
      await settle()
      expect(page.data['view']).toMatchObject({ bill: { due: 1250, coupons: { chosen: [] } } })
    })

    test('keeps them when its time is over', async () => {
      const heard = await open(takesCoupons)
      await choose({ ...billWith([CODE]), validUntil: at(-1) })
      page.instance.tick()
      await settle()
      expect(heard.filter(({ name }) => name === 'bill.open')).toHaveLength(1)
      expect(page.data['view']).toMatchObject({ bill: { due: 750 }, notice: '' })
    })

    test('loses only the one that counts no more, and says why', async () => {
      const refused = ({ codes }: { codes: string[] }) => {
        if (codes.includes(CODE)) throw new Refused('coupon-used')
        return today(billWith(codes))
      }
      await open({ ...takesCoupons, 'bill.coupons': refused })
      await choose({ ...billWith([CODE, SECOND_CODE]), validUntil: at(-1) })
      page.instance.tick()
      await settle()
      expect(page.data['view']).toMatchObject({
        bill: { due: 750, coupons: { chosen: [{ code: SECOND_CODE }] } },
        notice: '优惠券已使用，已取消使用，金额已由 ¥2.50 更新为 ¥7.50',
      })
    })

    test('is not made anew under the person who chooses', async () => {
      const heard = await open(takesCoupons)
      await trigger(page, '.bill', 'coupons')
      page.instance.onHide()
      await page.instance.onShow()
      await settle()
      expect(heard.filter(({ name }) => name === 'bill.open')).toHaveLength(1)
    })
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
