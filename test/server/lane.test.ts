import { receiveMessage } from '../../cloudfunctions/server/gate/receive-message'
import type { LaneId, LotId, VisitId } from '../../domain/stay'
import { ENTRY, EXIT, LIN, LINK, LOT, makeWorld, WANG } from '../support/world'

test.each([
  ['a link of somebody else', 'https://evil.example/l/demo-in-1.AAAAAAAAAAAAAA'],
  ['a lane that does not exist, under a made-up mark', `${LINK}demo-in-9.AAAAAAAAAAAAAA`],
  ['no code at all', '6901234567892'],
])('%s is named as not ours', async (_what, code) => {
  const world = await makeWorld()
  expect(await world.refusal(LIN, 'lane.open', { code })).toBe('code-not-ours')
})

test('a code with one letter changed is not ours', async () => {
  const world = await makeWorld()
  const code = world.code(EXIT)
  const altered = code.replace('demo-out-1', 'demo-in-1')
  expect(altered).not.toBe(code)
  expect(await world.refusal(LIN, 'lane.open', { code: altered })).toBe('code-not-ours')
})

test('a photographed code does nothing from home: there is no car in the lane', async () => {
  const world = await makeWorld()
  expect(await world.ask(LIN, 'lane.open', { code: world.code(EXIT) })).toMatchObject({
    situation: 'refused',
    why: 'no-car-in-lane',
  })
  expect(await world.refusal(LIN, 'lane.enter', { code: world.code(ENTRY), visit: 'gone' })).toBe('no-car-in-lane')
})

test('the lot is cut off from the cloud: a scan says so, and not that the lane is empty', async () => {
  const world = await makeWorld()
  world.bridge.mood = 'silent'
  expect(await world.refusal(LIN, 'lane.open', { code: world.code(EXIT) })).toBe('lot-silent')
  world.bridge.mood = 'well'
  world.bridge.stands(EXIT, 'not told yet' as VisitId)
  expect(await world.refusal(LIN, 'lane.open', { code: world.code(EXIT) })).toBe('lot-silent')
})

test('a full lot lets nobody in, and the next one in when a car has left', async () => {
  const world = await makeWorld({ spaces: 1 })
  await world.comesIn('京A12345')
  const { visit, answer } = await world.arrives(ENTRY, '京B12345')
  expect(answer.decision).toMatchObject({ do: 'refuse', why: 'lot-full', show: '车位已满' })
  const leaving = await world.arrives(EXIT, '京A12345')
  await world.passes(EXIT, leaving.visit)
  expect(await world.ask(LIN, 'lane.open', { code: world.code(ENTRY) })).toMatchObject({
    situation: 'admitted',
    visit,
    car: { plate: null, name: '京B·1**45' },
    barrier: { state: 'open' },
  })
})

test('a second car with the plate of one that is inside is refused', async () => {
  const world = await makeWorld()
  await world.comesIn('京A12345')
  expect((await world.arrives(ENTRY, '京A12345')).answer.decision).toMatchObject({
    do: 'refuse',
    why: 'already-inside',
  })
})

test('a car that nobody saw come in is not let out by a machine', async () => {
  const world = await makeWorld()
  expect((await world.arrives(EXIT, '京A12345')).answer.decision).toMatchObject({ do: 'refuse', why: 'no-stay' })
})

test('a locked car does not leave, neither by camera nor by code', async () => {
  const world = await makeWorld()
  await world.comesIn('京A12345')
  await world.store.update('stays', `${LOT}:京A12345`, { locked: true })
  const { visit, answer } = await world.arrives(EXIT, '京A12345')
  expect(answer.decision).toMatchObject({ do: 'refuse', why: 'car-locked' })
  expect(await world.ask(LIN, 'lane.open', { code: world.code(EXIT) })).toMatchObject({
    situation: 'refused',
    why: 'car-locked',
  })
  expect(world.bridge.opened.filter((rise) => rise.visit === visit)).toEqual([])
})

test('a closed lane says so', async () => {
  const world = await makeWorld()
  await world.store.update('lanes', ENTRY, { open: false })
  expect((await world.arrives(ENTRY, '京A12345')).answer.decision).toMatchObject({ do: 'refuse', why: 'lane-closed' })
  expect(await world.ask(LIN, 'lane.open', { code: world.code(ENTRY) })).toMatchObject({
    situation: 'refused',
    why: 'lane-closed',
  })
})

test('a message told twice has one effect and gets the same answer', async () => {
  const world = await makeWorld()
  const { visit, answer } = await world.arrives(EXIT, '京A12345')
  await world.backsOut(EXIT, visit)
  const entry = await world.tell({
    type: 'vehicle.atLane',
    lane: ENTRY,
    visit: 'v-again' as VisitId,
    plate: { text: '京B12345', colour: 'blue' },
  })
  expect(await world.again()).toEqual(entry)
  await world.tell({ type: 'vehicle.passed', lane: ENTRY, visit: 'v-again' as VisitId })
  await world.again()
  expect(await world.store.count('stays', { lot: LOT, state: 'inside' })).toBe(1)
  expect(answer.decision?.do).toBe('refuse')
})

test('a car that backs out ends nothing, and the lane is free for the next', async () => {
  const world = await makeWorld()
  await world.comesIn('京A12345')
  world.wait(20)
  const { visit } = await world.arrives(EXIT, '京A12345')
  await world.backsOut(EXIT, visit)
  expect(await world.store.count('stays', { lot: LOT, state: 'inside' })).toBe(1)
  expect((await world.store.get('lanes', EXIT))?.visit).toBeNull()
  expect(await world.ask(LIN, 'lane.barrier', { visit })).toMatchObject({ state: 'stuck', why: 'car-gone' })
})

test('a late word about the car before does not empty the lane of the next', async () => {
  const world = await makeWorld()
  const first = await world.arrives(ENTRY, '京A12345')
  const second = await world.arrives(ENTRY, '京B12345')
  await world.tell({ type: 'vehicle.passed', lane: ENTRY, visit: first.visit })
  expect((await world.store.get('lanes', ENTRY))?.visit).toBe(second.visit)
})

test('a stranger at the lane learns only a masked plate of a car that comes in', async () => {
  const world = await makeWorld()
  await world.ask(LIN, 'vehicles.add', { plate: '京A12345' })
  await world.arrives(ENTRY, '京A12345')
  const code = world.code(ENTRY)
  expect(await world.ask(WANG, 'lane.open', { code })).toMatchObject({ car: { plate: null, name: '京A·1**45' } })
  expect(await world.ask(LIN, 'lane.open', { code })).toMatchObject({ car: { plate: '京A12345' } })
})

test('one person lets in one car without a plate at a time', async () => {
  const world = await makeWorld()
  const enter = async (lane: LaneId) => {
    const { visit } = await world.arrives(lane, null)
    return { visit, code: world.code(lane) }
  }
  const first = await enter(ENTRY)
  await world.ask(WANG, 'lane.enter', first)
  await world.passes(ENTRY, first.visit)
  expect(await world.refusal(WANG, 'lane.enter', await enter(ENTRY))).toBe('already-inside')
})

test.each([
  [{ name: 'nonsense', ask: {} }],
  [{ name: 'lane.open', ask: {} }],
  [{ name: 'lane.open', ask: { code: 7 } }],
  [{ name: 'lane.open', ask: { code: 'x'.repeat(201) } }],
  [{ name: 'toString', ask: {} }],
  ['home'],
  [null],
])('%j is not understood, and nothing is read', async (event) => {
  const world = await makeWorld()
  expect(await world.raw(LIN, event)).toMatchObject({ ok: false, why: 'not-understood' })
})

describe('what a lot tells', () => {
  test("a lot says nothing about another's cars", async () => {
    const world = await makeWorld()
    await world.comesIn('京A12345')
    const { visit } = await world.arrives(EXIT, '京A12345')
    const message = { id: 'x1', lot: 'other' as LotId, sequence: 1, observedAt: world.now(), sentAt: world.now() }
    await receiveMessage(world.ports, { ...message, event: { type: 'vehicle.passed', lane: EXIT, visit } })
    expect(await world.store.count('stays', { lot: LOT, state: 'inside' })).toBe(1)
    expect((await world.store.get('lanes', EXIT))?.visit).toBe(visit)
  })

  test('a lane that nobody knows is alarmed and acknowledged, so that the next events get through', async () => {
    const world = await makeWorld()
    const plate = { text: '京A12345', colour: 'blue' as const }
    const told = await world.tell({ type: 'vehicle.atLane', lane: 'new' as LaneId, visit: 'v' as VisitId, plate })
    expect(told.decision).toMatchObject({ do: 'refuse' })
    expect(world.alarms).toHaveLength(1)
  })

  test('a car passed that nobody saw come: alarmed', async () => {
    const world = await makeWorld()
    await world.tell({ type: 'vehicle.passed', lane: ENTRY, visit: 'never told' as VisitId })
    expect(world.alarms).toEqual(['a car passed that nobody saw come'])
  })

  test('the answer to a car at the entry was lost: told again later, it opens with a new command', async () => {
    const world = await makeWorld()
    const visit = 'waits' as VisitId
    world.bridge.stands(ENTRY, visit)
    const plate = { text: '京A12345', colour: 'blue' as const }
    const first = await world.tell({ type: 'vehicle.atLane', lane: ENTRY, visit, plate })
    world.wait(0.5)
    const second = await world.again()
    if (first.decision?.do !== 'open' || second.decision?.do !== 'open') throw new Error('it opens')
    expect(second.decision.command.id).not.toBe(first.decision.command.id)
    expect(world.bridge.carryOut(second.decision.command).state).toBe('opened')
    expect(world.bridge.carryOut(first.decision.command).state).toBe('expired')
  })
})

describe('without a readable plate', () => {
  test('a full lot is said to be full at once, not after a scan', async () => {
    const world = await makeWorld({ spaces: 0 })
    expect((await world.arrives(ENTRY, null)).answer.decision).toMatchObject({ do: 'refuse', why: 'lot-full' })
    expect(await world.ask(LIN, 'lane.open', { code: world.code(ENTRY) })).toMatchObject({ why: 'lot-full' })
  })

  test('at the exit, the bill of the bound car that is inside is offered', async () => {
    const world = await makeWorld()
    await world.ask(LIN, 'vehicles.add', { plate: '京A12345' })
    await world.comesIn('京A12345')
    world.wait(90)
    await world.arrives(EXIT, null)
    const lane = await world.ask(LIN, 'lane.open', { code: world.code(EXIT) })
    expect(lane).toMatchObject({ situation: 'pay', bill: { car: { plate: '京A12345' } } })
  })

  test('let in by code, the lot full meanwhile, tapped again: not refused while the barrier opens', async () => {
    const world = await makeWorld({ spaces: 1 })
    const { visit } = await world.arrives(ENTRY, null)
    const ask = { code: world.code(ENTRY), visit }
    await world.ask(LIN, 'lane.enter', ask)
    await world.store.update('lots', LOT, { spaces: 0 })
    expect(await world.ask(LIN, 'lane.enter', ask)).toMatchObject({ situation: 'admitted' })
  })
})
