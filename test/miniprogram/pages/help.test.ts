import { openPage, tap, textOf } from '../../support/mount'

test('a question unfolds its answer, one at a time', async () => {
  const page = await openPage('pages/help/help')
  expect(textOf(page)).not.toContain('道闸会自动抬起')
  await tap(page, '.ask')
  expect(textOf(page)).toContain('道闸会自动抬起')
  await tap(page, '.ask')
  expect(textOf(page)).not.toContain('道闸会自动抬起')
})
