import { find, mount, settle, tap, textOf } from '../support/mount'
import { answerCalls, stored } from '../support/wx'

const counter = (properties = {}) => mount('tap-counter/tap-counter', properties, 'test/fixtures/mount')

describe('a component in a test', () => {
  test('holds real TDesign buttons, with their own inner nodes and text', () => {
    const button = find(counter(), '.more >>> .t-button')
    expect(button.dom?.innerHTML).toContain('t-button__content')
    expect(textOf(counter({ label: '次数' }))).toBe('次数 0再来不可')
  })

  test('feels a tap on a TDesign button, and tells its parent', async () => {
    const tree = counter()
    const told = jest.fn()
    tree.addEventListener('count', (event) => told(event.detail))
    await tap(tree, '.more')
    expect(textOf(find(tree, '.count'))).toBe('点击 1')
    expect(told).toHaveBeenCalledWith({ taps: 1 })
  })

  test('does not feel a tap on a disabled button', async () => {
    const tree = counter()
    await tap(tree, '.locked')
    expect(tree.data['taps']).toBe(0)
  })

  test('a node that is not there is an error, not silence', async () => {
    await expect(tap(counter(), '.nowhere')).rejects.toThrow('nothing matches .nowhere')
  })
})

describe('the world around it', () => {
  test('cloud calls are answered by the test, and an unanswered one fails', async () => {
    await expect(wx.cloud.callFunction({ name: 'api' })).rejects.toMatchObject({
      errMsg: expect.stringContaining('no call of api'),
    })
    answerCalls((name, data) => ({ name, data }))
    await expect(wx.cloud.callFunction({ name: 'api', data: { a: 1 } })).resolves.toMatchObject({
      result: { name: 'api', data: { a: 1 } },
    })
  })

  test('storage begins empty and keeps copies', async () => {
    expect(stored().size).toBe(0)
    const value = { plate: '京A12345' }
    wx.setStorageSync('vehicle', value)
    value.plate = '京B00000'
    expect(wx.getStorageSync('vehicle')).toEqual({ plate: '京A12345' })
    await settle(0)
  })
})
