import type { TariffDoc } from '../../cloudfunctions/server/documents'
import type { Plate } from '../../domain/plate'
import { activeStay } from '../../domain/stay'
import { documentId, versionsOf } from '../../domain/tariff/in-force'
import type { Tariff } from '../../domain/tariff/tariff'
import { instant } from '../../domain/time'
import { TENGCHONG } from '../fixtures/tariffs/tengchong'
import { EXIT, LIN, LOT, makeWorld, type World } from '../support/world'

const PLATE = '京A12345'

/** Ten yuan an hour, from the second of March: the world begins on that day at ten in the morning. */
const DEARER: Tariff = {
  ...TENGCHONG,
  version: '2026-03',
  plans: { car: { periods: [{ name: '停车', ladder: [{ unit: 60, price: 1000 }] }] } } as unknown as Tariff['plans'],
  effective: { from: '2026-03-03' },
}

async function announce(world: World, tariff: Tariff): Promise<void> {
  await world.store.put('tariffs', { _id: documentId(tariff), tariff })
  await world.store.update('lots', LOT, { tariffs: versionsOf([TENGCHONG, tariff]) })
}

const untilMidnight = 14 * 60

/** What the exit's camera is told to ask for. */
async function dueAtExit(world: World): Promise<number> {
  const { visit, answer } = await world.arrives(EXIT, PLATE)
  await world.backsOut(EXIT, visit)
  return answer.decision?.do === 'pay' ? answer.decision.due : 0
}

async function homeOf(world: World) {
  const [car] = (await world.ask(LIN, 'home', {})).cars
  if (!car) throw new Error('no car at home')
  return car
}

describe('a dearer price is announced for midnight', () => {
  test('who came and left before pays the old one', async () => {
    const world = await makeWorld()
    await announce(world, DEARER)
    await world.comesIn(PLATE)
    world.wait(90)
    expect(await dueAtExit(world)).toBe(300)
  })

  test('who came before and leaves after pays the old one', async () => {
    const world = await makeWorld()
    await announce(world, DEARER)
    world.wait(untilMidnight - 1)
    await world.comesIn(PLATE)
    world.wait(61)
    expect(await dueAtExit(world)).toBe(500)
  })

  test('who comes at midnight pays the new one', async () => {
    const world = await makeWorld()
    await announce(world, DEARER)
    world.wait(untilMidnight)
    await world.comesIn(PLATE)
    world.wait(61)
    expect(await dueAtExit(world)).toBe(2000)
    await world.ask(LIN, 'vehicles.add', { plate: PLATE })
    const car = await homeOf(world)
    if (car.state !== 'inside') throw new Error('the car is inside')
    const bill = await world.ask(LIN, 'bill.open', { stay: car.stay })
    expect(bill).toMatchObject({ due: 2000, tariffVersion: '2026-03' })
    expect(bill.rules[0]).toContain('¥10.00')
    expect(world.alarms).toEqual([])
  })

  test('where it goes by the exit, who came before and leaves after pays the new one', async () => {
    const world = await makeWorld()
    await announce(world, { ...DEARER, effective: { from: '2026-03-03', by: 'exit' } })
    world.wait(untilMidnight - 1)
    await world.comesIn(PLATE)
    expect(await dueAtExit(world)).toBe(0)
    world.wait(61)
    expect(await dueAtExit(world)).toBe(2000)
  })

  test('one price list is read for a stay, and once', async () => {
    const read: string[] = []
    const world = await makeWorld({
      wrap: (store) => ({
        ...store,
        get: (collection, id) => {
          if (collection === 'tariffs') read.push(id)
          return store.get(collection, id)
        },
      }),
    })
    await announce(world, DEARER)
    await world.comesIn(PLATE)
    await world.ask(LIN, 'vehicles.add', { plate: PLATE })
    await homeOf(world)
    await homeOf(world)
    expect(read).toEqual([documentId(TENGCHONG)])
  })
})

describe('a bill that was made, and that somebody has to look at', () => {
  test('a stay after the last day that the calendar knows', async () => {
    const world = await makeWorld()
    const calendar = {
      covers: ['2026-01-01', '2026-03-02'],
      dates: { off: ['2026-01-01'] },
      days: [{ type: 'workday', weekdays: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] }],
    } as const
    await announce(world, { ...DEARER, calendar, effective: { from: '2026-01-01' } })
    await world.comesIn(PLATE)
    world.wait(untilMidnight)
    expect(await dueAtExit(world)).toBe(14000)
    expect(world.alarms).toEqual([])
    world.wait(1)
    expect(await dueAtExit(world)).toBe(15000)
    expect(world.alarms).toEqual(['a bill is doubtful'])
  })

  test.each([
    ['a little', 59, []],
    ['much', 61, ['entered in the future']],
  ])('a lot whose clock is %s ahead of ours', async (_, seconds, alarms) => {
    const world = await makeWorld()
    await world.ask(LIN, 'vehicles.add', { plate: PLATE })
    await world.comesIn(PLATE)
    const enteredAt = instant(world.now() + seconds * 1000)
    await world.store.update('stays', activeStay(LOT, { plate: PLATE as Plate, colour: 'blue' }), { enteredAt })
    expect(await homeOf(world)).toMatchObject({ state: 'inside', due: 0 })
    expect(world.alarms).toEqual(alarms)
  })
})

describe('a stay without a usable price list', () => {
  const broken = {
    _id: documentId(DEARER),
    tariff: { ...DEARER, plans: { car: { periods: [{ name: '停车', flat: -1 }] } } },
  } as unknown as TariffDoc
  const versions = versionsOf([DEARER])

  const faulty: [string, string, (world: World) => Promise<unknown>][] = [
    ['none is in force', 'no price list in force', (world) => world.store.update('lots', LOT, { tariffs: versions })],
    [
      'it is not stored',
      'price list cannot be used',
      (world) => world.store.update('lots', LOT, { tariffs: [{ doc: 'list@lost' }] }),
    ],
    [
      'it is in a currency that cannot be paid',
      'price list cannot be used',
      async (world) => {
        await world.store.put('tariffs', { _id: documentId(DEARER), tariff: { ...DEARER, currency: 'USD' } })
        await world.store.update('lots', LOT, { tariffs: [{ doc: documentId(DEARER) }] })
      },
    ],
    [
      'it has a fault',
      'price list cannot be used',
      async (world) => {
        await world.store.put('tariffs', broken)
        await world.store.update('lots', LOT, { tariffs: [{ doc: broken._id }] })
      },
    ],
  ]

  test.each(faulty)(
    '%s: nobody is charged or let out, the lot is answered, and somebody is told',
    async (_, alarm, spoil) => {
      const world = await makeWorld()
      await world.ask(LIN, 'vehicles.add', { plate: PLATE })
      await spoil(world)
      await world.comesIn(PLATE)
      expect(world.alarms).toEqual([])
      world.wait(90)
      const car = await homeOf(world)
      if (car.state !== 'unpriced') throw new Error(`the car is ${car.state}`)
      expect(await world.refusal(LIN, 'bill.open', { stay: car.stay })).toBe('no-price')

      const { visit, answer } = await world.arrives(EXIT, PLATE)
      expect(answer.decision).toMatchObject({ do: 'refuse', why: 'no-price', show: '暂时无法计费' })
      expect(await world.ask(LIN, 'lane.open', { code: world.code(EXIT) })).toMatchObject({ why: 'no-price' })
      expect(new Set(world.alarms)).toEqual(new Set([alarm]))

      await world.passes(EXIT, visit)
      expect(await homeOf(world)).toMatchObject({ state: 'away' })
    },
  )

  test('a fault is told with its path; mended, the scan of the lane lets the car pay', async () => {
    const world = await makeWorld()
    const told: unknown[] = []
    world.ports.log.alarm = (_, facts) => told.push(facts)
    await world.store.put('tariffs', broken)
    await world.store.update('lots', LOT, { tariffs: [{ doc: broken._id }] })
    await world.comesIn(PLATE)
    world.wait(90)
    await world.arrives(EXIT, PLATE)
    expect(told).toEqual([
      {
        lot: LOT,
        tariff: broken._id,
        faults: ['$.plans.car.periods[0].flat is -1; right: whole fen, 0 or more (100 is 1.00)'],
      },
    ])
    await world.store.put('tariffs', { _id: broken._id, tariff: DEARER })
    const lane = await world.ask(LIN, 'lane.open', { code: world.code(EXIT) })
    expect(lane).toMatchObject({ situation: 'pay', bill: { due: 2000 } })
  })

  test('a price list that is stored under another name is used, and told', async () => {
    const world = await makeWorld()
    await world.store.put('tariffs', { _id: 'list@2026', tariff: DEARER })
    await world.store.update('lots', LOT, { tariffs: [{ doc: 'list@2026' }] })
    await world.comesIn(PLATE)
    world.wait(90)
    expect(await dueAtExit(world)).toBe(2000)
    expect(world.alarms).toEqual(['price list under another name'])
  })
})
