import { ask } from '../../../miniprogram/services/cloud'
import { now } from '../../../miniprogram/services/clock'
import { answerCalls } from '../../support/wx'
import { cloudSays, refuse, unreachable } from '../support/samples'

const MINUTE = 60_000

afterEach(() => {
  jest.useRealTimers()
})

describe('asking the cloud', () => {
  test('brings the answer, and the time by the cloud', async () => {
    answerCalls(() => ({ ok: true, at: 5_000, answer: [] }))
    expect(await ask('vehicles.list', {})).toEqual({ ok: true, at: 5_000, answer: [] })
  })

  test('sends the name and the question to the one function there is', async () => {
    const heard = cloudSays({ 'bill.open': refuse('stay-over') })
    await ask('bill.open', { stay: 'stay-1' })
    expect(heard).toEqual([{ name: 'bill.open', ask: { stay: 'stay-1' } }])
    expect(wx.cloud.callFunction).toHaveBeenCalledWith(expect.objectContaining({ name: 'api' }))
  })

  test('a refusal keeps its reason', async () => {
    cloudSays({ home: refuse('busy') })
    expect(await ask('home', {})).toEqual({ ok: false, why: 'busy' })
  })

  test('without a network the phone says so', async () => {
    cloudSays({ home: unreachable })
    expect(await ask('home', {})).toEqual({ ok: false, why: 'offline' })
  })

  test('a network that gives up says that it took too long', async () => {
    answerCalls(() => {
      throw Object.assign(new Error('late'), { errCode: -1, errMsg: 'cloud.callFunction:fail request:fail timeout' })
    })
    expect(await ask('home', {})).toEqual({ ok: false, why: 'timeout' })
  })

  test('a cloud that breaks down is our fault, not the network', async () => {
    answerCalls(() => {
      throw Object.assign(new Error('broken'), { errCode: -504002, errMsg: 'cloud.callFunction:fail -504002' })
    })
    expect(await ask('home', {})).toEqual({ ok: false, why: 'fault' })
  })

  test('no answer within ten seconds is given up, and the next question is asked anew', async () => {
    jest.useFakeTimers()
    answerCalls(() => new Promise(() => undefined))
    const waiting = ask('home', {})
    await jest.advanceTimersByTimeAsync(10_000)
    expect(await waiting).toEqual({ ok: false, why: 'timeout' })
    answerCalls(() => ({ ok: true, at: 1, answer: { cars: [] } }))
    expect(await ask('home', {})).toMatchObject({ ok: true })
  })

  test('a double tap asks once, and both taps get the answer', async () => {
    const heard = cloudSays({ home: () => ({ cars: [] }) })
    const [first, second] = await Promise.all([ask('home', {}), ask('home', {})])
    expect(heard).toHaveLength(1)
    expect(first).toEqual(second)
  })

  test('the same name with another question is another question', async () => {
    const heard = cloudSays({ 'bill.open': refuse('not-found') })
    await Promise.all([ask('bill.open', { stay: 'a' }), ask('bill.open', { stay: 'b' })])
    expect(heard).toHaveLength(2)
  })

  test('countdowns run by the clock of the cloud, whatever the phone shows', async () => {
    const ahead = 90 * MINUTE
    answerCalls(() => ({ ok: true, at: Date.now() + ahead, answer: { cars: [] } }))
    await ask('home', {})
    expect(Math.abs(now() - (Date.now() + ahead))).toBeLessThan(1000)
  })
})
