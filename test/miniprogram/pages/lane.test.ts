import { fen, type BarrierView, type BillView, type LaneView, type Refusal } from '../../../domain/client'
import { toView, visitOf, type LaneState } from '../../../miniprogram/pages/lane/view'
import { choiceFor } from '../../../miniprogram/services/coupon-choice'
import type { Loaded } from '../../../miniprogram/services/loaded'
import { openPage, settle, textOf, trigger, type Rendered } from '../../support/mount'
import {
  at,
  BILL,
  billWith,
  CAR,
  cloudSays,
  CODE as COUPON,
  coupon,
  COUPON_BILL,
  ENTRY,
  EXIT,
  LOT,
  NOW,
  ORDER,
  PAID,
  PARAMS,
  refuse,
  Refused,
  today,
  UNPAID,
  unreachable,
  VISIT,
  type Said,
} from '../support/samples'

type Situation = LaneView extends infer Each ? (Each extends LaneView ? Omit<Each, 'lot' | 'lane'> : never) : never

const exit = (situation: Situation): LaneView => ({ lot: LOT, lane: EXIT, ...situation }) as LaneView
const entry = (situation: Situation): LaneView => ({ lot: LOT, lane: ENTRY, ...situation }) as LaneView
const OPENING: BarrierView = { state: 'opening', since: NOW }

const state = (lane: LaneView, part: Partial<LaneState> = {}): LaneState => ({
  lane: { phase: 'ready', answer: lane, at: NOW },
  barrier: undefined,
  watchOver: false,
  paid: undefined,
  progress: 'idle',
  usable: undefined,
  notice: '',
  ...part,
})

const PAY = exit({ situation: 'pay', visit: VISIT, bill: BILL })
const LEAVING = exit({ situation: 'leaving', visit: VISIT, car: CAR, barrier: OPENING, leaveBy: at(9) })
const IDENTIFY = entry({ situation: 'identify', visit: VISIT })
const refused = (why: Refusal) => exit({ situation: 'refused', why })
const stuck = (why: 'barrier-fault' | 'car-gone', retry: boolean): BarrierView => ({ state: 'stuck', why, retry })

describe('what a lane shows', () => {
  test('to pay: the bill, and a button with its amount', () => {
    expect(toView(state(PAY), NOW)).toMatchObject({
      lane: '1 号出口',
      bill: { due: 1250, hint: '金额在 3:00 内有效' },
      action: { act: 'pay', text: '缴费 ¥12.50' },
    })
  })

  test('paid here: the barrier, and by when to leave', () => {
    const view = toView(state(PAY, { paid: PAID }), NOW)
    expect(view).toMatchObject({ headline: '已付 ¥12.50，请在 14:20 前离场', barrier: { word: '等待开闸' } })
    expect(view.action.act).toBe('none')
    expect(view.bill.car.name).toBe('')
  })

  test('paid before: it opens', () => {
    expect(toView(state(LEAVING), NOW)).toMatchObject({
      headline: '已缴费，请在 14:14 前离场',
      barrier: { word: '正在开闸' },
      car: CAR,
    })
  })

  test('the newest word of the barrier counts, and nobody who is through is told when to leave', () => {
    expect(toView(state(LEAVING, { barrier: { state: 'passed' } }), NOW)).toMatchObject({
      headline: '已缴费',
      barrier: { word: '已通过' },
      action: { act: 'leave' },
    })
  })

  test.each([
    [stuck('barrier-fault', true), 'reopen'],
    [stuck('barrier-fault', false), 'call'],
    [stuck('car-gone', false), 'rescan'],
  ])('a barrier %j leads to %s', (barrier, act) => {
    expect(toView(state(LEAVING, { barrier }), NOW).action.act).toBe(act)
  })

  test('a barrier that keeps silent can be asked about again', () => {
    expect(toView(state(LEAVING, { watchOver: true }), NOW).action).toMatchObject({ act: 'look' })
  })

  test('without a readable plate: 入场', () => {
    expect(toView(state(IDENTIFY), NOW)).toMatchObject({ headline: '没有识别到车牌', action: { text: '入场' } })
  })

  test.each<[Refusal, string]>([
    ['no-car-in-lane', 'rescan'],
    ['lot-full', 'rescan'],
    ['lane-closed', 'rescan'],
    ['already-inside', 'call'],
    ['car-locked', 'call'],
    ['no-stay', 'call'],
    ['no-price', 'call'],
  ])('refused for %s: why, and %s', (why, act) => {
    const view = toView(state(refused(why)), NOW)
    expect(view.refused).toBe(true)
    expect(view.headline).not.toBe('')
    expect(view.action.act).toBe(act)
  })

  test('a code that is not ours is named as such, and not tried again', () => {
    const lane: Loaded<LaneView> = { phase: 'failed', why: 'code-not-ours' }
    expect(toView({ ...state(PAY), lane }, NOW)).toMatchObject({
      state: { title: '这不是本车场的二维码' },
      action: { act: 'rescan' },
    })
  })

  test('only a barrier that belongs to this visit is followed', () => {
    expect(visitOf(state(PAY).lane, undefined)).toBeUndefined()
    expect(visitOf(state(PAY).lane, PAID)).toBe(VISIT)
    expect(visitOf(state(LEAVING).lane, undefined)).toBe(VISIT)
    expect(visitOf(state(refused('no-stay')).lane, undefined)).toBeUndefined()
  })
})

describe('the page', () => {
  const CODE = 'https://boyi.example/l/X1'
  let page: Rendered
  const open = async (said: Said) => {
    const heard = cloudSays(said)
    page = await openPage('pages/lane/lane', { q: encodeURIComponent(CODE) })
    return heard
  }
  const act = async () => {
    await trigger(page, '.action', 'act')
    await settle()
  }
  const seconds = (count: number) => settle(count * 1000 + 100)
  const names = (heard: { name: string }[]) => heard.map(({ name }) => name)
  afterEach(() => page.instance.onUnload())

  test('asks with the text of the code, as it was scanned', async () => {
    const heard = await open({ 'lane.open': () => today(PAY) })
    expect(heard).toEqual([{ name: 'lane.open', ask: { code: CODE } }])
    expect(textOf(page)).toContain('1 号出口')
  })

  test('pays, and follows the barrier on the same screen until the car is through', async () => {
    jest.mocked(wx.requestPayment).mockResolvedValue({ errMsg: 'requestPayment:ok' } as never)
    const barriers: BarrierView[] = [{ state: 'open' }, { state: 'passed' }]
    const heard = await open({
      'lane.open': () => today(PAY),
      'payment.open': () => ({ kind: 'pay', orderNo: ORDER, params: PARAMS }),
      'payment.check': () => today({ ...PAID, visit: VISIT, barrier: OPENING }),
      'lane.barrier': () => barriers.shift() ?? { state: 'passed' },
    })
    await act()
    expect(page.data['view']).toMatchObject({ barrier: { word: '正在开闸' } })
    await seconds(1)
    expect(page.data['view']).toMatchObject({ barrier: { word: '已开闸' } })
    await seconds(1)
    expect(page.data['view']).toMatchObject({ barrier: { word: '已通过' }, action: { text: '完成' } })
    await seconds(1)
    expect(names(heard).filter((name) => name === 'lane.barrier')).toHaveLength(2)
  })

  test('cancelled in the cashier, stays at the bill', async () => {
    jest.mocked(wx.requestPayment).mockRejectedValue({ errMsg: 'requestPayment:fail cancel' })
    await open({
      'lane.open': () => today(PAY),
      'payment.open': () => ({ kind: 'pay', orderNo: ORDER, params: PARAMS }),
      'payment.check': () => today(UNPAID),
    })
    await act()
    expect(textOf(page)).toContain('还没有付款，没有扣款')
    expect(page.data['view']).toMatchObject({ action: { act: 'pay', busy: false } })
  })

  test('a payment nobody can confirm now is followed on the result page', async () => {
    jest.mocked(wx.requestPayment).mockResolvedValue({ errMsg: 'requestPayment:ok' } as never)
    await open({
      'lane.open': () => today(PAY),
      'payment.open': () => ({ kind: 'pay', orderNo: ORDER, params: PARAMS }),
      'payment.check': unreachable,
    })
    await act()
    expect(wx.redirectTo).toHaveBeenCalledWith({ url: `/pages/result/result?order=${ORDER}` })
  })

  test('lets a car without a plate in', async () => {
    const heard = await open({
      'lane.open': () => today(IDENTIFY),
      'lane.enter': () => today(entry({ situation: 'admitted', visit: VISIT, car: CAR, barrier: OPENING })),
    })
    await act()
    expect(heard[1]).toEqual({ name: 'lane.enter', ask: { code: CODE, visit: VISIT } })
    expect(page.data['view']).toMatchObject({ barrier: { word: '正在开闸' } })
  })

  test('orders the barrier again after a failure, and only then', async () => {
    const heard = await open({
      'lane.open': () =>
        today(exit({ situation: 'leaving', visit: VISIT, car: CAR, barrier: stuck('barrier-fault', true) })),
      'lane.retry': () => OPENING,
    })
    expect(page.data['view']).toMatchObject({ action: { text: '再次开闸' } })
    await act()
    expect(names(heard)).toEqual(['lane.open', 'lane.retry'])
    expect(page.data['view']).toMatchObject({ barrier: { word: '正在开闸' } })
  })

  test('hidden, asks no more; shown again, goes on', async () => {
    const heard = await open({ 'lane.open': () => today(LEAVING), 'lane.barrier': () => OPENING })
    page.instance.onHide()
    await seconds(1)
    expect(names(heard)).toEqual(['lane.open'])
    page.instance.onShow()
    await seconds(1)
    expect(names(heard)).toEqual(['lane.open', 'lane.barrier'])
  })

  test('a network that is away says so, and the try after it works', async () => {
    await open({ 'lane.open': unreachable })
    expect(page.data['view']).toMatchObject({ state: { title: '没有网络' }, action: { text: '重试' } })
    cloudSays({ 'lane.open': () => today(PAY) })
    await act()
    expect(page.data['view']).toMatchObject({ bill: { due: 1250 } })
  })

  test('a code that is not ours can be followed by one that is', async () => {
    await open({ 'lane.open': refuse('code-not-ours') })
    jest.mocked(wx.scanCode).mockResolvedValue({ result: 'https://boyi.example/l/X2' } as never)
    const heard = cloudSays({ 'lane.open': () => today(PAY) })
    await act()
    expect(heard).toEqual([{ name: 'lane.open', ask: { code: 'https://boyi.example/l/X2' } }])
  })

  test('a bill that ran out is made anew, with its new amount', async () => {
    let due = 1250
    await open({
      'lane.open': () =>
        today(exit({ situation: 'pay', visit: VISIT, bill: { ...BILL, due: fen(due), validUntil: at(-1) } })),
    })
    due = 1500
    page.instance.tick()
    await settle()
    expect(page.data['view']).toMatchObject({ action: { text: '缴费 ¥15.00' } })
  })

  test('a bill that is on its way is not put under a finger that pays', async () => {
    let arrive = (_lane: LaneView): void => undefined
    const onItsWay = new Promise<LaneView>((resolve) => (arrive = resolve))
    const due = (amount: number) => today(exit({ situation: 'pay', visit: VISIT, bill: { ...BILL, due: fen(amount) } }))
    let asked = 0
    jest.mocked(wx.requestPayment).mockRejectedValue({ errMsg: 'requestPayment:fail cancel' })
    await open({
      'lane.open': () => (asked++ === 0 ? due(1250) : onItsWay),
      'payment.open': () => ({ kind: 'pay', orderNo: ORDER, params: PARAMS }),
      'payment.check': () => today(UNPAID),
    })
    void page.instance.open()
    await act()
    arrive(due(1500))
    await settle()
    expect(page.data['view']).toMatchObject({ bill: { due: 1250 }, notice: '还没有付款，没有扣款' })
  })

  describe('with coupons', () => {
    const bills = (part: Partial<BillView> = {}): Said => ({
      'lane.open': () => today(exit({ situation: 'pay', visit: VISIT, bill: { ...COUPON_BILL, ...part } })),
      'coupons.list': () => [coupon()],
      'bill.coupons': ({ codes }) => today(billWith(codes)),
    })
    const choose = async (bill: BillView) => {
      await trigger(page, '.bill', 'coupons')
      const choice = choiceFor('quote-1')
      if (!choice) throw new Error('the coupons were not opened')
      choice.bill = today(bill)
      choice.done()
      await settle()
    }

    test('shows them on the bill, and takes one off again', async () => {
      await open(bills())
      expect(textOf(page)).toContain('可用 1 张')
      await choose(billWith([COUPON]))
      expect(page.data['view']).toMatchObject({ action: { text: '缴费 ¥7.50' } })
      await trigger(page, '.bill', 'drop', { code: COUPON })
      expect(page.data['view']).toMatchObject({ action: { text: '缴费 ¥12.50' } })
    })

    test('that pay for everything open the barrier without the cashier', async () => {
      await open({
        ...bills(),
        'payment.open': () => ({ kind: 'settled', orderNo: ORDER }),
        'payment.check': () => today({ ...PAID, amount: fen(0), visit: VISIT, barrier: OPENING }),
      })
      await choose({ ...billWith([COUPON]), due: fen(0) })
      await act()
      expect(wx.requestPayment).not.toHaveBeenCalled()
      expect(page.data['view']).toMatchObject({ barrier: { word: '正在开闸' } })
      expect(textOf(page)).toContain('优惠券已付清')
    })

    test('keeps them when the lane is asked anew, and says when one is lost', async () => {
      let good = true
      await open({
        ...bills(),
        'bill.coupons': ({ codes }) => {
          if (!good && codes.length > 0) throw new Refused('coupon-expired')
          return today(billWith(codes))
        },
      })
      await choose({ ...billWith([COUPON]), validUntil: at(-1) })
      page.instance.tick()
      await settle()
      expect(page.data['view']).toMatchObject({ bill: { due: 750 }, notice: '' })
      good = false
      await page.instance.open()
      expect(page.data['view']).toMatchObject({ bill: { due: 1250 }, notice: '优惠券已过期，已取消使用' })
    })

    test('of one car are not put on the bill of the next', async () => {
      await open(bills())
      await choose({ ...billWith([COUPON]), stay: 'stay-0' as BillView['stay'] })
      await page.instance.open()
      expect(page.data['view']).toMatchObject({ bill: { due: 1250 } })
    })
  })
})
