import { fen, yuan } from '../../../domain/client'
import { toBillPanel } from '../../../miniprogram/components/bill-panel/view'
import { mount, tap, textOf } from '../../support/mount'
import { at, BILL, billWith, CODE, COUPON_BILL, NOW, SECOND_CODE } from '../support/samples'

describe('the bill', () => {
  test('says how long its amount holds', () => {
    expect(toBillPanel(BILL, NOW).hint).toBe('金额在 3:00 内有效')
    expect(toBillPanel(BILL, at(3)).hint).toBe('正在更新金额')
  })

  test('says that nothing is due', () => {
    expect(toBillPanel({ ...BILL, due: fen(0) }, NOW).hint).toBe('现在离场无需缴费')
    expect(toBillPanel({ ...BILL, due: fen(0), leaveBy: at(5) }, NOW).hint).toContain('已缴费')
  })

  test('shows what its lines add up to', () => {
    const panel = toBillPanel(BILL, NOW)
    const sum = BILL.lines.reduce((total, { amount }) => total + amount, 0)
    expect(panel.total).toBe(yuan(fen(sum)))
    expect(panel).toMatchObject({ stayed: '2 小时 14 分', entered: '今天 11:51' })
  })

  test('unfolds its calculation, and its rules, at a tap', async () => {
    const panel = mount('components/bill-panel/bill-panel', { bill: toBillPanel(BILL, NOW) })
    expect(textOf(panel)).not.toContain('¥5.00 / 1 小时')
    await tap(panel, '.fold')
    expect(textOf(panel)).toContain('¥5.00 / 1 小时 × 1')
    await tap(panel, '.fold')
    expect(textOf(panel)).not.toContain('¥5.00 / 1 小时')
  })
})

describe('its coupons', () => {
  const offer = (...of: Parameters<typeof toBillPanel>) => toBillPanel(...of).coupons

  test('are offered where the lot takes them, with how many there are', () => {
    expect(offer(COUPON_BILL, NOW, 2)).toMatchObject({ offered: true, words: '可用 2 张' })
    expect(offer(COUPON_BILL, NOW, 0)).toMatchObject({ offered: true, words: '扫码或输入券码' })
    expect(offer(COUPON_BILL, NOW)).toMatchObject({ offered: true, words: '扫码或输入券码' })
  })

  test('are not spoken of where the lot takes none, or nothing is due', () => {
    expect(offer(BILL, NOW).offered).toBe(false)
    expect(offer({ ...COUPON_BILL, due: fen(0) }, NOW).offered).toBe(false)
  })

  test('that are chosen stand there each with what it takes off', () => {
    expect(offer(billWith([CODE, SECOND_CODE]), NOW)).toEqual({
      offered: true,
      words: '已选 2 张 −¥10.00',
      chosen: [
        { code: CODE, name: '券 ABCD', off: '−¥5.00' },
        { code: SECOND_CODE, name: '券 NPQR', off: '−¥5.00' },
      ],
    })
  })

  test('of an earlier payment are not among them', () => {
    const earlier = { ...billWith([CODE]), coupons: [] }
    expect(offer(earlier, NOW).chosen).toEqual([])
  })

  test('can be changed, and taken off one by one', async () => {
    const panel = mount('components/bill-panel/bill-panel', { bill: toBillPanel(billWith([CODE]), NOW) })
    const told = jest.fn()
    panel.addEventListener('coupons', () => told('coupons'))
    panel.addEventListener('drop', ({ detail }) => told(detail))
    await tap(panel, '.coupons')
    await tap(panel, '.drop')
    expect(told.mock.calls).toEqual([['coupons'], [{ code: CODE }]])
  })
})
