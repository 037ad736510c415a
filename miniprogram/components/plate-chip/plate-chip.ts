import type { CarView } from '../../domain'
import { toPlateChip } from './view'

Component({
  properties: {
    /** 京A·12345, 京A·1**45, 无牌车 0217 */
    name: String,
    colour: { type: String, value: 'blue' as string },
    /** `large` stands alone on a card; `small` stands in a line. */
    size: { type: String, value: 'large' },
  },
  data: {
    chip: toPlateChip('', 'none'),
  },
  observers: {
    'name, colour'(name: string, colour: CarView['colour']) {
      this.setData({ chip: toPlateChip(name, colour) })
    },
  },
})
