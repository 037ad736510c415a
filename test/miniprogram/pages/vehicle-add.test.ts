import { toView } from '../../../miniprogram/pages/vehicle-add/view'
import { recall } from '../../../miniprogram/services/storage'
import { openPage, settle, textOf, trigger, type Rendered } from '../../support/mount'
import { cloudSays, refuse, unreachable, type Said, openPages } from '../support/samples'
import type { Plate } from '../../../domain/client'

const slots = (typed: string) => toView(typed, undefined).slots

describe('the places of a plate', () => {
  test('fill one by one, and the next one is marked', () => {
    expect(slots('京A').map(({ text }) => text)).toEqual(['京', 'A', '', '', '', '', '', ''])
    expect(slots('京A').findIndex(({ active }) => active)).toBe(2)
  })

  test('a whole plate may still grow by its eighth place', () => {
    expect(slots('京A12345')[7]).toMatchObject({ active: true, extra: true })
    expect(slots('京A1234警').some(({ active }) => active)).toBe(false)
  })

  test('a whole plate is shown as it looks on the car', () => {
    expect(toView('沪AD12345', undefined)).toMatchObject({
      complete: true,
      kind: '小型新能源汽车',
      car: { name: '沪A·D12345', colour: 'green' },
      colours: [],
    })
  })

  test('an ordinary plate is blue, unless the person says yellow', () => {
    expect(toView('京A12345', undefined).car.colour).toBe('blue')
    expect(toView('京A12345', 'yellow')).toMatchObject({
      car: { colour: 'yellow' },
      colours: [{ chosen: false }, { chosen: true }],
    })
  })

  test('a colour that this kind of plate does not have is not taken over', () => {
    expect(toView('沪AD12345', 'yellow').car.colour).toBe('green')
  })
})

describe('the page', () => {
  let page: Rendered
  const open = async (said: Said = {}) => {
    const heard = cloudSays(said)
    page = await openPage('pages/vehicle-add/vehicle-add')
    return heard
  }
  const type = (typed: string) => trigger(page, '.keyboard', 'change', { typed })
  const add = async () => {
    page.instance.onAdd()
    await settle()
  }
  const clipboardHolds = (data: string) => jest.spyOn(wx, 'getClipboardData').mockResolvedValue({ data } as never)
  const added = () => [{ plate: '京A12345' as Plate, colour: 'yellow' as const, isDefault: true }]

  test('adds the plate in its colour, and goes back', async () => {
    openPages(2)
    const heard = await open({ 'vehicles.add': added })
    await type('京A12345')
    page.instance.onColour({ currentTarget: { dataset: { colour: 'yellow' } } })
    await add()
    expect(heard).toEqual([{ name: 'vehicles.add', ask: { plate: '京A12345', colour: 'yellow' } }])
    expect(recall('vehicles')?.answer).toEqual(added())
    expect(wx.navigateBack).toHaveBeenCalled()
  })

  test('adds nothing while the plate is not whole', async () => {
    const heard = await open()
    await type('京A1234')
    await add()
    expect(heard).toEqual([])
  })

  test('says beside the plate why it was not added, and keeps what was typed', async () => {
    await open({ 'vehicles.add': refuse('vehicle-bound-already') })
    await type('京A12345')
    await add()
    expect(textOf(page)).toContain('这个车牌已经添加过了')
    expect(page.data['typed']).toBe('京A12345')
  })

  test('without a network, says so and keeps what was typed', async () => {
    await open({ 'vehicles.add': unreachable })
    await type('京A12345')
    await add()
    expect(textOf(page)).toContain('没有网络')
    expect(page.data).toMatchObject({ typed: '京A12345', adding: false })
  })

  test('takes a plate that was copied', async () => {
    await open()
    clipboardHolds('车牌：沪A·D12345')
    await page.instance.onPaste()
    expect(page.data['typed']).toBe('沪AD12345')
  })

  test('says when nothing copied is a plate', async () => {
    await open()
    clipboardHolds('你好')
    await page.instance.onPaste()
    expect(page.data['typed']).toBe('')
    expect(wx.showToast).toHaveBeenCalledWith(expect.objectContaining({ title: '剪贴板里没有车牌号' }))
  })
})
