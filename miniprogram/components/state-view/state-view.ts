import { AWAITED } from './view'

Component({
  options: { multipleSlots: true },
  properties: {
    state: { type: Object, value: AWAITED },
    /** The words on the button of a failure; empty: no button. */
    retry: { type: String, value: '重试' },
  },
  data: {
    /** The look of a card while its content is on the way. */
    skeleton: [
      [{ width: '40%', height: '48rpx' }],
      [{ width: '70%', height: '88rpx' }],
      [{ width: '100%', height: '32rpx' }],
      [{ width: '60%', height: '32rpx' }],
    ],
  },
  methods: {
    onRetry() {
      this.triggerEvent('retry')
    },
  },
})
