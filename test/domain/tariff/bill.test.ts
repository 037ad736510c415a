import fc from 'fast-check'
import { fen } from '../../../domain/money'
import { bill as billOf, countsAll, countsMore, type PaidBefore } from '../../../domain/tariff/bill'
import { totalOf } from '../../../domain/tariff/line'
import { explainTariff } from '../../../domain/tariff/explain'
import { instant, MINUTE, readInstant, type Instant } from '../../../domain/time'
import { publishedTariff } from './published'
import { TENGCHONG } from '../../fixtures/tariffs/tengchong'

const CAME_IN = readInstant('2026-03-02T10:00:00+08:00')
const bill = (payments: readonly PaidBefore[], at: Instant) => billOf(TENGCHONG, { entry: CAME_IN, at, payments })
const minutesIn = (count: number) => instant(CAME_IN + count * MINUTE)

test('a bill shows the fee, what was paid, and what is due', () => {
  const first = bill([], minutesIn(90))
  expect(first).toMatchObject({ fee: 300, due: 300 })
  expect(first.leaveBy).toBeUndefined()
})

test('after paying, nothing is due until the grace is over; a minute later the whole fee less the payment is', () => {
  const paid = [{ at: minutesIn(170), amount: fen(300), billedTo: minutesIn(170) }]
  expect(bill(paid, minutesIn(185))).toMatchObject({ due: 0, leaveBy: minutesIn(185) })
  const late = bill(paid, minutesIn(186))
  expect(late).toMatchObject({ fee: 400, due: 100 })
  expect(late.leaveBy).toBeUndefined()
})

test('a unit that began while the person was typing the password is not charged within the grace', () => {
  const paid = [{ at: minutesIn(181), amount: fen(300), billedTo: minutesIn(180) }]
  const within = bill(paid, minutesIn(182))
  expect(within).toMatchObject({ fee: 300, due: 0 })
  expect(totalOf(within.lines)).toBe(0)
})

test('law: the lines of a bill add up to what is due, payments and all', () => {
  const stays = fc.tuple(fc.nat(5000), fc.nat(5000), fc.nat(5000)).map(([a, b, c]) => [a, a + b, a + b + c] as const)
  fc.assert(
    fc.property(stays, ([firstPaid, secondPaid, now]) => {
      const first = bill([], minutesIn(firstPaid))
      const one = { at: minutesIn(firstPaid), amount: first.due, billedTo: first.at }
      const second = bill([one], minutesIn(secondPaid))
      const two = { at: minutesIn(secondPaid), amount: second.due, billedTo: second.at }
      const last = bill(second.due > 0 ? [one, two] : [one], minutesIn(now))
      return last.due >= 0 && totalOf(last.lines) === last.due
    }),
  )
})

test('the price list in words says what the data says', () => {
  expect(explainTariff(TENGCHONG)).toEqual([
    '停放 30 分钟以内（含）免费；超过后从入场起计费。',
    '白天 07:00–22:00：首 3 小时 ¥3.00，之后每 1 小时 ¥1.00（不足按一个计费单位计）。',
    '夜间 22:00–次日 07:00：每次 ¥5.00。',
    '跨时段停放的，各时段分别计费后相加。',
    '缴费后请在 15 分钟内离场；超时按全程费用补差。',
  ])
})

describe('where overtime is billed anew', () => {
  const mall = publishedTariff('syn-mall-a')
  const paid = [{ at: minutesIn(60), amount: fen(500), billedTo: minutesIn(60) }]

  test('the new bill begins at the payment, and shows what closed the first', () => {
    const late = billOf(mall, { entry: CAME_IN, at: minutesIn(76), payments: paid })
    expect(late).toMatchObject({ fee: 1000, due: 500 })
    expect(late.lines.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['paid', -500],
      ['settled', 500],
      ['units', 500],
    ])
    expect(countsAll(late, paid)).toBe(true)
  })

  test('a payment that went since is told from one that came since', () => {
    const late = billOf(mall, { entry: CAME_IN, at: minutesIn(76), payments: paid })
    const other = [{ at: minutesIn(77), amount: fen(500), billedTo: minutesIn(77) }]
    const stays = [paid, [], other, [...paid, ...other]]
    expect(stays.map((payments) => countsAll(late, payments))).toEqual([true, false, false, false])
    expect(stays.map((payments) => countsMore(late, payments))).toEqual([false, true, false, false])
  })

  test('a lost ticket has one price, however often one pays', () => {
    const flat = { ...mall, stay: { ...mall.stay, lostTicket: fen(3000) } }
    const lost = { entry: CAME_IN, at: minutesIn(200), lostTicket: true }
    expect(billOf(flat, { ...lost, payments: [{ ...paid[0]!, amount: fen(3000) }] }).due).toBe(0)
  })
})

describe('a lost ticket on top of the fee', () => {
  const mall = publishedTariff('syn-mall-a')
  const onTop = { ...mall, stay: { ...mall.stay, lostTicket: { amount: fen(2000), plus: 'fee' as const } } }
  const lost = { entry: CAME_IN, lostTicket: true }

  test('is paid once, also where overtime is billed anew', () => {
    const first = billOf(onTop, { ...lost, at: minutesIn(60) })
    const payments = [{ at: minutesIn(60), amount: first.due, billedTo: minutesIn(60) }]
    expect(first.due).toBe(2500)
    expect(billOf(onTop, { ...lost, at: minutesIn(200), payments })).toMatchObject({ fee: 4000, due: 1500 })
  })

  test('leaves a coupon the fee to save on, also when that was paid before the loss', () => {
    const payments = [{ at: minutesIn(60), amount: fen(1000), billedTo: minutesIn(60) }]
    const coupons = [{ type: 'amount' as const, amount: fen(300) }]
    const made = billOf(onTop, { ...lost, at: minutesIn(100), payments, coupons })
    expect(made).toMatchObject({ fee: 2700, due: 1700 })
    expect(made.lines.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['units', 1000],
      ['coupon', -300],
      ['lostTicket', 2000],
      ['paid', -1000],
    ])
  })
})

test('a cap that a class multiplies is shown as it counts', () => {
  const list = publishedTariff('us-barta-garage')
  const bus = { name: '大客车', plan: 'car', multiplier: { by: 2, caps: true } }
  const made = billOf(
    { ...list, classes: { ...list.classes, bus } },
    { entry: CAME_IN, at: minutesIn(1440), class: 'bus' },
  )
  expect(made).toMatchObject({ due: 2800 })
  expect(made.lines.at(-1)).toMatchObject({ kind: 'cap', cap: 2800 })
})
