import { mount, tap } from '../../support/mount'

describe('the main action', () => {
  test('is felt once, and not while it is being done', async () => {
    const bar = mount('components/action-bar/action-bar', { text: '缴费 ¥12.50' })
    const acted = jest.fn()
    bar.addEventListener('act', acted)
    await tap(bar, '.button')
    bar.setData({ busy: true })
    await tap(bar, '.button')
    expect(acted).toHaveBeenCalledTimes(1)
  })
})
