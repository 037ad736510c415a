import type { Plate, VehicleView } from '../../../domain/client'
import { toView } from '../../../miniprogram/pages/vehicles/view'
import { recall, remember } from '../../../miniprogram/services/storage'
import { openPage, settle, textOf, trigger, type Rendered } from '../../support/mount'
import { at, cloudSays, NOW, refuse, today, unreachable, type Said } from '../support/samples'

const vehicle = (plate: string, isDefault = false): VehicleView => ({
  plate: plate as Plate,
  colour: 'blue',
  isDefault,
})
const FIRST = vehicle('京A12345', true)
const SECOND = vehicle('京B67890')

describe('the list', () => {
  test('shows plates as they are written, the default marked', () => {
    const view = toView({ phase: 'ready', answer: [FIRST, SECOND], at: NOW }, NOW)
    expect(view.rows).toMatchObject([
      { name: '京A·12345', isDefault: true },
      { name: '京B·67890', isDefault: false },
    ])
    expect(view.full).toBe(false)
  })

  test('ten are enough', () => {
    const ten = Array.from({ length: 10 }, (_, count) => vehicle(`京A1234${count}`))
    expect(toView({ phase: 'ready', answer: ten, at: NOW }, NOW).full).toBe(true)
  })

  test('empty says what to add, and why', () => {
    expect(toView({ phase: 'ready', answer: [], at: NOW }, NOW).state).toMatchObject({
      phase: 'empty',
      title: '还没有车辆',
    })
  })
})

describe('the page', () => {
  let page: Rendered
  const open = async (said: Said) => {
    const heard = cloudSays(said)
    page = await openPage('pages/vehicles/vehicles')
    return heard
  }
  const both = { 'vehicles.list': () => [FIRST, SECOND] }
  const more = async (place: number) => {
    page.querySelectorAll('.more')[place]?.dispatchEvent('tap')
    await settle()
  }
  const choose = async (label: string) => {
    page.instance.onChosen({ detail: { selected: { label } } })
    await settle()
  }

  test('offers for each what can be done with it', async () => {
    await open(both)
    await more(0)
    expect(page.data['sheet']).toMatchObject({ title: '京A·12345', items: [{ label: '删除车辆' }] })
    await more(1)
    expect(page.data['sheet']).toMatchObject({ items: [{ label: '设为默认车辆' }, { label: '删除车辆' }] })
  })

  test('makes another one the default', async () => {
    const heard = await open({
      ...both,
      'vehicles.makeDefault': () => [vehicle('京B67890', true), vehicle('京A12345')],
    })
    await more(1)
    await choose('设为默认车辆')
    expect(heard[1]).toEqual({ name: 'vehicles.makeDefault', ask: { plate: '京B67890' } })
    expect(page.data['view']).toMatchObject({ rows: [{ plate: '京B67890', isDefault: true }, {}] })
  })

  test('removes one only after asking', async () => {
    const heard = await open({ ...both, 'vehicles.remove': () => [FIRST] })
    await more(1)
    await choose('删除车辆')
    expect(heard).toHaveLength(1)
    expect(page.data['dialog']).toEqual({ visible: true, name: '京B·67890' })
    await page.instance.onRemoveConfirmed()
    expect(heard[1]).toEqual({ name: 'vehicles.remove', ask: { plate: '京B67890' } })
    expect(recall('vehicles')?.answer).toEqual([FIRST])
  })

  test('kept after all, nothing is removed', async () => {
    const heard = await open(both)
    await more(1)
    await choose('删除车辆')
    page.instance.onDialogClose()
    expect(heard).toHaveLength(1)
    expect(page.data['dialog']).toMatchObject({ visible: false })
  })

  test('a change that did not happen leaves the list, and says why', async () => {
    await open({ ...both, 'vehicles.remove': refuse('busy') })
    await more(1)
    await choose('删除车辆')
    await page.instance.onRemoveConfirmed()
    expect(page.data['view']).toMatchObject({ rows: [{}, {}] })
    expect(wx.showToast).toHaveBeenCalledWith(expect.objectContaining({ title: '现在人有点多' }))
  })

  test('without a network shows the vehicles that are known, and their age', async () => {
    remember('vehicles', { answer: [FIRST], at: today(at(-7)) })
    await open({ 'vehicles.list': unreachable })
    expect(textOf(page)).toContain(' 7 分钟前的车辆')
    expect(textOf(page)).toContain('12345')
  })

  test('an error offers another try', async () => {
    await open({ 'vehicles.list': refuse('fault') })
    cloudSays(both)
    await trigger(page, '.state', 'retry')
    expect(textOf(page)).toContain('67890')
  })

  test('leads to a new one', async () => {
    await open(both)
    await trigger(page, '.action', 'act')
    expect(wx.navigateTo).toHaveBeenCalledWith({ url: '/pages/vehicle-add/vehicle-add' })
  })
})
