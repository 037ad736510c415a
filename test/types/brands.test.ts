/** What must not compile: `tsc` fails on an expectation here that no longer holds. */
import type { Fen } from '../../domain/money'
import { fen } from '../../domain/money'
import { readPlate, writtenPlate } from '../../domain/plate'
import { after, instant, minutes } from '../../domain/time'

test('money, minutes, instants and plates are not to be mixed up', () => {
  // @ts-expect-error a bare number is not money
  const due: Fen = 500
  // @ts-expect-error minutes come second
  const swapped = () => after(minutes(5), instant(0))
  // @ts-expect-error typed text is not a plate until it was read
  const unread = () => writtenPlate('京A12345')
  // @ts-expect-error a text that may be no plate must be looked at first
  const unchecked = () => writtenPlate(readPlate('京A12345'))
  expect([due, swapped, unread, unchecked]).toBeDefined()
  expect(fen(500)).toBe(500)
})
