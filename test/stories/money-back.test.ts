/** Money that goes back: the wrong car was paid, two people paid one car; and a payment that nobody saw end. */
import { merchantRequest } from '../support/merchant-request'
import { useBrowser, type Phone } from '../support/browser'
import { MINUTE, until, useGarage } from './garage'
import { photograph } from './photograph'

const browser = useBrowser()
const garage = useGarage()

/** Ninety minutes cost the same all day: ¥3.00 by day, ¥5.00 by night, ¥8.00 over both. */
const PRICE = /缴费 ¥[358]\.00/

const ask = async <Answer>(holder: string, name: string, question: object = {}): Promise<Answer> => {
  const envelope = await garage.machine().cloud.call('api', { name, ask: question }, { openid: holder })
  return (envelope as { answer: Answer }).answer
}

interface Transaction {
  orderNo: string
  state: string
}

const payments = async (holder: string) =>
  (await ask<{ items: Transaction[] }>(holder, 'transactions.list')).items.map(({ orderNo, state }) => ({
    orderNo,
    state,
  }))

/** What WeChat Pay's books say of an order. */
async function tradeState(orderNo: string): Promise<unknown> {
  const { pay, clock } = garage.machine()
  const send = merchantRequest(pay, () => clock.now())
  const { json } = await send('GET', `/v3/pay/transactions/out-trade-no/${orderNo}?mchid=${pay.merchant.mchid}`)
  return json['trade_state']
}

/** A car that has stood inside for ninety minutes; these people have bound it. */
async function parkedFor(plate: string, holders: readonly string[]): Promise<void> {
  for (const holder of holders) await ask(holder, 'vehicles.add', { plate })
  await garage.parks(plate)
  garage.machine().clock.push(90 * MINUTE)
}

async function toTheCashier(holder: string): Promise<Phone> {
  const phone = await browser.openPhone(garage.phoneUrl(), { holder })
  await phone.tap(PRICE)
  await phone.see('费用明细')
  await phone.tap(PRICE)
  await phone.see('确认支付')
  return phone
}

/** Refunds come to nothing until this ends, so that a person has all the time to ask for a message. */
const holdRefunds = () => garage.machine().pay.faults.next('refund-closed', { times: 100 })

/** The message that the money is back, however often WeChat must be asked for it. */
async function messageOfReturn(holder: string): Promise<string> {
  const { clock, cloud, pay } = garage.machine()
  pay.faults.clear()
  const own = () => cloud.messages().filter(({ openid }) => openid === holder)
  await until(async () => {
    clock.push(MINUTE)
    await cloud.tick()
    return own().length > 0
  }, 'the message that the money is back')
  return JSON.stringify(own().map(({ data }) => data))
}

test('the wrong car was paid: taken back, the money returns, the car is unpaid again, and the payer is told', async () => {
  const holder = 'o-wrong-car'
  await parkedFor('京A40001', [holder])
  const phone = await toTheCashier(holder)
  await phone.tap('确认支付')
  await phone.see(/内可撤销/)
  await photograph(phone, 'undo-offered')
  holdRefunds()
  await phone.tap('付错车了？撤销缴费')
  await phone.see(/这辆车恢复为未缴费/)
  await photograph(phone, 'undo-asked')
  await phone.tap('撤销缴费')
  await phone.see('款项正在退回')
  await phone.tap('到账时通知我')
  await phone.tap('允许')
  await phone.see('到账时会发消息通知您')
  await photograph(phone, 'undo-on-its-way')
  await phone.tap('完成')
  await phone.see(/缴费 ¥/)

  expect(await messageOfReturn(holder)).toContain('京A·40001')
  const [payment] = await payments(holder)
  expect(payment).toMatchObject({ state: 'returned' })
  expect(await tradeState(payment?.orderNo ?? '')).toBe('REFUND')
  await phone.tap('我的')
  await phone.tap('交易记录')
  await phone.tap(/已退款 ¥[358]\.00/)
  await phone.see(/您撤销了这次缴费/)
  await photograph(phone, 'undo-receipt')
})

test('two people pay one car: the second gets the money back, and is told', async () => {
  const [slow, quick] = ['o-slow', 'o-quick']
  await parkedFor('京A40002', [slow, quick])
  const { clock, pay } = garage.machine()
  const late = await toTheCashier(slow)
  clock.push(2 * MINUTE)
  const first = await toTheCashier(quick)
  await first.tap('确认支付')
  await first.see('缴费成功')
  pay.faults.next('paid-after-close')
  holdRefunds()
  await late.tap('确认支付')
  await late.see('款项正在退回')
  await late.see(/这次停车已经付过款/)
  await late.tap('到账时通知我')
  await late.tap('允许')
  await photograph(late, 'double-payer')

  expect(await messageOfReturn(slow)).toContain('京A·40002')
  await late.see('款项已退回')
  expect(await payments(slow)).toMatchObject([{ state: 'returned' }])
  expect(await payments(quick)).toMatchObject([{ state: 'paid' }])
})

test('the mini program is killed in the cashier: the payment is told at the next start, and not asked for again', async () => {
  const holder = 'o-killed-app'
  await parkedFor('京A40003', [holder])
  const phone = await browser.openPhone(garage.phoneUrl(), { holder })
  const opened = phone.tab.page.waitForResponse(/__pay\/open/)
  await phone.tap(PRICE)
  await phone.see('费用明细')
  await phone.tap(PRICE)
  await phone.see('确认支付')
  const { order } = (await (await opened).json()) as { order: { prepayId: string } }
  await garage.machine().pay.cashier.pay(order.prepayId, holder)
  await phone.tab.page.reload()
  await phone.see('缴费成功')
  await photograph(phone, 'killed-and-back')
  await phone.tap('完成')
  await phone.see(/前离场|已缴费/)
  expect(await payments(holder)).toMatchObject([{ state: 'paid' }])
})
