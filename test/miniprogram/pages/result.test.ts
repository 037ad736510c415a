import { fen, type BarrierView, type PaymentView } from '../../../domain/client'
import { LEAVE_BY_TEMPLATE, PAID_TEMPLATE, RETURNED_TEMPLATE } from '../../../miniprogram/config'
import { toView, type ResultState } from '../../../miniprogram/pages/result/view'
import { recall, remember } from '../../../miniprogram/services/storage'
import { find, openPage, settle, tap, textOf, trigger, type Rendered } from '../../support/mount'
import {
  at,
  cloudSays,
  NOW,
  ORDER,
  PAID,
  PAYMENT,
  RECEIPT,
  refuse,
  Refused,
  today,
  UNPAID,
  unreachable,
  VISIT,
  type Said,
  openPages,
} from '../support/samples'

const OPENING: BarrierView = { state: 'opening', since: NOW }
const state = (payment: PaymentView, part: Partial<ResultState> = {}): ResultState => ({
  payment: { phase: 'ready', answer: payment, at: NOW },
  barrier: undefined,
  watchOver: false,
  reopening: false,
  reminder: undefined,
  promised: undefined,
  ...part,
})

type Going = Extract<PaymentView, { state: 'returning' }>

const going = (part: Partial<Omit<Going, 'state'>> & { state?: 'returning' | 'returned' } = {}): PaymentView =>
  ({ ...PAYMENT, state: 'returning', paidAt: NOW, why: 'paid-already', back: fen(1250), told: false, ...part }) as Going

describe('what became of a payment', () => {
  test('paid: the amount, by when to leave, and how long that is', () => {
    expect(toView(state(PAID), NOW)).toMatchObject({
      headline: '缴费成功',
      charged: true,
      amount: 1250,
      leaveBy: '请在 14:20 前离场',
      left: '还剩 15 分钟',
      urgent: false,
      action: { act: 'leave' },
    })
  })

  test('paid, and the last minutes are running, or are over', () => {
    expect(toView(state(PAID), at(11))).toMatchObject({ left: '还剩 4 分钟', urgent: true })
    expect(toView(state(PAID), at(15))).toMatchObject({ leaveBy: '离场时间已过', left: '可能需要补缴' })
  })

  test('gone through the barrier, there is no time to leave by', () => {
    const gone = toView(state({ ...PAID, visit: VISIT }, { barrier: { state: 'passed' } }), NOW)
    expect(gone).toMatchObject({ barrier: { word: '已通过' }, leaveBy: '', left: '' })
  })

  test('paid at a lane: the barrier with it', () => {
    const view = toView(state({ ...PAID, visit: VISIT, barrier: OPENING }), NOW)
    expect(view.barrier.word).toBe('正在开闸')
    expect(toView(state(PAID), NOW).barrier.word).toBe('')
  })

  test('a warning is offered while there is time for one', () => {
    expect(toView(state(PAID), NOW)).toMatchObject({ reminder: '离场前 3 分钟提醒我', canRemind: true })
    expect(toView(state(PAID), at(12)).canRemind).toBe(false)
    expect(toView(state({ ...PAID, visit: VISIT }), NOW).canRemind).toBe(false)
  })

  test('a stuck barrier can be ordered again from here', () => {
    const stuck: BarrierView = { state: 'stuck', why: 'lot-offline', retry: true }
    expect(toView(state({ ...PAID, visit: VISIT }, { barrier: stuck }), NOW).action.act).toBe('reopen')
  })

  test('not known yet: it is being found out, and nobody should pay twice', () => {
    const view = toView(state(UNPAID), NOW)
    expect(view).toMatchObject({ headline: '正在确认付款', charged: false, action: { act: 'none' } })
    expect(view.advice).toContain('不要重复付款')
  })

  test('not known after a while: honest, with another look', () => {
    expect(toView(state(UNPAID, { watchOver: true }), NOW)).toMatchObject({
      headline: '还没有收到付款',
      action: { act: 'look' },
    })
  })

  test('closed: no money left the person', () => {
    expect(toView(state({ ...PAYMENT, state: 'closed' }), NOW).advice).toContain('没有扣款')
  })

  test.each(['returning', 'returned'] as const)('%s: why, and how much', (what) => {
    const view = toView(state(going({ state: what })), NOW)
    expect(view).toMatchObject({ charged: true, amount: 1250, receipt: true })
    expect(view.advice).toContain('这次停车已经付过款，¥12.50')
  })

  test('some of it goes back: that much is told', () => {
    const view = toView(state(going({ state: 'returned', why: 'goodwill', back: fen(500) })), NOW)
    expect(view.amount).toBe(500)
    expect(view.advice).toBe('车场退款，¥5.00 已原路退回。')
  })

  test('a bank account that takes nothing: no word of days, and who sees to it', () => {
    const view = toView(state(going({ stuck: true })), NOW)
    expect(view).toMatchObject({ headline: '退款还没有到账', amount: 1250, receipt: true })
    expect(view.advice).toContain('应退 ¥12.50。收款的银行卡异常，退款没有成功，车场正在处理')
    expect(view.advice).not.toMatch(/自动|工作日/)
  })

  test('sent back by hand: not by which way', () => {
    const advice = toView(state({ ...going({ state: 'returned' }), byHand: true } as PaymentView), NOW).advice
    expect(advice).toBe('这次停车已经付过款，¥12.50 已由车场退回。')
  })

  test.each(['undone', 'earlier-undone'] as const)('%s: the car has to be paid for, and may have been since', (why) => {
    expect(toView(state(going({ why })), NOW).advice).toContain('离场前请确认这辆车已重新缴费')
  })

  test('coupons had paid: not a word of WeChat or of money that goes back', () => {
    const paid = toView(state({ ...PAID, amount: fen(0) }), NOW)
    expect(paid).toMatchObject({ headline: '缴费成功', charged: true, amount: 0 })
    expect(paid.advice).toBe('优惠券抵扣了全部费用，没有付款')
    const undone = toView(state(going({ state: 'returned', why: 'undone', back: fen(0) })), NOW)
    expect(undone).toMatchObject({ headline: '缴费已撤销', charged: false })
    expect(undone.advice).toContain('没有扣款，优惠券可以再次使用')
    expect(undone.advice).not.toContain('退回')
  })

  test('can be taken back for a while', () => {
    const { undo } = toView(state({ ...PAID, undoUntil: at(10) }), NOW)
    expect(undo).toMatchObject({ possible: true, left: '10:00 内可撤销' })
    expect(toView(state({ ...PAID, undoUntil: at(10) }), at(10)).undo.possible).toBe(false)
    expect(toView(state(PAID), NOW).undo.possible).toBe(false)
  })

  test.each([
    ['unpaid', UNPAID, '到账后通知我'],
    ['on its way back', going(), '到账时通知我'],
  ] as const)('%s: a message is offered', (_name, payment, words) => {
    expect(toView(state(payment), NOW).news).toMatchObject({ words, can: true })
  })

  test('a message that was allowed is not offered again, after a new start either', () => {
    const promised = { of: 'returned', end: 'set' } as const
    expect(toView(state(going(), { promised }), NOW).news).toMatchObject({ words: '到账时会发消息通知您', can: false })
    expect(toView(state(going({ told: true })), NOW).news).toMatchObject({ can: false })
    expect(toView(state(going({ told: false }), { promised: { of: 'paid', end: 'set' } }), NOW).news.can).toBe(true)
  })

  test('a phone without signal does not make anybody pay again', () => {
    const view = toView({ ...state(PAID), payment: { phase: 'failed', why: 'offline' } }, NOW)
    expect(view.state).toMatchObject({ title: '暂时查不到付款结果' })
    expect(view.state.advice).toContain('不会重复收费')
  })
})

describe('the page', () => {
  let page: Rendered
  const open = async (said: Said) => {
    const heard = cloudSays(said)
    page = await openPage('pages/result/result', { order: ORDER })
    return heard
  }
  afterEach(() => page.instance.onUnload())

  test('asks until the money is there', async () => {
    const truths: PaymentView[] = [UNPAID, PAID]
    await open({ 'payment.check': () => today(truths.shift() ?? PAID) })
    expect(textOf(page)).toContain('正在确认付款')
    await settle(1100)
    expect(textOf(page)).toContain('缴费成功')
    expect(textOf(page)).toContain('还剩')
  })

  test('an order whose end was seen is no longer remembered', async () => {
    remember('order', { orderNo: ORDER, openedAt: NOW })
    await open({ 'payment.check': () => today(PAID) })
    expect(recall('order')).toBeUndefined()
  })

  test('goes on by itself when the signal is back', async () => {
    let away = true
    await open({ 'payment.check': () => (away ? unreachable() : today(PAID)) })
    expect(textOf(page)).toContain('暂时查不到付款结果')
    away = false
    await settle(1100)
    expect(textOf(page)).toContain('缴费成功')
  })

  test('an order that is not ours says so', async () => {
    await open({ 'payment.check': refuse('not-found') })
    expect(textOf(page)).toContain('没有找到')
  })

  test('follows the barrier of the lane it was paid at', async () => {
    await open({
      'payment.check': () => today({ ...PAID, visit: VISIT, barrier: OPENING }),
      'lane.barrier': () => ({ state: 'passed' }),
    })
    expect(textOf(page)).toContain('正在开闸')
    await settle(1100)
    expect(textOf(page)).toContain('已通过')
  })

  test('is left with 完成, to where the person was', async () => {
    openPages(2)
    await open({ 'payment.check': () => today(PAID) })
    await trigger(page, '.action', 'act')
    expect(wx.navigateBack).toHaveBeenCalled()
  })

  test.each(['accept', 'acceptWithAudio', 'acceptWithAlert'])(
    'reminds before the time is over: %s',
    async (consent) => {
      jest.mocked(wx.requestSubscribeMessage).mockResolvedValue({ [LEAVE_BY_TEMPLATE]: consent } as never)
      const heard = await open({ 'payment.check': () => today(PAID), 'payment.remind': () => ({ at: at(12) }) })
      expect(textOf(page)).toContain('离场前 3 分钟提醒我')
      await tap(page, '.remind')
      expect(heard[1]).toEqual({ name: 'payment.remind', ask: { orderNo: ORDER } })
      expect(textOf(page)).toContain('14:17 会发消息提醒您离场')
    },
  )

  test.each(['reject', 'ban', 'filter', undefined])(
    '%s: asks the cloud nothing, and can be taken later',
    async (consent) => {
      jest.mocked(wx.requestSubscribeMessage).mockResolvedValue({ [LEAVE_BY_TEMPLATE]: consent } as never)
      const heard = await open({ 'payment.check': () => today(PAID) })
      await tap(page, '.remind')
      expect(heard).toHaveLength(1)
      expect(textOf(page)).toContain('离场前 3 分钟提醒我')
    },
  )

  test('leads to the receipt', async () => {
    await open({ 'payment.check': () => today(PAID) })
    await tap(page, '.receipt')
    expect(wx.navigateTo).toHaveBeenCalledWith({ url: `/pages/receipt/receipt?order=${ORDER}` })
  })

  describe('taken back', () => {
    const undoable = (): PaymentView => today({ ...PAID, undoUntil: at(10) })
    const confirm = async () => {
      await tap(find(page, '.undo'), '.undo__link')
      expect(textOf(page)).toContain('撤销这次缴费？')
      await trigger(find(page, '.undo'), '.ask', 'confirm')
    }

    test('asks first, then shows the money on its way back', async () => {
      let payment = undoable()
      const heard = await open({
        'payment.check': () => payment,
        'transactions.receipt': () => RECEIPT,
        'payment.undo': () => (payment = today(going({ why: 'undone' }))),
      })
      await tap(find(page, '.undo'), '.undo__link')
      expect(heard.some(({ name }) => name === 'payment.undo')).toBe(false)
      await confirm()
      expect(heard).toContainEqual({ name: 'payment.undo', ask: { orderNo: ORDER } })
      expect(textOf(page)).toContain('款项正在退回')
      expect(textOf(page)).not.toContain('付错车了')
    })

    test('refused, says why, and looks what is true now', async () => {
      let payment = undoable()
      await open({
        'payment.check': () => payment,
        'transactions.receipt': () => RECEIPT,
        'payment.undo': () => {
          payment = today(PAID)
          throw new Refused('car-leaving')
        },
      })
      await confirm()
      expect(textOf(page)).toContain('车辆正在出口')
      expect(textOf(page)).not.toContain('付错车了')
      expect(textOf(page)).toContain('缴费成功')
    })
  })

  test('a closed order that was paid all the same is found out', async () => {
    const truths: PaymentView[] = [{ ...PAYMENT, state: 'closed' }, going()]
    await open({ 'payment.check': () => today(truths.shift() ?? going()) })
    expect(textOf(page)).toContain('没有付款')
    await settle(1100)
    expect(textOf(page)).toContain('款项正在退回')
  })

  test('money on its way back is followed until it is there', async () => {
    const truths = [going(), going({ state: 'returned' })]
    await open({ 'payment.check': () => today(truths.shift() ?? going({ state: 'returned' })) })
    expect(textOf(page)).toContain('款项正在退回')
    await settle(1100)
    expect(textOf(page)).toContain('款项已退回')
  })

  test.each([
    ['paid', PAID_TEMPLATE, UNPAID],
    ['returned', RETURNED_TEMPLATE, going()],
  ] as const)('tells when it is %s, once the person has allowed that', async (of, template, payment) => {
    jest.mocked(wx.requestSubscribeMessage).mockResolvedValue({ [template]: 'accept' } as never)
    const heard = await open({ 'payment.check': () => today(payment), 'payment.tell': () => ({ willTell: true }) })
    await tap(page, '.notify')
    expect(wx.requestSubscribeMessage).toHaveBeenCalledWith({ tmplIds: [template] })
    expect(heard).toContainEqual({ name: 'payment.tell', ask: { orderNo: ORDER, of } })
    expect(textOf(page)).toContain('会发消息通知您')
  })

  test('what has happened meanwhile is shown instead of promised', async () => {
    jest.mocked(wx.requestSubscribeMessage).mockResolvedValue({ [PAID_TEMPLATE]: 'accept' } as never)
    let payment: PaymentView = UNPAID
    await open({
      'payment.check': () => today(payment),
      'payment.tell': () => {
        payment = PAID
        return { willTell: false }
      },
    })
    await tap(page, '.notify')
    expect(textOf(page)).toContain('缴费成功')
  })
})
