import { LIN, makeWorld, WANG } from '../support/world'

test('the first vehicle becomes the default, however it was typed', async () => {
  const world = await makeWorld()
  expect(await world.ask(LIN, 'vehicles.add', { plate: '京a·12345' })).toEqual([
    { plate: '京A12345', colour: 'blue', isDefault: true },
  ])
  expect(await world.ask(LIN, 'vehicles.add', { plate: '沪AD12345' })).toMatchObject([
    { isDefault: true },
    { colour: 'green', isDefault: false },
  ])
})

test('another can be made the default, and deleting the default passes it to the oldest that remains', async () => {
  const world = await makeWorld()
  for (const plate of ['京A00001', '京A00002', '京A00003']) {
    await world.ask(LIN, 'vehicles.add', { plate })
    world.wait(1)
  }
  const chosen = await world.ask(LIN, 'vehicles.makeDefault', { plate: '京A00003' })
  expect(chosen.map(({ plate, isDefault }) => [plate, isDefault])).toEqual([
    ['京A00003', true],
    ['京A00001', false],
    ['京A00002', false],
  ])
  const left = await world.ask(LIN, 'vehicles.remove', { plate: '京A00003' })
  expect(left.map(({ plate, isDefault }) => [plate, isDefault])).toEqual([
    ['京A00001', true],
    ['京A00002', false],
  ])
})

test('a duplicate, an impossible plate and an eleventh car are refused by name', async () => {
  const world = await makeWorld()
  expect(await world.refusal(LIN, 'vehicles.add', { plate: '京A1234' })).toBe('not-a-plate')
  for (let car = 0; car < 10; car++) await world.ask(LIN, 'vehicles.add', { plate: `京A0000${car}` })
  expect(await world.refusal(LIN, 'vehicles.add', { plate: '京A00000' })).toBe('vehicle-bound-already')
  expect(await world.refusal(LIN, 'vehicles.add', { plate: '京A99999' })).toBe('too-many-vehicles')
})

test('two taps at once bind a plate once', async () => {
  const world = await makeWorld()
  const add = () => world.raw(LIN, { name: 'vehicles.add', ask: { plate: '京A12345' } })
  const answers = await Promise.all([add(), add()])
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  expect(await world.ask(LIN, 'vehicles.list', {})).toHaveLength(1)
})

test('a family may bind one plate, each for themselves; nobody touches what is bound by another', async () => {
  const world = await makeWorld()
  await world.ask(LIN, 'vehicles.add', { plate: '京A12345' })
  expect(await world.refusal(WANG, 'vehicles.makeDefault', { plate: '京A12345' })).toBe('not-found')
  await world.ask(WANG, 'vehicles.add', { plate: '京A12345' })
  await world.ask(WANG, 'vehicles.remove', { plate: '京A12345' })
  expect(await world.ask(LIN, 'vehicles.list', {})).toHaveLength(1)
})

test('unbinding died before another became the default: the oldest is shown as it, and home knows a car', async () => {
  const world = await makeWorld()
  await world.ask(LIN, 'vehicles.add', { plate: '京A00001' })
  world.wait(1)
  await world.ask(LIN, 'vehicles.add', { plate: '京A00002' })
  await world.store.remove('vehicles', `${LIN}:京A00001`)
  expect((await world.ask(LIN, 'home', {})).cars).toHaveLength(1)
  expect(await world.ask(LIN, 'vehicles.list', {})).toMatchObject([{ plate: '京A00002', isDefault: true }])
})

test('two first vehicles at once: one of them is the default', async () => {
  const world = await makeWorld()
  await Promise.all(['京A00001', '京A00002'].map((plate) => world.ask(LIN, 'vehicles.add', { plate })))
  const vehicles = await world.ask(LIN, 'vehicles.list', {})
  expect(vehicles.map(({ isDefault }) => isDefault)).toEqual([true, false])
})
