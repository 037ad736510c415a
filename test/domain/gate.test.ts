import fc from 'fast-check'
import { commandAfter, refuseEntry, refuseExit, type CommandState } from '../../domain/gate'
import { fen } from '../../domain/money'

const welcome = { laneOpen: true, freeSpaces: 1, insideAlready: false }

test('a car comes in when the lane is open, there is room, and it is not inside already', () => {
  expect(refuseEntry(welcome)).toBeUndefined()
  expect(refuseEntry({ ...welcome, freeSpaces: 0 })).toBe('lot-full')
  expect(refuseEntry({ ...welcome, insideAlready: true })).toBe('already-inside')
  expect(refuseEntry({ ...welcome, laneOpen: false, freeSpaces: 0 })).toBe('lane-closed')
})

test('a locked car does not leave, paid or not; a car nobody knows is not let out by a machine', () => {
  expect(refuseExit({ laneOpen: true, stay: { locked: true, due: fen(0) } })).toBe('car-locked')
  expect(refuseExit({ laneOpen: true, stay: undefined })).toBe('no-stay')
  expect(refuseExit({ laneOpen: true, stay: { locked: false, due: fen(0) } })).toBeUndefined()
  expect(refuseExit({ laneOpen: true, stay: { locked: false, due: null } })).toBe('no-price')
})

const STATES: readonly CommandState[] = [
  'accepted',
  'sent',
  'acked',
  'opened',
  'passed',
  'refused',
  'expired',
  'failed',
  'unknown',
]
const states = fc.constantFrom(...STATES)

test('law: a report told again changes nothing, and a car that passed stays passed', () => {
  fc.assert(
    fc.property(
      states,
      states,
      (known, told) => commandAfter(commandAfter(known, told), told) === commandAfter(known, told),
    ),
  )
  fc.assert(fc.property(fc.array(states), (told) => told.reduce(commandAfter, 'passed') === 'passed'))
})

test('law: an arm that rose is never shown as one that failed', () => {
  fc.assert(fc.property(fc.array(states), (told) => ['opened', 'passed'].includes(told.reduce(commandAfter, 'opened'))))
})

test('silence after an acknowledgement is no step back', () => {
  expect(commandAfter('acked', 'unknown')).toBe('acked')
  expect(commandAfter('unknown', 'sent')).toBe('sent')
})
