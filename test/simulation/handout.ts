/** Coupons that are about: printed on paper that anybody may show, or kept in somebody's list. */
import { issueCoupons } from '../../cloudfunctions/server/coupons/issue-coupons'
import { withdrawBatch } from '../../cloudfunctions/server/coupons/manage-coupons'
import type { CouponBatchDoc } from '../../cloudfunctions/server/documents'
import type { BatchId, CouponCode, CouponState, CouponTerms } from '../../domain/coupon'
import { fen } from '../../domain/money'
import type { LotId } from '../../domain/stay'
import type { Coupon as TakesOff } from '../../domain/tariff/coupon'
import { instant, minutes } from '../../domain/time'
import type { Day } from './day'
import { ELSEWHERE, HOUR_MS, LOT, SECOND_MS, START } from './setting'

const KINDS: readonly TakesOff[] = [
  { type: 'amount', amount: fen(100) },
  { type: 'amount', amount: fen(300) },
  { type: 'percent', percent: 50 },
  { type: 'minutes', minutes: minutes(60) },
  { type: 'full' },
]

const LOTS: readonly LotId[][] = [[], [LOT], [ELSEWHERE, LOT], [ELSEWHERE]]

const BATCHES = 4

export class Handout {
  readonly #codes: CouponCode[] = []
  readonly #batches: CouponBatchDoc[] = []

  constructor(private readonly day: Day) {}

  /** In the morning. */
  async printAll(): Promise<void> {
    for (let batch = 0; batch < BATCHES; batch++) await this.#print(this.#terms(), this.day.random.between(1, 3))
  }

  #terms(): CouponTerms {
    const { random } = this.day
    return {
      takesOff: random.pick(KINDS),
      lots: random.chance(0.8) ? [] : random.pick(LOTS),
      validFrom: instant(START + random.pick([0, 0, 0, 4 * HOUR_MS])),
      validUntil: instant(START + random.pick([7 * HOUR_MS, 24 * HOUR_MS, 24 * HOUR_MS])),
      minimum: fen(random.pick([0, 0, 300, 301])),
      onOvertime: random.chance(0.5),
    }
  }

  async #print(terms: CouponTerms, count: number): Promise<CouponCode[]> {
    const { random, name, now, tariff } = this.day
    const batch: CouponBatchDoc = {
      ...terms,
      _id: name() as BatchId,
      name: '开业优惠',
      zone: tariff.zone,
      issuedAt: now(),
      withdrawnAt: null,
      count,
    }
    const letters = () => Array.from({ length: 12 }, () => random.between(0, 31))
    const codes = await issueCoupons(this.day.store, batch, letters)
    for (const code of codes) this.day.touched.add(`coupons/${code}`)
    this.#batches.push(batch)
    this.#codes.push(...codes)
    return codes
  }

  /**
   * One or two that still look good; sometimes just the one that another is about to pay with, or one that was used. Paper does
   * not tell that it was withdrawn. Everybody likes the first best, so they are wanted by several.
   */
  async some(): Promise<CouponCode[]> {
    const { random } = this.day
    const pile = await this.#pile(random.next())
    const first = random.chance(0.5) ? pile.slice(0, 1) : [random.pick(pile)]
    return random.chance(0.2) ? [...new Set([...first, random.pick(pile)])] : first
  }

  /** @param taste 0 to 1 */
  async #pile(taste: number): Promise<readonly CouponCode[]> {
    const pile = await this.#in(taste < 0.3 ? ['held'] : taste < 0.4 ? ['used'] : ['issued', 'held'])
    return pile.length > 0 ? pile : this.#codes
  }

  async #in(states: readonly CouponState[]): Promise<CouponCode[]> {
    const coupons = await Promise.all(this.#codes.map((code) => this.day.store.get('coupons', code)))
    return coupons.flatMap((coupon) => (coupon && states.includes(coupon.state) ? [coupon._id] : []))
  }

  /** Those that a payment is holding at this moment. */
  held = (): Promise<CouponCode[]> => this.#in(['held'])

  /** One that begins or ends to count in a moment, and when. */
  async edgy(): Promise<{ code: CouponCode; edge: number }> {
    const { random, now } = this.day
    const edge = instant(now() + random.between(5, 20) * SECOND_MS)
    const terms = { ...this.#terms(), lots: [], validFrom: START, minimum: fen(0) }
    const [code] = await this.#print(
      { ...terms, ...(random.chance(0.5) ? { validUntil: edge } : { validFrom: edge }) },
      1,
    )
    if (!code) throw new Error('nothing was printed')
    return { code, edge }
  }

  /** The shop that issued them has closed down. */
  async withdrawOne(): Promise<void> {
    const batch = this.day.random.pick(this.#batches)
    this.day.happened('coupons withdrawn')
    await this.day
      .call('withdraw', (ports) => withdrawBatch(ports, batch._id))
      .catch((error: unknown) => {
        this.day.expected(error)
      })
  }
}
