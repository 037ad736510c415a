import type { BarrierScreen } from './view'

const DOWN: BarrierScreen = { arm: 'down', car: 'before', word: '', advice: '', retry: false }

Component({
  properties: {
    barrier: { type: Object, value: DOWN },
  },
})
