import { mount, textOf } from '../../support/mount'

describe('money', () => {
  test('is written in yuan with two places', () => {
    expect(textOf(mount('components/money/money', { amount: 1250 }))).toBe('¥12.50')
  })
})
