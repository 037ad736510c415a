/** What a person sees of their coupons. */
import { MINUTE, instant } from '../../../domain/time'
import { withdrawBatch } from '../../../cloudfunctions/server/coupons/manage-coupons'
import type { CouponDoc } from '../../../cloudfunctions/server/documents'
import type { CouponCode } from '../../../domain/coupon'
import { BATCH, inside, issueBatch } from '../../support/coupons'
import { billFromHome, issue, pay, withCoupons } from '../../support/paying'
import { LIN, MORNING, WANG, type World } from '../../support/world'

describe('the list', () => {
  test('what saves most comes first; what cannot be used says why', async () => {
    const { world, bill } = await inside()
    const [one, full, late] = [
      await issue(world),
      await issue(world, { takesOff: { type: 'full' } }),
      await issue(world, { validFrom: instant(world.now() + MINUTE) }),
    ]
    for (const code of [late, one, full]) await world.ask(LIN, 'coupons.add', { code })
    const seen = await world.ask(LIN, 'coupons.list', { quote: bill.quote })
    expect(seen.map(({ code, saves, why }) => [code, saves ?? why])).toEqual([
      [full, 300],
      [one, 100],
      [late, 'coupon-not-yet'],
    ])
    expect(await world.ask(WANG, 'coupons.list', {})).toEqual([])
  })

  test('added twice it is there once', async () => {
    const { world } = await inside()
    const code = await issue(world)
    await world.ask(LIN, 'coupons.add', { code })
    expect(await world.ask(LIN, 'coupons.add', { code })).toHaveLength(1)
  })

  test('one that was just used says so', async () => {
    const { world, bill } = await inside()
    const code = await issue(world)
    await world.ask(LIN, 'coupons.add', { code })
    await pay(world, await withCoupons(world, bill, [code]))
    expect(await world.ask(LIN, 'coupons.list', {})).toMatchObject([{ code, why: 'coupon-used' }])
  })
})

describe('the list of somebody who has had many', () => {
  const MANY = 60

  /** All of a batch are theirs, put into the list one a minute. */
  async function own(world: World, codes: readonly CouponCode[], change: Partial<CouponDoc> = {}): Promise<void> {
    for (const [place, code] of codes.entries())
      await world.store.update('coupons', code, { owner: LIN, ownedAt: instant(MORNING + place * MINUTE), ...change })
  }

  const used = (world: World, code: CouponCode, place: number) =>
    world.store.update('coupons', code, { state: 'used', usedAt: instant(MORNING + place * MINUTE) })

  test('nor do those of a batch that was withdrawn', async () => {
    const { world, bill } = await inside()
    const good = await issue(world)
    const spoilt = {
      ...BATCH,
      _id: 'spoilt' as typeof BATCH._id,
      count: MANY,
      validUntil: instant(world.now() + MINUTE),
    }
    await own(world, [good, ...(await issueBatch(world, spoilt))])
    await withdrawBatch(world.ports, 'spoilt')
    const seen = await world.ask(LIN, 'coupons.list', { quote: bill.quote })
    expect(seen.filter(({ why }) => why === undefined)).toMatchObject([{ code: good }])
    expect(seen.filter(({ why }) => why === 'coupon-void')).toHaveLength(10)
  })

  test('used and expired ones take no place of one that can be used, though it came first', async () => {
    const { world, bill } = await inside()
    const good = await issue(world)
    await own(world, [good])
    const spent = await issueBatch(world, { ...BATCH, _id: 'spent' as typeof BATCH._id, count: MANY })
    await own(world, spent)
    for (const [place, code] of spent.entries()) await used(world, code, place)
    const over = { _id: 'over' as typeof BATCH._id, validUntil: world.now(), count: MANY }
    await own(world, await issueBatch(world, over))

    const seen = await world.ask(LIN, 'coupons.list', { quote: bill.quote })
    expect(seen[0]).toMatchObject({ code: good, saves: 100 })
    const whys = seen.slice(1).map(({ why }) => why)
    expect([...new Set(whys)].sort()).toEqual(['coupon-expired', 'coupon-used'])
    expect(seen.flatMap(({ code, why }) => (why === 'coupon-used' ? [code] : [])).sort()).toEqual(
      spent.slice(-10).sort(),
    )
    expect(whys).toHaveLength(20)
  })

  test('of too many that can be used, those that end soonest', async () => {
    const { world } = await inside()
    const late = await issueBatch(world, { _id: 'late' as typeof BATCH._id, count: MANY })
    await own(world, late)
    const soon = await issue(world, { validUntil: instant(BATCH.validUntil - MINUTE) })
    await own(world, [soon])
    const seen = await world.ask(LIN, 'coupons.list', {})
    expect(seen).toHaveLength(50)
    expect(seen[0]?.code).toBe(soon)
  })

  test('one that a payment holds is still among them', async () => {
    const { world, bill } = await inside()
    const code = await issue(world)
    await own(world, [code])
    const { quote } = await withCoupons(world, bill, [code])
    await world.ask(LIN, 'payment.open', { quote })
    expect(await world.ask(LIN, 'coupons.list', {})).toMatchObject([{ code, why: 'coupon-held' }])
    const again = await billFromHome(world)
    expect(await world.ask(LIN, 'coupons.list', { quote: again.quote })).toMatchObject([{ code, saves: 100 }])
  })
})
