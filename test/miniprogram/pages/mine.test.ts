import type { Plate, VehicleView } from '../../../domain/client'
import { remember } from '../../../miniprogram/services/storage'
import { openPage, tap, textOf } from '../../support/mount'
import { cloudSays, NOW, unreachable } from '../support/samples'

const CARS: VehicleView[] = [
  { plate: '沪AD12345' as Plate, colour: 'green', isDefault: false },
  { plate: '京A12345' as Plate, colour: 'blue', isDefault: true },
]

describe('我的', () => {
  test('shows the default car and how many there are', async () => {
    cloudSays({ 'vehicles.list': () => CARS })
    const text = textOf(await openPage('pages/mine/mine'))
    expect(text).toContain('2 辆')
    expect(text).toContain('京A12345')
  })

  test('without a vehicle says what one is good for', async () => {
    cloudSays({ 'vehicles.list': () => [] })
    expect(textOf(await openPage('pages/mine/mine'))).toContain('添加车辆后')
  })

  test('without a network shows what is known', async () => {
    remember('vehicles', { answer: CARS, at: NOW })
    cloudSays({ 'vehicles.list': unreachable })
    expect(textOf(await openPage('pages/mine/mine'))).toContain('京A12345')
  })

  test('leads to the vehicles', async () => {
    cloudSays({ 'vehicles.list': () => CARS })
    await tap(await openPage('pages/mine/mine'), '.garage')
    expect(wx.navigateTo).toHaveBeenCalledWith({ url: '/pages/vehicles/vehicles' })
  })
})
