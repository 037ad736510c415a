/** Whole days in which much goes wrong, and the proof that such a day can fail. */
import { PLANTED } from './planted'
import { simulate } from './simulate'

const SEEDS = 100
const WITHIN = 200

async function firstFailure(seeds: number, plant?: Parameters<typeof simulate>[1]): Promise<string | undefined> {
  for (let seed = 1; seed <= seeds; seed++) {
    const { problem } = await simulate(seed, plant)
    if (problem !== undefined) return `seed ${seed}: ${problem}`
  }
  return undefined
}

test('every rule holds through days full of faults', async () => {
  expect(await firstFailure(SEEDS)).toBeUndefined()
}, 240_000)

test('a seed replays exactly', async () => {
  expect(await simulate(7)).toEqual(await simulate(7))
})

test.each(Object.entries(PLANTED))(
  'found: %s',
  async (_fault, plant) => {
    expect(await firstFailure(WITHIN, plant)).toBeDefined()
  },
  240_000,
)
