/** A batch from its issue, over crashes and in a crowd, to its withdrawal. */
import fc from 'fast-check'
import { issueCoupons, IssueRefused } from '../../../cloudfunctions/server/coupons/issue-coupons'
import { issueFromFile, withdrawBatch } from '../../../cloudfunctions/server/coupons/manage-coupons'
import type { Store } from '../../../cloudfunctions/server/ports'
import type { CouponCode } from '../../../domain/coupon'
import { fen } from '../../../domain/money'
import { instant } from '../../../domain/time'
import { BATCH, inside, issueBatch, refused } from '../../support/coupons'
import { billFromHome, check, coupon, nextLetters, order, pay, withCoupons } from '../../support/paying'
import { memoryStore } from '../../support/memory-store'
import { LIN, makeWorld, MORNING, type World } from '../../support/world'

describe('issued', () => {
  /** So few different codes that most are drawn twice. */
  function fewLetters(drawn = 0): () => number[] {
    return () => Array.from({ length: 12 }, (_, place) => (place === 0 ? drawn++ % 8 : 0))
  }

  const numbersOf = async (store: Store): Promise<number[]> => {
    const coupons = await store.find('coupons', { batch: BATCH._id }, { limit: 100, orderBy: [['number', 'asc']] })
    return coupons.map(({ number }) => number)
  }

  test('again after a crash it goes on where it stopped; complete, it stays as it is', async () => {
    const store = memoryStore()
    let inserted = 0
    const insert: typeof store.insert = (collection, doc) =>
      ++inserted > 4 ? Promise.reject(new Error('died')) : store.insert(collection, doc)
    await expect(issueCoupons({ ...store, insert }, BATCH, fewLetters())).rejects.toThrow('died')
    expect(await numbersOf(store)).toEqual([1, 2, 3])
    const codes = await issueCoupons(store, { ...BATCH, issuedAt: instant(MORNING + 1) }, fewLetters())
    expect(new Set(codes).size).toBe(5)
    expect(await numbersOf(store)).toEqual([1, 2, 3, 4, 5])
    expect(await issueCoupons(store, BATCH, fewLetters())).toEqual(codes)
  })

  interface OneCall {
    atMost: number
    /** After how many operations it dies. */
    dies: number
    /** Whether its last operation is carried out. */
    inTime: boolean
  }

  /** Of a call that takes turns with others, in any order, and dies. */
  function storeOf(store: Store, { dies, inTime }: OneCall, scheduler: fc.Scheduler): Store {
    let left = dies
    const inTurn =
      <Args extends unknown[], Result>(operation: (...args: Args) => Promise<Result>) =>
      async (...args: Args): Promise<Result> => {
        const isLast = left-- <= 0
        await scheduler.schedule(Promise.resolve())
        if (!isLast) return operation(...args)
        if (inTime) await operation(...args)
        throw new Error('died')
      }
    return { ...store, get: inTurn(store.get), insert: inTurn(store.insert), find: inTurn(store.find) } as Store
  }

  const calls = fc.array(
    fc.record({ atMost: fc.integer({ min: 1, max: 5 }), dies: fc.nat(20), inTime: fc.boolean() }),
    { minLength: 2, maxLength: 4 },
  )

  test('law: however calls overlap and die, no number has two codes, and the next call completes the batch', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), calls, async (scheduler, several) => {
        const store = memoryStore()
        const answers = several.map((call, place) =>
          issueCoupons(storeOf(store, call, scheduler), BATCH, fewLetters(place), call.atMost).catch(() => []),
        )
        const told = (await scheduler.waitFor(Promise.all(answers))).flat()
        expect(await store.count('coupons', { batch: BATCH._id })).toBeLessThanOrEqual(BATCH.count)
        const codes = await issueCoupons(store, BATCH, fewLetters())
        expect(await numbersOf(store)).toEqual([1, 2, 3, 4, 5])
        expect(codes).toEqual(expect.arrayContaining(told))
        expect(new Set(codes).size).toBe(BATCH.count)
      }),
    )
  })

  test('its terms never change', async () => {
    const world = await makeWorld()
    await issueBatch(world)
    await expect(issueBatch(world, { minimum: fen(1) })).rejects.toEqual(new IssueRefused('other-terms'))
    await expect(issueBatch(world, { count: 6 })).rejects.toEqual(new IssueRefused('other-terms'))
    expect(await numbersOf(world.store)).toEqual([1, 2, 3, 4, 5])
  })
})

describe('withdrawn', () => {
  async function withdrawn() {
    const { world, bill } = await inside()
    const codes = (await issueBatch(world)) as [CouponCode, CouponCode]
    return { world, bill, codes, withdraw: () => withdrawBatch(world.ports, BATCH._id) }
  }

  test('nobody makes a bill with one of it, or puts one into a list; who has one there reads why', async () => {
    const { world, bill, codes, withdraw } = await withdrawn()
    const [loose, kept] = codes
    await world.ask(LIN, 'coupons.add', { code: kept })
    await withdraw()
    expect(await refused(world, bill.quote, loose)).toBe('coupon-void')
    expect(await refused(world, bill.quote, kept)).toBe('coupon-void')
    expect(await world.refusal(LIN, 'coupons.add', { code: loose })).toBe('coupon-void')
    expect(await world.ask(LIN, 'coupons.list', {})).toMatchObject([{ code: kept, why: 'coupon-void' }])
    expect(await world.ask(LIN, 'coupons.list', { quote: bill.quote })).toMatchObject([{ why: 'coupon-void' }])
  })

  test('a payment that holds one then counts with it', async () => {
    const { world, bill, codes, withdraw } = await withdrawn()
    const { orderNo, params } = await order(world, await withCoupons(world, bill, [codes[0]]))
    await withdraw()
    await world.pays(LIN, params)
    expect(await check(world, orderNo)).toMatchObject({ state: 'paid', amount: 200 })
    expect(await coupon(world, codes[0])).toMatchObject({ state: 'used', attempt: orderNo })
  })

  test('one that is set free later does not come back to life', async () => {
    const { world, bill, codes, withdraw } = await withdrawn()
    await order(world, await withCoupons(world, bill, [codes[0]]))
    await withdraw()
    world.wait(4)
    await world.sweep()
    expect(await coupon(world, codes[0])).toMatchObject({ state: 'issued', attempt: null })
    expect(await refused(world, bill.quote, codes[0])).toBe('coupon-void')
  })

  test('nor does one whose payment is taken back', async () => {
    const { world, bill, codes, withdraw } = await withdrawn()
    const orderNo = await pay(world, await withCoupons(world, bill, [codes[0]]))
    await withdraw()
    await world.ask(LIN, 'payment.undo', { orderNo })
    expect(await refused(world, (await billFromHome(world)).quote, codes[0])).toBe('coupon-void')
  })

  test('a bill that was made before keeps its price, for as long as a price holds', async () => {
    const { world, bill, codes, withdraw } = await withdrawn()
    const one = await withCoupons(world, bill, [codes[0]])
    const other = await withCoupons(world, bill, [codes[1]])
    await withdraw()
    world.wait(2)
    const { orderNo } = await order(world, one)
    expect(await check(world, orderNo)).toMatchObject({ amount: 200 })
    world.wait(1)
    expect(await world.refusal(LIN, 'payment.open', { quote: other.quote })).toBe('bill-expired')
  })

  test('what was used stays used; withdrawn again, the first time stays', async () => {
    const { world, bill, codes, withdraw } = await withdrawn()
    await pay(world, await withCoupons(world, bill, [codes[0]]))
    const [at, counts] = [world.now(), { issued: 4, held: 0, used: 1 }]
    expect(await withdraw()).toMatchObject({ batch: { withdrawnAt: at }, counts })
    world.wait(1)
    expect(await withdraw()).toMatchObject({ batch: { withdrawnAt: at }, counts })
    expect(await withdrawBatch(world.ports, 'nothing')).toBeUndefined()
  })

  const FILE = {
    id: 'from-a-file',
    name: '开业优惠',
    takesOff: { type: 'amount', amount: '1.00' },
    from: '2026-03-01',
    to: '2026-03-31',
    count: 3,
  }

  /** Issuing it breaks off before its last coupon. */
  async function brokenOff(world: World): Promise<void> {
    const { store } = world
    let inserted = 0
    const insert: typeof store.insert = (collection, doc) =>
      ++inserted > 3 ? Promise.reject(new Error('died')) : store.insert(collection, doc)
    await expect(issueFromFile({ ...world.ports, store: { ...store, insert } }, FILE)).rejects.toThrow('died')
  }

  test('issuing it does not go on, and the operator reads why', async () => {
    const world = await makeWorld()
    await brokenOff(world)
    await withdrawBatch(world.ports, FILE.id)
    expect(await issueFromFile(world.ports, FILE)).toEqual({ refused: expect.stringContaining('已经作废') as string })
    expect(await withdrawBatch(world.ports, FILE.id)).toMatchObject({ counts: { issued: 2 } })
  })

  test('a coupon that is issued in the same moment is void too', async () => {
    const { world, bill, withdraw } = await withdrawn()
    const { store } = world
    const insert: typeof store.insert = async (collection, doc) => {
      if (collection === 'coupons') await withdraw()
      return store.insert(collection, doc)
    }
    await store.remove('coupons', (await issueBatch(world))[4] ?? '')
    const [, , , , last] = await issueCoupons({ ...store, insert }, BATCH, nextLetters)
    expect(await coupon(world, last as CouponCode)).toMatchObject({ state: 'issued', number: 5 })
    expect(await refused(world, bill.quote, last ?? '')).toBe('coupon-void')
  })
})
