import { fen, minutes, type BillLine } from '../../../domain/client'
import { toLines } from '../../../miniprogram/components/bill-lines/view'
import { at, BILL, LOT, NOW } from '../support/samples'

const HOUR = 60
const flat = (from: number, to: number): BillLine => ({
  kind: 'flat',
  period: '夜间',
  from: at(from),
  to: at(to),
  amount: fen(1000),
})
const noteOf = (line: BillLine): string | undefined => toLines([line], NOW, LOT.offset)[0]?.note

describe('the lines of a bill', () => {
  test('name the period, its clock times, and how the amount came about', () => {
    expect(toLines(BILL.lines, NOW, LOT.offset)).toMatchObject([
      { title: '日间', note: '11:51–12:51\n¥5.00 / 1 小时 × 1', amount: '¥5.00' },
      { title: '日间', note: '12:51–14:05\n¥2.50 / 30 分钟 × 3', amount: '¥7.50' },
    ])
  })

  test('name the day where it is not the day of the bill', () => {
    expect(noteOf(flat(-16 * HOUR, -6 * HOUR))).toBe('11月21日 22:05–次日 08:05\n按次计费')
    expect(noteOf(flat(-72 * HOUR, -6 * HOUR))).toBe('11月19日 14:05–08:05\n按次计费')
  })

  test('what was paid before takes something off', () => {
    const paid: BillLine = { kind: 'paid', at: at(-30), amount: fen(-500) }
    expect(toLines([paid], NOW, LOT.offset)).toMatchObject([
      { title: '已付', note: '13:35', amount: '−¥5.00', off: true },
    ])
  })

  test('free time is a line, too', () => {
    const free: BillLine = { kind: 'free', why: 'threshold', from: at(-10), to: NOW, amount: fen(0) }
    expect(toLines([free], NOW, minutes(480))).toMatchObject([{ title: '免费停放', amount: '¥0.00' }])
  })
})
