import { fen, type HomeView } from '../../../domain/client'
import { placeOf, toView } from '../../../miniprogram/pages/home/view'
import type { Loaded } from '../../../miniprogram/services/loaded'
import { recall, remember } from '../../../miniprogram/services/storage'
import { answerCalls } from '../../support/wx'
import { find, openPage, settle, tap, textOf, trigger, type Rendered } from '../../support/mount'
import {
  at,
  AWAY,
  CAR,
  cloudSays,
  INSIDE,
  NOW,
  ORDER,
  PAID,
  PAID_CAR,
  refuse,
  SECOND_CAR,
  STAY,
  today,
  unreachable,
  type HomeCar,
} from '../support/samples'

const known = (...cars: HomeCar[]): Loaded<HomeView> => ({ phase: 'ready', answer: { cars }, at: NOW })

describe('the car at hand', () => {
  test('inside: what is due, since when, and the button that pays it', () => {
    const { card, action } = toView(known(INSIDE), 0, NOW)
    expect(card).toMatchObject({ due: 1250, lot: '泊易示范停车场', note: '已停 2 小时 14 分 · 今天 11:51 入场' })
    expect(action).toEqual({ act: 'pay', text: '缴费 ¥12.50' })
  })

  test('inside with nothing due: the bill can be looked at', () => {
    expect(toView(known({ ...INSIDE, due: fen(0) } as HomeCar), 0, NOW).action.text).toBe('查看账单')
  })

  test('paid: by when to leave, and how long that is', () => {
    const { card, action } = toView(known(PAID_CAR), 0, NOW)
    expect(card).toMatchObject({ label: '已缴费，请在 14:17 前离场', figure: '还剩 12 分钟', urgent: false })
    expect(action.act).toBe('scan')
    expect(toView(known(PAID_CAR), 0, at(8)).card).toMatchObject({ figure: '还剩 4 分钟', urgent: true })
  })

  test('paid, and the time is over: more is due, and the bill says how much', () => {
    const { card, action } = toView(known(PAID_CAR), 0, at(12))
    expect(card).toMatchObject({ figure: '需要补缴', urgent: true })
    expect(action.act).toBe('pay')
  })

  test('inside without a price: said so, and nothing to pay', () => {
    const { card, action, others } = toView(known({ ...PAID_CAR, state: 'unpriced' } as HomeCar), 0, NOW)
    expect(card).toMatchObject({ figure: '暂时无法计费', lot: '泊易示范停车场' })
    expect(card.note).toContain('入场')
    expect(card.advice).toContain('呼叫按钮')
    expect(action).toEqual({ act: 'call', text: '致电车场' })
    expect(others).toEqual([])
    expect(toView(known(AWAY, { ...PAID_CAR, state: 'unpriced' } as HomeCar), 0, NOW).others).toMatchObject([
      { word: '暂时无法计费' },
    ])
  })

  test('away: what to do at the lot', () => {
    const { card, action } = toView(known(AWAY), 0, NOW)
    expect(card).toMatchObject({ figure: '不在场', note: expect.stringContaining('扫车道上的二维码') })
    expect(action).toEqual({ act: 'scan', text: '扫车道码' })
  })
})

describe('several cars', () => {
  const both = known(INSIDE, AWAY)

  test('one is at hand, the others in a line each', () => {
    const view = toView(both, 0, NOW)
    expect(view.card.car).toEqual(CAR)
    expect(view.others).toEqual([{ place: 1, car: SECOND_CAR, word: '不在场' }])
  })

  test('another can be taken to hand, and its bill opens', () => {
    expect(toView(both, 1, NOW).card.car).toEqual(SECOND_CAR)
    expect(placeOf(both, 1)).toBeUndefined()
    expect(placeOf(both, 0)).toMatchObject({ stay: STAY })
  })

  test('a car that is no longer in the list leaves the first at hand', () => {
    expect(toView(known(INSIDE), 3, NOW).card.car).toEqual(CAR)
  })
})

describe('no car, no answer', () => {
  test('without a vehicle home says what will be here, and offers to add one', () => {
    const view = toView(known(), 0, NOW)
    expect(view.state).toMatchObject({ phase: 'empty', title: '添加您的车辆' })
    expect(view.action).toEqual({ act: 'add', text: '添加车辆' })
  })

  test('what is known from before is shown with its age', () => {
    const old: Loaded<HomeView> = { phase: 'ready', answer: { cars: [INSIDE] }, at: at(-12), stale: 'offline' }
    const view = toView(old, 0, NOW)
    expect(view.notice).toBe('没有网络，下面是 12 分钟前的情况')
    expect(view.card.car).toEqual(CAR)
  })

  test('a lane can be scanned even when the cloud says no', () => {
    expect(toView({ phase: 'failed', why: 'fault' }, 0, NOW)).toMatchObject({
      state: { phase: 'failed', again: true },
      action: { act: 'scan' },
    })
  })
})

describe('the page', () => {
  let page: Rendered
  const open = async () => (page = await openPage('pages/home/home'))
  afterEach(() => page.instance.onUnload())

  test('shows the car after one call, and remembers it', async () => {
    const heard = cloudSays({ home: () => today({ cars: [INSIDE] }) })
    await open()
    expect(textOf(page)).toContain('已停 2 小时 14 分')
    expect(heard.map(({ name }) => name)).toEqual(['home'])
    expect(recall('home')?.answer.cars).toHaveLength(1)
  })

  test('without a price, calls the lot', async () => {
    cloudSays({ home: () => today({ cars: [{ ...PAID_CAR, state: 'unpriced' } as HomeCar] }) })
    const makePhoneCall = jest.fn()
    Object.assign(wx, { makePhoneCall })
    await open()
    await trigger(page, '.action', 'act')
    expect(makePhoneCall).toHaveBeenCalledWith(expect.objectContaining({ phoneNumber: '02155550100' }))
  })

  test('shows what it remembers at once, and says so when the network is away', async () => {
    remember('home', today({ answer: { cars: [INSIDE] }, at: at(-5) }))
    cloudSays({ home: unreachable })
    await open()
    expect(textOf(page)).toContain('没有网络，下面是 5 分钟前的情况')
    expect(textOf(page)).toContain('已停 2 小时 14 分')
  })

  test('without any memory or network, offers another try that works', async () => {
    cloudSays({ home: unreachable })
    await open()
    expect(textOf(page)).toContain('没有网络')
    cloudSays({ home: () => today({ cars: [INSIDE] }) })
    await trigger(page, '.state', 'retry')
    expect(textOf(page)).toContain('已停 2 小时 14 分')
  })

  test('is a skeleton before the first answer', async () => {
    let answer = (_envelope: unknown): void => undefined
    answerCalls(() => new Promise((resolve) => (answer = resolve)))
    await open()
    expect(find(page, '.state >>> .waiting').dom).toBeDefined()
    expect(page.querySelector('.action')).toBeUndefined()
    answer({ ok: true, at: Date.now(), answer: { cars: [] } })
    await settle()
    expect(page.querySelector('.state >>> .waiting')).toBeUndefined()
  })

  test('pays the car at hand', async () => {
    cloudSays({ home: () => today({ cars: [INSIDE, AWAY] }) })
    await open()
    await trigger(page, '.action', 'act')
    expect(wx.navigateTo).toHaveBeenCalledWith({ url: `/pages/bill/bill?stay=${STAY}` })
  })

  test('takes another car to hand at a tap', async () => {
    cloudSays({ home: () => today({ cars: [INSIDE, AWAY] }) })
    await open()
    await tap(page, '.other')
    expect(page.data['view']).toMatchObject({ card: { car: { name: '沪A·D12345' } } })
  })

  test('opens the lane whose code was scanned, link and all', async () => {
    cloudSays({ home: refuse('fault') })
    jest.mocked(wx.scanCode).mockResolvedValue({ result: 'https://boyi.example/l/X1' } as never)
    await open()
    await trigger(page, '.action', 'act')
    expect(wx.navigateTo).toHaveBeenCalledWith({
      url: '/pages/lane/lane?code=https%3A%2F%2Fboyi.example%2Fl%2FX1',
    })
  })

  test('tells what became of a payment that a killed app left behind', async () => {
    remember('order', { orderNo: ORDER, openedAt: NOW })
    cloudSays({ home: () => today({ cars: [PAID_CAR] }), 'payment.check': () => today(PAID) })
    await open()
    await settle()
    expect(wx.navigateTo).toHaveBeenCalledWith({ url: `/pages/result/result?order=${ORDER}` })
  })

  test('pulled down, asks again and lets go', async () => {
    const heard = cloudSays({ home: () => today({ cars: [INSIDE] }) })
    await open()
    await page.instance.onPullDownRefresh()
    expect(heard).toHaveLength(2)
    expect(wx.stopPullDownRefresh).toHaveBeenCalled()
  })
})
