import { fen } from '../../../domain/money'
import { bill } from '../../../domain/tariff/bill'
import { explainLine } from '../../../domain/tariff/explain-line'
import { explainTariff } from '../../../domain/tariff/explain'
import { classFor } from '../../../domain/tariff/class-for'
import { readPlate, type Plate } from '../../../domain/plate'
import type { Blocks, Period, Plan, StayRules, Tariff } from '../../../domain/tariff/tariff'
import { minutes, readInstant } from '../../../domain/time'
import { publishedIds, publishedTariff, staysOf } from './published'

test('a list by day, night, class and calendar, in words', () => {
  expect(explainTariff(publishedTariff('cn-shenzhen-road-class1'))).toContain(
    '工作日 07:30–20:00（工作日）：首 30 分钟 ¥3.00，至 3 小时每 30 分钟 ¥6.00（不足按一个计费单位计），之后每 30 分钟 ¥10.00（不足按一个计费单位计）。',
  )
  expect(explainTariff(publishedTariff('cn-beijing-road-class1'), 'large')).toEqual([
    '白天 07:00–19:00：1 小时以内每 15 分钟 ¥2.50（不足一个计费单位不计），之后每 15 分钟 ¥3.75（不足一个计费单位不计）。',
    '夜间 19:00–次日 07:00：每 2 小时 ¥1.00（不足一个计费单位不计）。',
    '跨时段停放的，各时段分别计费后相加。',
    '分档时长在一次停放内连续计算，不重新起算。',
    '大型车按 2 倍收费。',
    '缴费后请在 15 分钟内离场；超时按全程费用补差。',
  ])
})

test('coupons and overtime, in words', () => {
  expect(explainTariff(publishedTariff('syn-mall-a'))).toEqual([
    '停放 30 分钟以内（含）免费；超过后从入场起计费。',
    '停车：每 1 小时 ¥5.00（不足按一个计费单位计）。',
    '每 24 小时（自开始计费起）最高 ¥40.00。',
    '每 24 小时（自开始计费起）为一个计费周期，期满重新计费。',
    '优惠券按时长券、折扣券、金额券、免单券的顺序使用，不找零。',
    '时长券使计费起点后移；免费时间仍按实际停放判断。',
    '缴费后请在 15 分钟内离场；超时从缴费时起重新计费，不再享有免费时间。',
  ])
})

describe('blocks in words', () => {
  const list = publishedTariff('syn-mall-a')
  const [period] = list.plans['car']!.periods
  const night = { ...period!, name: '夜间', from: '22:00', to: '06:00' } as const
  const said = (blocks: Blocks, rest: Partial<Period> = {}) => {
    const plan: Plan = { crossing: 'split', overlap: 'firstMatch', blocks, periods: [{ ...night, ...rest }, period!] }
    return explainTariff({ ...list, plans: { car: plan } }).filter((sentence) => sentence.includes('周期'))
  }

  test.each([
    ['cut', { by: 'calendarDay' }, {}, '每个自然日为一个计费周期，期满重新计费。'],
    ['run on', { by: 'calendarDay', cut: false }, {}, '计费单位不在周期交界处截断。'],
    [
      'cut but one',
      { by: 'calendarDay' },
      { cut: false },
      '每个自然日为一个计费周期，期满重新计费；夜间的计费单位跨周期不截断。',
    ],
    [
      'run on but one',
      { by: 'calendarDay', cut: false },
      { cut: true },
      '计费单位不在周期交界处截断；夜间期满截断，重新计费。',
    ],
  ] as const)('units %s', (_how, blocks, rest, expected) => expect(said(blocks, rest).at(-1)).toBe(expected))

  test('what is outside of the maximum is named', () =>
    expect(
      said({ by: 'calendarDay', cap: fen(3000), groups: [{ blocks: 7, cap: fen(9000) }] }, { outsideCap: true }),
    ).toEqual(['每个自然日为一个计费周期，期满重新计费。', '每 7 个周期合计最高 ¥90.00（夜间另计，不受此限）。']))
})

describe('one sentence for one rule', () => {
  const list = publishedTariff('syn-mall-a')
  const { periods } = list.plans['car']!
  const weekend: Period = { name: '周末', from: 'fri 18:00', to: 'mon 06:00', flat: fen(2000) }

  test.each<[string, Partial<Plan>, Partial<StayRules>, string]>([
    ['a window of the week', { periods: [weekend] }, {}, '周末 周五 18:00–周一 06:00：每次 ¥20.00。'],
    ['which of two counts', { periods, overlap: 'firstMatch' }, {}, '时段重叠的，按列在前面的计费。'],
    ['the entry', { periods, crossing: 'entry' }, {}, '整次停放均按入场时所在时段的价格计费。'],
    ['a waiver', { waiveFirst: minutes(60) }, {}, '减免前 1 小时的停车费。'],
    [
      'one after the caps',
      { waiveFirst: minutes(60), waiveWhen: 'afterCaps' },
      {},
      '减免前 1 小时的停车费（先封顶，后减免）。',
    ],
    [
      'one before',
      { waiveFirst: minutes(60), waiveWhen: 'beforeCaps' },
      {},
      '减免前 1 小时的停车费（先减免，后封顶）。',
    ],
    ['a lost ticket', {}, { lostTicket: fen(3000) }, '遗失停车凭证收 ¥30.00。'],
    ['one on top', {}, { lostTicket: { amount: fen(3000), plus: 'fee' } }, '遗失停车凭证的，停车费之外另收 ¥30.00。'],
  ])('%s', (_what, plan, stay, expected) => {
    const changed = { ...list, plans: { car: { periods, ...plan } }, stay: { ...list.stay, ...stay } }
    expect(explainTariff(changed)).toContain(expected)
  })
})

test.each(publishedIds)('every line of %s has words', (id) => {
  const list = publishedTariff(id)
  for (const { stayed } of staysOf(id))
    for (const line of bill(list, stayed).lines) {
      const { title, note } = explainLine(line, { day: stayed.entry, offset: minutes(480) })
      expect(`${title}${note}`).not.toMatch(/undefined|NaN|^$/)
    }
})

test('a bill in words: what, when, by which unit', () => {
  const [entry, at] = [readInstant('2026-03-02T18:30:00+08:00'), readInstant('2026-03-03T08:30:00+08:00')]
  const { lines } = bill(publishedTariff('cn-chengdu-road-class1'), { entry, at, class: 'nev' })
  expect(lines.map((line) => [explainLine(line, { day: at, offset: minutes(480) }), line.amount])).toEqual([
    [{ title: '白天', note: '3月2日 18:30–19:00\n¥10.00 / 1 小时 × 1' }, 1000],
    [{ title: '夜间', note: '3月2日 19:00–次日 08:00\n¥2.00 / 4 小时 × 4' }, 800],
    [{ title: '白天', note: '08:00–08:30\n¥10.00 / 1 小时 × 1' }, 1000],
    [{ title: '减免', note: '3月2日 18:30–20:30 的费用' }, -1200],
  ])
})

describe('what a board says once', () => {
  const mall = publishedTariff('syn-mall-a')
  const said = (change: Partial<Tariff>) => explainTariff({ ...mall, ...change })

  test('classes of one plan stand together, and each says what is its own', () => {
    const bus = { name: '大客车', plan: 'car', multiplier: { by: 2, caps: true }, plus: fen(1000) }
    const lines = said({ classes: { car: { name: '小型车', plan: 'car' }, bus } })
    expect(lines[0]).toBe('【小型车、大客车】')
    expect(lines.filter((line) => line.startsWith('停放 '))).toHaveLength(1)
    expect(lines).toContain('大客车按 2 倍收费。')
    expect(lines).toContain('大客车每次加收 ¥10.00，免费停放的不收。')
  })

  test('what a second visit costs is told as well', () => {
    const [period] = mall.plans['car']!.periods
    const again: Plan = { periods: [{ ...period!, name: '再次停车' }] }
    const lines = said({
      plans: { ...mall.plans, again },
      stay: { ...mall.stay, visits: { kind: 'nthOfDay', plans: ['car', 'again'] } },
    })
    const place = lines.indexOf('【同一自然日第 2 次及以后入场】')
    expect(lines[place + 1]).toMatch(/^再次停车：/)
  })

  test('weekdays in a row, and days as the calendar calls them', () => {
    const [period] = mall.plans['car']!.periods
    const lines = said({
      calendar: {
        covers: ['2026-01-01', '2026-12-31'],
        dates: { fair: ['2026-05-01'] },
        days: [{ type: 'fairDay', dates: 'fair' }],
        names: { fairDay: '庙会日' },
      },
      plans: {
        car: {
          choose: 'min',
          normalOnlyIf: { notOnDays: ['fairDay'] },
          products: [{ name: '全天', days: ['fairDay', 'sat'], price: fen(3000) }],
          periods: [{ ...period!, days: ['mon', 'tue', 'wed', 'fri', 'sat', 'fairDay'] }],
        },
      },
    })
    expect(lines[0]).toContain('（周一至周三、周五、周六、庙会日）')
    expect(lines).toContain('全天：庙会日、周六，每次停放 ¥30.00。')
    expect(lines).toContain('有固定价可用时，按时计费限：庙会日除外。')
  })

  test('without a grace one leaves at once; one kind of coupon has no order', () => {
    const lines = said({ stay: { ...mall.stay, payGrace: minutes(0), coupons: { order: ['full'] } } })
    expect(lines).toContain('可使用免单券，不找零。')
    expect(lines.at(-1)).toMatch(/^缴费后请立即离场；/)
  })
})

test('a price list in another currency names it in every line', () => {
  const entry = readInstant('2026-03-02T10:00:00-05:00')
  const { lines } = bill(publishedTariff('us-lancaster-garage'), {
    entry,
    at: readInstant('2026-03-03T09:30:00-05:00'),
  })
  const seen = { day: entry, offset: minutes(-300), currency: 'USD' }
  const notes = lines.map((line) => explainLine(line, seen).note).join()
  expect(notes).toMatch(/USD 2\.00 \/ 1 小时[^]*最高 USD 15\.00/)
  const off = { kind: 'coupon', coupon: { type: 'amount', amount: fen(300) }, amount: fen(-300) } as const
  expect(explainLine(off, seen).note).toBe('减 USD 3.00')
  expect(
    explainTariff({ ...publishedTariff('us-lancaster-garage'), roundMoney: { mode: 'up', step: fen(100) } }),
  ).toContain('合计金额进位到USD 1.00 的整数倍。')
})

test('a green plate is of the class for new energy, where there is one', () => {
  const car = { plate: readPlate('京AD12345') as Plate, colour: 'green' as const }
  expect(classFor(publishedTariff('cn-chengdu-road-class1'), car)).toBe('nev')
  expect(classFor(publishedTariff('cn-chengdu-road-class1'), { ...car, colour: 'blue' })).toBe('small')
  expect(classFor(publishedTariff('cn-tengchong-hospital'), car)).toBe('car')
})

test('a percentage is rounded half up to the fen, and shown on its line', () => {
  const entry = readInstant('2026-03-02T10:00:00+08:00')
  const at = readInstant('2026-03-02T11:05:00+08:00')
  const { lines } = bill(publishedTariff('syn-mall-a'), {
    entry,
    at,
    coupons: [
      { type: 'amount', amount: fen(335) },
      { type: 'percent', percent: 33 },
    ],
  })
  expect(
    lines.slice(1).map((line) => [explainLine(line, { day: at, offset: minutes(480) }).note, line.amount]),
  ).toEqual([
    ['6.7 折', -330],
    ['减 ¥3.35', -335],
  ])
})
