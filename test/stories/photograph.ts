/** A picture of the phone; whatever is on it can be hit and read on a narrow phone with large letters, too. */
import { misfits } from '../support/legible'
import type { Phone } from '../support/browser'

export async function photograph(phone: Phone, name: string): Promise<void> {
  await phone.screenshot(name)
  expect(await misfits(phone)).toEqual([])
}
