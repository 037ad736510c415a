import { fen, type BillLine } from '../../../domain/client'
import { questionOf, toUndo } from '../../../miniprogram/components/undo-payment/view'
import { mount, settle, tap, textOf, trigger } from '../../support/mount'
import {
  at,
  billWith,
  cloudSays,
  CODE,
  NOW,
  ORDER,
  PAID,
  RECEIPT,
  refuse,
  unreachable,
  type Said,
} from '../support/samples'

const offered = (undo = toUndo(at(10), NOW)) => mount('components/undo-payment/undo-payment', { order: ORDER, undo })
const withReceipt = (said: Said = {}) => cloudSays({ 'transactions.receipt': () => RECEIPT, ...said })

test('is offered until its time is over', () => {
  expect(toUndo(at(10), NOW)).toMatchObject({ possible: true, left: '10:00 内可撤销' })
  expect(textOf(offered())).toContain('付错车了')
  expect(textOf(offered(toUndo(at(0), NOW)))).not.toContain('付错车了')
})

describe('the question', () => {
  const withCoupon = billWith([CODE]).lines
  const earlier: BillLine = { kind: 'paid', at: at(-30), amount: fen(-500) }
  const BACK = '优惠券可以再用'

  test('tells of the money, and of coupons only where one was used', () => {
    expect(questionOf(RECEIPT)).toContain('¥12.50 原路退回')
    expect(questionOf(RECEIPT)).not.toContain('优惠券')
    expect(questionOf({ ...RECEIPT, lines: withCoupon })).toContain(BACK)
  })

  test('where coupons paid for everything tells of no money', () => {
    const question = questionOf({ ...RECEIPT, lines: withCoupon, amount: fen(0) })
    expect(question).toContain(BACK)
    expect(question).not.toContain('¥')
  })

  test('after an earlier payment, whose coupons they may be, promises none', () => {
    expect(questionOf({ ...RECEIPT, lines: [...withCoupon, earlier] })).not.toContain('优惠券')
  })

  test('is asked in the words of this payment', async () => {
    withReceipt()
    const undo = offered()
    await tap(undo, '.undo__link')
    expect(undo.data).toMatchObject({ asking: true, question: questionOf(RECEIPT), busy: '' })
  })

  test('is not asked while nobody can say what would happen', async () => {
    cloudSays({ 'transactions.receipt': unreachable })
    const undo = offered()
    await tap(undo, '.undo__link')
    expect(undo.data['asking']).toBe(false)
    expect(textOf(undo)).toContain('没有网络')
  })
})

test('a person who thinks better of it keeps the payment', async () => {
  const heard = withReceipt()
  const undo = offered()
  await tap(undo, '.undo__link')
  await trigger(undo, '.ask', 'cancel')
  expect(undo.data['asking']).toBe(false)
  expect(heard).toEqual([{ name: 'transactions.receipt', ask: { orderNo: ORDER } }])
})

test('confirmed twice at once, it is asked for once', async () => {
  const heard = withReceipt({ 'payment.undo': () => PAID })
  const undo = offered()
  const told = jest.fn()
  undo.addEventListener('undone', ({ detail }) => told(detail))
  await tap(undo, '.undo__link')
  undo.instance.onConfirm()
  undo.instance.onConfirm()
  await settle()
  expect(heard.filter(({ name }) => name === 'payment.undo')).toEqual([
    { name: 'payment.undo', ask: { orderNo: ORDER } },
  ])
  expect(told).toHaveBeenCalledWith(PAID)
})

test.each([
  ['undo-too-late', '已超过撤销时间'],
  ['car-left', '车辆已经离场'],
  ['undo-once', '已经撤销过一次'],
  ['car-leaving', '车辆正在出口'],
  ['paid-since', '之后又缴过费'],
] as const)('%s is told in words', async (why, words) => {
  withReceipt({ 'payment.undo': refuse(why) })
  const undo = offered()
  await tap(undo, '.undo__link')
  await trigger(undo, '.ask', 'confirm')
  await settle()
  expect(textOf(undo)).toContain(words)
})
