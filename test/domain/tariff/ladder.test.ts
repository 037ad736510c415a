import { fen } from '../../../domain/money'
import { climb, unitsOf } from '../../../domain/tariff/ladder'
import type { Band } from '../../../domain/tariff/tariff'
import { minutes } from '../../../domain/time'

const band = (unit: number, rest: Partial<Band> = {}): Band => ({ unit: minutes(unit), price: fen(100), ...rest })

/** Two hours by the hour, then by the half hour. */
const [HOURS, HALVES] = [band(60, { to: minutes(120) }), band(30)]
const TWO = [HOURS, HALVES]

const stepsOf = (ladder: readonly Band[], start: number, length: number, exclusive = false) => {
  const { steps, position } = climb(ladder, start, length, exclusive)
  return { steps: steps.map(({ band: of, from, to, units }) => [ladder.indexOf(of), from, to, units]), position }
}

test('the ladder stands where the last charged unit ends, not where the piece does', () => {
  expect(stepsOf(TWO, 0, 70)).toEqual({ steps: [[0, 0, 70, 2]], position: 120 })
  expect(stepsOf(TWO, 0, 131)).toEqual({
    steps: [
      [0, 0, 120, 2],
      [1, 120, 131, 1],
    ],
    position: 150,
  })
})

test('a piece that begins higher up is measured from its own start', () => {
  expect(stepsOf(TWO, 60, 90)).toEqual({
    steps: [
      [0, 0, 60, 1],
      [1, 60, 90, 1],
    ],
    position: 150,
  })
  expect(stepsOf(TWO, 120, 31)).toEqual({ steps: [[1, 0, 31, 2]], position: 180 })
})

test('a band that is used up exactly leaves nothing for the next, unless its end is exclusive', () => {
  expect(stepsOf(TWO, 0, 120)).toEqual({ steps: [[0, 0, 120, 2]], position: 120 })
  expect(stepsOf(TWO, 0, 120, true)).toEqual({
    steps: [
      [0, 0, 120, 2],
      [1, 120, 120, 1],
    ],
    position: 150,
  })
})

test('no minutes take no units', () => expect(stepsOf(TWO, 30, 0)).toEqual({ steps: [], position: 30 }))

test('a unit that the end of its band cuts is a whole one, and its tolerance is not asked', () => {
  const ladder = [band(60, { to: minutes(100), tolerance: minutes(45) }), HALVES]
  expect(stepsOf(ladder, 0, 100)).toEqual({ steps: [[0, 0, 100, 2]], position: 100 })
  expect(stepsOf(ladder, 0, 99)).toEqual({ steps: [[0, 0, 99, 1]], position: 60 })
  expect(stepsOf(ladder, 70, 10)).toEqual({ steps: [[0, 0, 10, 0]], position: 70 })
  expect(stepsOf(ladder, 50, 49)).toEqual({ steps: [[0, 0, 49, 1]], position: 100 })
})

test('by the minute, the ladder stands where the piece ends', () => {
  const ladder = [band(60, { to: minutes(90), round: 'prorata' }), HALVES]
  expect(stepsOf(ladder, 0, 45)).toEqual({ steps: [[0, 0, 45, 0.75]], position: 45 })
  expect(stepsOf(ladder, 30, 75)).toEqual({
    steps: [
      [0, 0, 60, 1],
      [1, 60, 75, 1],
    ],
    position: 120,
  })
})

test.each([
  ['up', band(60), [0, 1, 1, 2]],
  ['down', band(60, { round: 'down' }), [0, 0, 1, 1]],
  ['after 10 minutes', band(60, { tolerance: minutes(10) }), [0, 1, 1, 1]],
] as const)('units are rounded %s', (_how, one, expected) =>
  expect([0, 59, 60, 70].map((length) => unitsOf(one, length))).toEqual(expected),
)

test('one minute more than the tolerance is one unit more', () =>
  expect([10, 11].map((length) => unitsOf(band(60, { tolerance: minutes(10) }), length))).toEqual([0, 1]))
