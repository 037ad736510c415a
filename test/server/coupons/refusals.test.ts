/** Why a coupon is refused, and what one takes off that is not. */
import { shownCode } from '../../../domain/coupon'
import { fen } from '../../../domain/money'
import type { LotId } from '../../../domain/stay'
import { instant, minutes } from '../../../domain/time'
import { inside, refused } from '../../support/coupons'
import { billFromHome, issue, order, OTHER_CAR, parked, pay, withCoupons } from '../../support/paying'
import { ENTRY, LIN, LOT, makeWorld, WANG } from '../../support/world'

describe('a refused coupon says why', () => {
  test('a code that nobody issued, or that is none', async () => {
    const { world, bill } = await inside()
    expect(await refused(world, bill.quote, 'ABCDEFGHJKLM')).toBe('coupon-unknown')
    expect(await refused(world, bill.quote, '6901234567892')).toBe('coupon-unknown')
  })

  test('not yet valid a millisecond before its time, valid in its first', async () => {
    const { world, bill } = await inside()
    expect(await refused(world, bill.quote, await issue(world, { validFrom: instant(world.now() + 1) }))).toBe(
      'coupon-not-yet',
    )
    expect(await withCoupons(world, bill, [await issue(world, { validFrom: world.now() })])).toMatchObject({ due: 200 })
  })

  test('valid in its last millisecond, expired from its end on', async () => {
    const { world, bill } = await inside()
    expect(await refused(world, bill.quote, await issue(world, { validUntil: world.now() }))).toBe('coupon-expired')
    const last = await issue(world, { validUntil: instant(world.now() + 1) })
    expect(await withCoupons(world, bill, [last])).toMatchObject({ due: 200 })
  })

  test('another lot', async () => {
    const { world, bill } = await inside()
    expect(await refused(world, bill.quote, await issue(world, { lots: ['elsewhere' as LotId] }))).toBe(
      'coupon-other-lot',
    )
    const here = await issue(world, { lots: ['elsewhere' as LotId, LOT] })
    expect(await withCoupons(world, bill, [here])).toMatchObject({ due: 200 })
  })

  test('used by a payment before', async () => {
    const { world, bill } = await inside()
    const code = await issue(world, { onOvertime: true })
    await pay(world, await withCoupons(world, bill, [code]))
    world.wait(300)
    expect(await refused(world, (await billFromHome(world)).quote, code)).toBe('coupon-used')
  })

  test("held by another's payment", async () => {
    const { world, bill } = await inside()
    const code = await issue(world)
    await parked(world, WANG, OTHER_CAR)
    await order(world, await withCoupons(world, await billFromHome(world, WANG, OTHER_CAR), [code], WANG), WANG)
    expect(await refused(world, bill.quote, code)).toBe('coupon-held')
  })

  test('below its minimum, by the fee before coupons and payments', async () => {
    const { world, bill } = await inside()
    expect(await refused(world, bill.quote, await issue(world, { minimum: fen(301) }))).toBe('coupon-minimum')
    const exactly = await issue(world, { minimum: fen(300) })
    const another = await issue(world, { minimum: fen(300) })
    expect(await withCoupons(world, bill, [exactly, another])).toMatchObject({ due: 100 })
  })

  test('not on overtime, unless its terms allow it', async () => {
    const { world, bill } = await inside()
    await pay(world, bill)
    world.wait(120)
    const overtime = await billFromHome(world)
    expect(overtime.due).toBe(100)
    expect(await refused(world, overtime.quote, await issue(world))).toBe('coupon-not-on-overtime')
    const allowed = await issue(world, { onOvertime: true, takesOff: { type: 'amount', amount: fen(40) } })
    expect(await withCoupons(world, overtime, [allowed])).toMatchObject({ due: 60 })
  })

  test("in another's list", async () => {
    const { world, bill } = await inside()
    const code = await issue(world)
    await world.ask(WANG, 'coupons.add', { code })
    expect(await refused(world, bill.quote, code)).toBe('coupon-of-another')
    expect(await world.refusal(LIN, 'coupons.add', { code })).toBe('coupon-of-another')
  })

  test('nothing left to take off, more than the lot takes, or a lot that takes none', async () => {
    const { world, bill } = await inside()
    const free = await issue(world, { takesOff: { type: 'full' } })
    const [one, two, three] = [await issue(world), await issue(world), await issue(world)]
    expect(await refused(world, bill.quote, free, one)).toBe('coupon-saves-nothing')
    expect(await refused(world, bill.quote, one, two, three)).toBe('coupon-saves-nothing')
    const elsewhere = await makeWorld()
    await parked(elsewhere)
    const { quote } = await billFromHome(elsewhere)
    expect(await refused(elsewhere, quote, await issue(elsewhere))).toBe('coupon-saves-nothing')
  })
})

describe('what it takes off', () => {
  test.each([
    ['an amount', { type: 'amount', amount: fen(120) }, 180],
    ['minutes', { type: 'minutes', minutes: minutes(90) }, 0],
    ['percent, a half fen upwards', { type: 'percent', percent: 33.5 }, 200],
    ['all', { type: 'full' }, 0],
  ] as const)('%s', async (_what, takesOff, due) => {
    const { world, bill } = await inside()
    expect(await withCoupons(world, bill, [await issue(world, { takesOff })])).toMatchObject({ due })
  })

  test('typed with hyphens in small letters, scanned twice or from a link: the same coupon, once', async () => {
    const { world, bill } = await inside()
    const code = await issue(world)
    const written = [code, shownCode(code).toLowerCase(), `https://boyi.example/c/${code}`]
    expect(await withCoupons(world, bill, written)).toMatchObject({ due: 200, coupons: [{ code }] })
  })

  test('the bill without it again owes the whole', async () => {
    const { world, bill } = await inside()
    const less = await withCoupons(world, bill, [await issue(world)])
    expect(await withCoupons(world, less, [])).toMatchObject({ due: 300, coupons: [] })
  })
})

test('a coupon never helps a car out that was not billed with it', async () => {
  const { world } = await inside()
  await world.comesIn('京C11111')
  expect(await world.refusal(WANG, 'bill.coupons', { quote: (await billFromHome(world)).quote, codes: [] })).toBe(
    'not-found',
  )
  expect((await world.store.get('lanes', ENTRY))?.visit).toBeNull()
})
