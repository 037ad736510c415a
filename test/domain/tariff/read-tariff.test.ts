import { readFileSync } from 'node:fs'
import path from 'node:path'
import { tariffSchema } from '../../../domain/tariff/read/shapes'
import { fitsSchema } from './json-schema'
import { publishedIds, readFixture } from './published'
import { day, expectFault, faultsOf, hourly, night, peak, plain, sound, type Json } from './written'

test.each(publishedIds)('%s is sound', (id) => expect(faultsOf(readFixture(`${id}.tariff.json`))).toEqual([]))

test('a type of day with a name, and coupons that need no more words, are sound', () =>
  expect(
    faultsOf(
      sound(
        {},
        {
          calendar: peak({ names: { peak: '旺季' } }),
          stay: { payGrace: 15, overtime: 'lessPaid', coupons: { order: ['amount', 'full'] } },
        },
      ),
    ),
  ).toEqual([]))

test('the plainest price list is sound', () => expect(faultsOf(sound())).toEqual([]))

test.each([
  [
    'ends where the next begins',
    {
      periods: [
        { ...day, from: 'fri 18:00', to: 'mon 06:00' },
        { ...night, from: 'mon 06:00', to: 'fri 18:00' },
      ],
    },
  ],
  ['is the whole of it', { periods: [{ ...day, from: 'mon 00:00', to: 'sun 24:00' }], crossing: undefined }],
  [
    'leaves a night alone',
    {
      periods: [
        { ...day, from: 'sun 12:00', to: 'sun 08:00' },
        { ...night, from: 'sun 08:00', to: 'sun 12:00' },
      ],
    },
  ],
])('a window of the week %s', (_how, plan) => expect(faultsOf(plain(sound(plan)))).toEqual([]))

test.each([
  ['for all', { blocks: { by: 'calendarDay', cut: false } }],
  ['for one period', { blocks: { by: 'elapsed' }, periods: [{ ...day, cut: false }, night] }],
  ['for all but one', { blocks: { by: 'elapsed', cut: false }, periods: [{ ...day, cut: true }, night] }],
  ['for a price per piece', { blocks: { by: 'elapsed' }, periods: [day, { ...night, per: 'piece', cut: false }] }],
])('what runs on from block to block can be said %s', (_whom, plan) => expect(faultsOf(sound(plan))).toEqual([]))

const outOfShape: readonly (readonly [string, Json, string])[] = [
  ['no stay rules', sound({}, { stay: undefined }), '$.stay is missing'],
  ['a field that does not exist', sound({ freeMinutes: 30 }), '$.plans.car.freeMinutes is not known here'],
  [
    'a price in yuan',
    sound({ periods: [{ ...night, flat: 2.5 }], crossing: undefined }),
    '$.plans.car.periods[0].flat is 2.5 | whole fen',
  ],
  ['a price below nothing', sound({ totalCap: -1 }), '$.plans.car.totalCap is -1'],
  ['a unit of no minute', sound(hourly([{ unit: 0, price: 1 }])), '$.plans.car.periods[0].ladder[0].unit is 0'],
  [
    'two prices for one period',
    sound({ periods: [{ ...day, flat: 1 }], crossing: undefined }),
    '$.plans.car.periods[0] has ladder and flat',
  ],
  [
    'a period without a price',
    sound({ periods: [{ name: '停' }], crossing: undefined }),
    '$.plans.car.periods[0] has none of ladder, flat, free',
  ],
  [
    'a clock that does not exist',
    sound({ periods: [{ ...day, to: '25:00' }, night] }),
    '$.plans.car.periods[0].to is "25:00"',
  ],
  [
    'a weekday that does not exist',
    sound({ periods: [{ ...day, from: 'fry 18:00', to: 'mon 06:00' }] }),
    '$.plans.car.periods[0].from is "fry 18:00" | a clock time such as "07:30", or one of the week such as "fri 18:00"',
  ],
  ['no plans', sound({}, { plans: {} }), '$.plans is empty'],
  [
    'a lost ticket on top of something else',
    sound({}, { stay: { payGrace: 15, overtime: 'rebill', lostTicket: { amount: 100, plus: 'day' } } }),
    '$.stay.lostTicket.plus is "day" | "fee"',
  ],
  [
    'a lost ticket in words',
    sound({}, { stay: { payGrace: 15, overtime: 'rebill', lostTicket: '30' } }),
    '$.stay.lostTicket is "30" | whole fen',
  ],
  [
    'an unknown rule for visits',
    sound({}, { stay: { payGrace: 15, overtime: 'rebill', visits: { kind: 'daily' } } }),
    '$.stay.visits.kind is "daily"',
  ],
  ['an empty ladder', sound(hourly([])), '$.plans.car.periods[0].ladder is an empty list'],
]

test.each(outOfShape)('a fault is named with its path and what would be right: %s', (_what, json, expected) =>
  expectFault(json, expected),
)

test.each([
  ['a zone that does not exist', 'Asia/Peking'],
  ['no text', 8],
])('%s is no zone', (_what, zone) =>
  expect(faultsOf(sound({}, { zone }))).toEqual([expect.stringContaining('$.zone is')]),
)

test.each([[null], [[]], ['tariff'], [7]])('%j is no tariff', (json) => expect(faultsOf(json)).toHaveLength(1))

describe('the published JSON Schema', () => {
  const file = path.join(__dirname, '../../../domain/tariff/tariff.schema.json')
  const published = JSON.parse(readFileSync(file, 'utf8')) as Json
  const takes = (json: unknown) => fitsSchema(json, published)

  test('says what the reader reads', () => expect(published).toEqual(tariffSchema))

  test.each(publishedIds)('takes %s', (id) => expect(takes(readFixture(`${id}.tariff.json`))).toBe(true))

  test.each(outOfShape)('refuses %s, as the reader does', (_what, json) => expect(takes(plain(json))).toBe(false))
})
