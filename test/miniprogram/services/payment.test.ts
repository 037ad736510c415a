import { fen, type PaymentView } from '../../../domain/client'
import { leftBehind, pay, type PayStep } from '../../../miniprogram/services/payment'
import { recall, remember } from '../../../miniprogram/services/storage'
import { cloudSays, NOW, ORDER, PAID, PARAMS, refuse, today, UNPAID, unreachable, type Said } from '../support/samples'

const opened = () => ({ kind: 'pay' as const, orderNo: ORDER, params: PARAMS })
const cashierSays = jest.fn<Promise<unknown>, unknown[]>()

const silent = () => undefined

beforeEach(() => {
  cashierSays.mockReset().mockResolvedValue({ errMsg: 'requestPayment:ok' })
  jest.mocked(wx.requestPayment).mockImplementation(((options: unknown) => cashierSays(options)) as never)
})

const cancelled = () =>
  cashierSays.mockRejectedValue(Object.assign(new Error(), { errMsg: 'requestPayment:fail cancel' }))

const withTruth = (payment: PaymentView): Said => ({
  'payment.open': opened,
  'payment.check': () => today(payment),
})

describe('paying', () => {
  test('opens the cashier with what the cloud signed, and asks the cloud what came of it', async () => {
    const heard = cloudSays(withTruth(PAID))
    const steps: PayStep[] = []
    const end = await pay('quote-1', (step) => steps.push(step))
    expect(end).toMatchObject({ end: 'order', orderNo: ORDER, payment: { state: 'paid' } })
    expect(cashierSays).toHaveBeenCalledWith(expect.objectContaining({ package: 'prepay_id=1', signType: 'RSA' }))
    expect(heard.map(({ name }) => name)).toEqual(['payment.open', 'payment.check'])
    expect(steps).toEqual(['opening', 'cashier', 'checking'])
  })

  test('a double tap pays once', async () => {
    const heard = cloudSays(withTruth(PAID))
    const [first, second] = await Promise.all([pay('quote-1', silent), pay('quote-1', silent)])
    expect(first).toEqual(second)
    expect(cashierSays).toHaveBeenCalledTimes(1)
    expect(heard.filter(({ name }) => name === 'payment.open')).toHaveLength(1)
  })

  test('zero due never opens the cashier', async () => {
    cloudSays({ 'payment.open': () => ({ kind: 'settled' }) })
    expect(await pay('quote-1', silent)).toEqual({ end: 'settled' })
    expect(cashierSays).not.toHaveBeenCalled()
  })

  test('coupons that pay for everything never open the cashier, and their order is followed', async () => {
    const heard = cloudSays({
      'payment.open': () => ({ kind: 'settled', orderNo: ORDER }),
      'payment.check': () => today({ ...PAID, amount: fen(0) }),
    })
    const end = await pay('quote-1', silent)
    expect(end).toMatchObject({ end: 'order', orderNo: ORDER, payment: { state: 'paid', amount: 0 } })
    expect(heard.map(({ name }) => name)).toEqual(['payment.open', 'payment.check'])
    expect(cashierSays).not.toHaveBeenCalled()
  })

  test('a refused order opens no cashier and leaves nothing to remember', async () => {
    cloudSays({ 'payment.open': refuse('being-paid') })
    expect(await pay('quote-1', silent)).toEqual({ end: 'refused', why: 'being-paid' })
    expect(recall('order')).toBeUndefined()
  })

  test('leaving the cashier without paying is unpaid', async () => {
    cloudSays(withTruth(UNPAID))
    cancelled()
    expect(await pay('quote-1', silent)).toEqual({ end: 'unpaid' })
  })

  test('a cashier that says cancel after the payment went through does not hide the payment', async () => {
    cloudSays(withTruth(PAID))
    cancelled()
    expect(await pay('quote-1', silent)).toMatchObject({ end: 'order', payment: { state: 'paid' } })
  })

  test('a cashier that says ok before the money is booked is not believed: the order is followed', async () => {
    cloudSays(withTruth(UNPAID))
    expect(await pay('quote-1', silent)).toMatchObject({ end: 'order', payment: { state: 'unpaid' } })
  })

  test('a lost reply after the cashier leaves the order to be followed, not a failure', async () => {
    cloudSays({ 'payment.open': opened, 'payment.check': unreachable })
    expect(await pay('quote-1', silent)).toEqual({ end: 'order', orderNo: ORDER })
    expect(recall('order')).toMatchObject({ orderNo: ORDER })
  })
})

describe('an app that was killed in the cashier', () => {
  beforeEach(() => remember('order', { orderNo: ORDER, openedAt: NOW }))

  test('finds the order while the cashier is open', async () => {
    cloudSays({ 'payment.open': opened, 'payment.check': () => today(PAID) })
    const inCashier = new Promise<void>((resolve) => {
      cashierSays.mockImplementation(() => {
        resolve()
        return new Promise(() => undefined)
      })
    })
    void pay('quote-2', silent)
    await inCashier
    expect(recall('order')).toMatchObject({ orderNo: ORDER })
  })
})

describe('what a killed app left behind', () => {
  const start = (payment: () => PaymentView) =>
    jest.isolateModulesAsync(async () => {
      remember('order', { orderNo: ORDER, openedAt: NOW })
      cloudSays({ 'payment.check': payment })
      const fresh = await import('../../../miniprogram/services/payment')
      told = await fresh.leftBehind()
    })
  let told: string | undefined

  test('a payment that went through is told at the next start, once', async () => {
    await start(() => today(PAID))
    expect(told).toBe(ORDER)
    expect(recall('order')).toBeUndefined()
  })

  test('money that goes back is told, too', async () => {
    await start(() => today({ ...PAID, state: 'returning', why: 'paid-already', back: PAID.amount, told: false }))
    expect(told).toBe(ORDER)
  })

  test('an order that nobody paid is not worth a word, and is asked about while it can still be paid', async () => {
    await start(() => today(UNPAID))
    expect(told).toBeUndefined()
    expect(recall('order')).toBeDefined()
  })

  test('an order that ran out unpaid is forgotten', async () => {
    await start(() => today({ ...UNPAID, expiresAt: NOW }) as PaymentView)
    expect(told).toBeUndefined()
    expect(recall('order')).toBeUndefined()
  })

  test('without a network the order stays remembered', async () => {
    await start(unreachable)
    expect(told).toBeUndefined()
    expect(recall('order')).toMatchObject({ orderNo: ORDER })
  })

  test('nothing left behind asks nothing', async () => {
    const heard = cloudSays({})
    expect(await leftBehind()).toBeUndefined()
    expect(heard).toEqual([])
  })
})
