import { AWAITED } from './view'

/** It grows with the letters, so that little moves when they arrive. */
const scaled = (rpx: number): string => `calc(${rpx}rpx * var(--font-scale, 1))`

Component({
  options: { multipleSlots: true },
  properties: {
    state: { type: Object, value: AWAITED },
    /** The words on the button of a failure; empty: no button. */
    retry: { type: String, value: '重试' },
  },
  data: {
    /** The look of a card while its content is on the way: a plate, a figure with its note, a line. */
    skeleton: [
      [{ width: '40%', height: scaled(64) }],
      [{ width: '50%', height: scaled(96), margin: '0 auto' }],
      [{ width: '60%', height: scaled(36), margin: '0 auto' }],
      [{ width: '100%', height: scaled(36) }],
    ],
  },
  methods: {
    onRetry() {
      this.triggerEvent('retry')
    },
  },
})
