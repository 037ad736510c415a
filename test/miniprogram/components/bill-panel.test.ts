import { fen, yuan } from '../../../domain/client'
import { toBillPanel } from '../../../miniprogram/components/bill-panel/view'
import { mount, tap, textOf } from '../../support/mount'
import { at, BILL, NOW } from '../support/samples'

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
