import { fen, type ReceiptView } from '../../../domain/client'
import { toView } from '../../../miniprogram/pages/receipt/view'
import { rememberReceipt } from '../../../miniprogram/services/storage'
import { find, openPage, tap, textOf, trigger, type Rendered } from '../../support/mount'
import {
  at,
  cloudSays,
  NOW,
  openPages,
  ORDER,
  PAID,
  RECEIPT,
  refuse,
  today,
  unreachable,
  type Said,
} from '../support/samples'

describe('a receipt', () => {
  test('says what was paid, for which stay, and by which number at WeChat', () => {
    const view = toView({ phase: 'ready', answer: RECEIPT, at: NOW }, NOW)
    expect(view).toMatchObject({ amount: 1250, word: '已支付', reason: '', total: '¥12.50', lines: [{}, {}] })
    expect(view.facts).toContainEqual({ name: '停放', value: '2 小时 14 分' })
    expect(view.facts).toContainEqual({ name: '入场', value: '今天 11:51' })
  })

  const shown = (part: Partial<ReceiptView>) =>
    toView({ phase: 'ready', answer: { ...RECEIPT, ...part }, at: NOW }, NOW)

  test('says how much goes back, why, and when it had', () => {
    const back = { why: 'stay-over', back: fen(1250) } as const
    const onItsWay = shown({ ...back, state: 'returning' })
    expect(onItsWay).toMatchObject({ word: '退款中', reason: '付款时车辆已离场，¥12.50 原路退回' })
    expect(onItsWay.facts).toContainEqual({ name: '退款时间', value: '处理中' })
    const there = shown({ ...back, state: 'returned', returnedAt: at(5) })
    expect(there.word).toBe('已退款')
    expect(there.facts).toContainEqual({ name: '退款时间', value: '今天 14:10' })
  })

  test('says when a bank account takes nothing, and when the lot sent it back', () => {
    const back = { why: 'stay-over', back: fen(1250) } as const
    const stuck = shown({ ...back, state: 'returning', stuck: true })
    expect(stuck.reason).toBe('付款时车辆已离场，应退 ¥12.50。收款的银行卡异常，车场正在处理')
    const byHand = shown({ ...back, state: 'returned', byHand: true, returnedAt: at(5) })
    expect(byHand).toMatchObject({ word: '已退款', reason: '付款时车辆已离场，¥12.50 由车场退回' })
  })

  test('tells a part of the money from all of it', () => {
    const view = shown({ state: 'returned', why: 'goodwill', back: fen(500), returnedAt: at(5) })
    expect(view.word).toBe('部分退款')
    expect(view.facts).toContainEqual({ name: '退款金额', value: '¥5.00' })
  })

  test('of what coupons paid has no number at WeChat', () => {
    expect(shown({ amount: fen(0), transactionId: null })).toMatchObject({
      word: '优惠券抵扣',
      transactionId: '',
      total: '¥0.00',
    })
    expect(shown({ amount: fen(0), back: fen(0), state: 'returned', why: 'undone' })).toMatchObject({
      word: '已撤销',
      reason: '您撤销了这次缴费',
    })
  })

  test('offers to take the payment back while that is possible, and never from memory', () => {
    expect(shown({ undoUntil: at(10) }).undo.possible).toBe(true)
    expect(shown({}).undo.possible).toBe(false)
    const answer = { ...RECEIPT, undoUntil: at(10) }
    expect(toView({ phase: 'ready', answer, at: NOW, stale: 'offline' }, NOW).undo.possible).toBe(false)
  })
})

describe('the page', () => {
  let page: Rendered | undefined
  const open = async (said: Said) => {
    const heard = cloudSays(said)
    page?.instance.onUnload()
    page = await openPage('pages/receipt/receipt', { order: ORDER })
    return heard
  }
  afterAll(() => page?.instance.onUnload())

  test('shows the receipt, which then can be read underground', async () => {
    await open({ 'transactions.receipt': () => RECEIPT })
    expect(textOf(page!)).toContain('泊易示范停车场')
    await open({ 'transactions.receipt': unreachable })
    expect(textOf(page!)).toContain('这是手机里保存的收据')
    expect(textOf(page!)).toContain('泊易示范停车场')
  })

  test('one that was never seen needs the network', async () => {
    await open({ 'transactions.receipt': unreachable })
    expect(textOf(page!)).toContain('没有网络')
  })

  test('of somebody else is not found, even if one is kept', async () => {
    rememberReceipt({ answer: RECEIPT, at: NOW })
    await open({ 'transactions.receipt': refuse('not-found') })
    expect(textOf(page!)).toContain('没有找到')
    openPages(2)
    await trigger(page!, '.action', 'act')
    expect(wx.navigateBack).toHaveBeenCalled()
  })

  test('gives the number at WeChat for questions', async () => {
    await open({ 'transactions.receipt': () => RECEIPT })
    await tap(page!, '.copy')
    expect(wx.setClipboardData).toHaveBeenCalledWith({ data: RECEIPT.transactionId })
  })

  test('a payment taken back from here is shown as such', async () => {
    let receipt: ReceiptView = today({ ...RECEIPT, undoUntil: at(10) })
    await open({
      'transactions.receipt': () => receipt,
      'payment.undo': () => {
        receipt = today({ ...RECEIPT, state: 'returning', why: 'undone', back: fen(1250) })
        return today({ ...PAID, state: 'returning', why: 'undone', back: fen(1250), told: false })
      },
    })
    await tap(find(page!, '.undo'), '.undo__link')
    await trigger(find(page!, '.undo'), '.ask', 'confirm')
    expect(textOf(page!)).toContain('退款中')
    expect(textOf(page!)).toContain('您撤销了这次缴费')
  })
})
