import { bill } from '../../../domain/tariff/bill'
import { totalOf } from '../../../domain/tariff/line'
import { visitsFee } from '../../../domain/tariff/visits'
import { casesOf, publishedIds, publishedTariff, stayedOf, staysOf, visitsOf, type Case } from './published'

function priceOf(id: string, one: Case): number {
  const tariff = publishedTariff(id)
  const visits = visitsOf(one)
  return visits ? visitsFee(tariff, visits, { class: one.vehicle }).total : bill(tariff, stayedOf(one)).due
}

test('all 19 price lists are here, with 244 cases and 2,550 random stays', () => {
  expect(publishedIds).toHaveLength(19)
  expect(publishedIds.flatMap(casesOf)).toHaveLength(244)
  expect(publishedIds.flatMap(staysOf)).toHaveLength(2550)
})

describe.each(publishedIds)('%s', (id) => {
  test.each(casesOf(id).map((one) => [one.expectFen, one.why, one] as const))('%i fen: %s', (expected, _why, one) =>
    expect(priceOf(id, one)).toBe(expected),
  )

  test('random stays cost what a minute-by-minute walk finds, and their lines add up', () => {
    const tariff = publishedTariff(id)
    for (const { stayed, expected } of staysOf(id)) {
      const { due, lines } = bill(tariff, stayed)
      expect([stayed, due, totalOf(lines)]).toEqual([stayed, expected, expected])
    }
  })
})
