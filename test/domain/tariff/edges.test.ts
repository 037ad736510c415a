/** Edges that random price lists seldom reach. */
import { fen } from '../../../domain/money'
import { bill } from '../../../domain/tariff/bill'
import type { Plan } from '../../../domain/tariff/tariff'
import { minutes, readInstant } from '../../../domain/time'
import { publishedTariff } from './published'

const at = (clock: string) => readInstant(`2026-03-${clock}:00+08:00`)

const billed = (plan: Plan, [entry, exit]: readonly [entry: string, exit: string]) =>
  bill({ ...publishedTariff('syn-mall-a'), plans: { car: plan } }, { entry: at(entry), at: at(exit) })

const DAY: Plan = {
  periods: [
    {
      name: '白天',
      from: '08:00',
      to: '20:00',
      ladder: [
        { unit: minutes(60), price: fen(500), to: minutes(120) },
        { unit: minutes(30), price: fen(300) },
      ],
    },
    { name: '夜间', from: '20:00', to: '08:00', free: true },
  ],
}

describe('two units were begun on the first evening', () => {
  const stay = ['02T18:50', '03T08:31'] as const

  test.each([
    ['the ladder goes on after them', 'stay', 1000 + 2 * 300],
    ['the ladder begins again', 'piece', 1000 + 500],
    ['the ladder begins again with the day', 'calendarDay', 1000 + 500],
  ] as const)('%s: counter %s', (_says, counter, due) =>
    expect(billed({ ...DAY, crossing: 'split', counter }, stay).due).toBe(due),
  )

  test('what goes on says from when to when', () => {
    const { lines } = billed({ ...DAY, crossing: 'split', counter: 'stay' }, stay)
    expect(lines.filter(({ kind }) => kind === 'units')).toMatchObject([
      { from: at('02T18:50'), to: at('02T20:00'), units: 2, amount: 1000 },
      { from: at('03T08:00'), to: at('03T08:31'), units: 2, amount: 600 },
    ])
  })
})
