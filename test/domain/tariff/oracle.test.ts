import fc from 'fast-check'
import { bill } from '../../../domain/tariff/bill'
import { totalOf } from '../../../domain/tariff/line'
import { instant, MINUTE } from '../../../domain/time'
import { walkedFee } from './minute-walk/stay'
import { randomEntry, randomLength, randomTariff } from './random-tariff'

const SEED = Number(process.env['FC_SEED'] ?? 20260301)
const RUNS = Number(process.env['FC_RUNS'] ?? 1500)

test(`random price lists and stays cost what a walk minute by minute finds (seed ${SEED}, ${RUNS} runs)`, () => {
  fc.assert(
    fc.property(randomTariff(), randomEntry, randomLength, (tariff, entry, length) => {
      const at = instant(entry + length * MINUTE)
      const { fee, lines } = bill(tariff, { entry, at })
      expect([fee, totalOf(lines)]).toEqual([walkedFee(tariff, entry, at), fee])
    }),
    { seed: SEED, numRuns: RUNS },
  )
}, 120_000)
