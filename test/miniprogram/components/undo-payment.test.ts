import { fen } from '../../../domain/client'
import { toUndo } from '../../../miniprogram/components/undo-payment/view'
import { mount, settle, tap, textOf, trigger } from '../../support/mount'
import { at, cloudSays, NOW, ORDER, PAID, refuse } from '../support/samples'

const offered = (undo = toUndo(at(10), fen(1250), NOW)) =>
  mount('components/undo-payment/undo-payment', { order: ORDER, undo })

test('is offered until its time is over', () => {
  expect(toUndo(at(10), fen(1250), NOW)).toMatchObject({ possible: true, left: '10:00 内可撤销' })
  expect(textOf(offered())).toContain('付错车了')
  expect(textOf(offered(toUndo(at(0), fen(1250), NOW)))).not.toContain('付错车了')
})

test('a person who thinks better of it keeps the payment', async () => {
  const heard = cloudSays({})
  const undo = offered()
  await tap(undo, '.undo__link')
  await trigger(undo, '.ask', 'cancel')
  expect(undo.data['asking']).toBe(false)
  expect(heard).toEqual([])
})

test('confirmed twice at once, it is asked for once', async () => {
  const heard = cloudSays({ 'payment.undo': () => PAID })
  const undo = offered()
  const told = jest.fn()
  undo.addEventListener('undone', ({ detail }) => told(detail))
  await tap(undo, '.undo__link')
  undo.instance.onConfirm()
  undo.instance.onConfirm()
  await settle()
  expect(heard).toEqual([{ name: 'payment.undo', ask: { orderNo: ORDER } }])
  expect(told).toHaveBeenCalledWith(PAID)
})

test.each([
  ['undo-too-late', '已超过撤销时间'],
  ['car-left', '车辆已经离场'],
  ['undo-once', '已经撤销过一次'],
  ['car-leaving', '车辆正在出口'],
  ['paid-since', '之后又缴过费'],
] as const)('%s is told in words', async (why, words) => {
  cloudSays({ 'payment.undo': refuse(why) })
  const undo = offered()
  await tap(undo, '.undo__link')
  await trigger(undo, '.ask', 'confirm')
  await settle()
  expect(textOf(undo)).toContain(words)
})
