import type { OrderNo } from '../../../domain/client'
import { forget, recall, recallReceipt, remember, rememberReceipt } from '../../../miniprogram/services/storage'
import { NOW, ORDER, RECEIPT } from '../support/samples'

const receipt = (orderNo: string) => ({ at: NOW, answer: { ...RECEIPT, orderNo: orderNo as OrderNo } })

describe('what the phone remembers', () => {
  test('comes back as it was, until it is forgotten', () => {
    remember('order', { orderNo: ORDER, openedAt: NOW })
    expect(recall('order')).toEqual({ orderNo: ORDER, openedAt: NOW })
    forget('order')
    expect(recall('order')).toBeUndefined()
  })

  test('a full storage costs the memory, not the screen', () => {
    jest.spyOn(console, 'info').mockImplementation(() => undefined)
    jest.spyOn(wx, 'setStorageSync').mockImplementation(() => {
      throw new Error('exceed storage max size 10Mb')
    })
    expect(() => remember('order', { orderNo: ORDER, openedAt: NOW })).not.toThrow()
  })

  test('keeps the twenty newest receipts, each once', () => {
    for (let count = 1; count <= 21; count++) rememberReceipt(receipt(`ORDER${count}`))
    rememberReceipt(receipt('ORDER20'))
    expect(recall('receipts')).toHaveLength(20)
    expect(recallReceipt('ORDER1')).toBeUndefined()
    expect(recallReceipt('ORDER20')).toMatchObject({ answer: { orderNo: 'ORDER20' } })
  })
})
