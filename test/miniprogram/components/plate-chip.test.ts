import { toPlateChip } from '../../../miniprogram/components/plate-chip/view'
import { mount, textOf } from '../../support/mount'

describe('a plate', () => {
  test('has its dot after the second character, and dots for what is masked', () => {
    expect(toPlateChip('京A·1**45', 'blue')).toMatchObject({ head: '京A', tail: '1••45', label: '蓝牌 京A 1某某45' })
  })

  test('of a car without one is its name', () => {
    const chip = mount('components/plate-chip/plate-chip', { name: '无牌车 0217', colour: 'none' })
    expect(textOf(chip)).toBe('无牌车 0217')
    expect(chip.querySelector('.plate__dot')).toBeUndefined()
  })
})
