import { toView } from '../../../miniprogram/pages/receipt/view'
import { rememberReceipt } from '../../../miniprogram/services/storage'
import { openPage, tap, textOf, type Rendered } from '../../support/mount'
import { cloudSays, NOW, ORDER, RECEIPT, refuse, unreachable, type Said } from '../support/samples'

describe('a receipt', () => {
  test('says what was paid, for which stay, and by which number at WeChat', () => {
    const view = toView({ phase: 'ready', answer: RECEIPT, at: NOW }, NOW)
    expect(view).toMatchObject({ amount: 1250, word: '已支付', reason: '', total: '¥12.50', lines: [{}, {}] })
    expect(view.facts).toContainEqual({ name: '停放', value: '2 小时 14 分' })
    expect(view.facts).toContainEqual({ name: '入场', value: '今天 11:51' })
  })

  test('says why money goes back', () => {
    const answer = { ...RECEIPT, state: 'returning' as const, why: 'stay-over' as const }
    expect(toView({ phase: 'ready', answer, at: NOW }, NOW)).toMatchObject({
      word: '正在退款',
      reason: '付款时车辆已离场',
    })
  })
})

describe('the page', () => {
  let page: Rendered
  const open = async (said: Said) => {
    cloudSays(said)
    page = await openPage('pages/receipt/receipt', { order: ORDER })
  }

  test('shows the receipt, which then can be read underground', async () => {
    await open({ 'transactions.receipt': () => RECEIPT })
    expect(textOf(page)).toContain('泊易示范停车场')
    await open({ 'transactions.receipt': unreachable })
    expect(textOf(page)).toContain('这是手机里保存的收据')
    expect(textOf(page)).toContain('泊易示范停车场')
  })

  test('one that was never seen needs the network', async () => {
    await open({ 'transactions.receipt': unreachable })
    expect(textOf(page)).toContain('没有网络')
  })

  test('of somebody else is not found, even if one is kept', async () => {
    rememberReceipt({ answer: RECEIPT, at: NOW })
    await open({ 'transactions.receipt': refuse('not-found') })
    expect(textOf(page)).toContain('没有找到')
  })

  test('gives the number at WeChat for questions', async () => {
    await open({ 'transactions.receipt': () => RECEIPT })
    await tap(page, '.copy')
    expect(wx.setClipboardData).toHaveBeenCalledWith({ data: RECEIPT.transactionId })
  })
})
