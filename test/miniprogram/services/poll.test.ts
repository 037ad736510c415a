import { AFTER_THE_CASHIER, AT_THE_BARRIER, poll } from '../../../miniprogram/services/poll'

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

describe('asking again', () => {
  test('goes on until the question says that there is nothing more to learn', async () => {
    let left = 3
    const givenUp = jest.fn()
    poll(() => Promise.resolve(--left > 0), [1000, 1000, 1000, 1000, 1000], givenUp)
    await jest.advanceTimersByTimeAsync(60_000)
    expect(left).toBe(0)
    expect(givenUp).not.toHaveBeenCalled()
  })

  test('gives up when patience ends, and says so once', async () => {
    const question = jest.fn(() => Promise.resolve(true))
    const givenUp = jest.fn()
    poll(question, [1000, 3000], givenUp)
    await jest.advanceTimersByTimeAsync(60_000)
    expect(question).toHaveBeenCalledTimes(2)
    expect(givenUp).toHaveBeenCalledTimes(1)
  })

  test('stopped while an answer is on its way, asks no more', async () => {
    const question = jest.fn(() => new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 500)))
    const watch = poll(question, [1000, 1000, 1000], jest.fn())
    await jest.advanceTimersByTimeAsync(1200)
    watch.stop()
    await jest.advanceTimersByTimeAsync(60_000)
    expect(question).toHaveBeenCalledTimes(1)
  })

  test.each([
    ['at the barrier', AT_THE_BARRIER],
    ['after the cashier', AFTER_THE_CASHIER],
  ])('%s it begins every second, slows down, and ends within five minutes', (_where, patience) => {
    expect(patience[0]).toBe(1000)
    expect([...patience].sort((a, b) => a - b)).toEqual(patience)
    expect(patience.reduce((sum, wait) => sum + wait, 0)).toBeLessThan(5 * 60_000)
  })
})
