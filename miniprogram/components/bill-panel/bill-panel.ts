import { NO_BILL } from './view'

Component({
  properties: {
    bill: { type: Object, value: NO_BILL },
  },
  data: {
    /** The calculation is unfolded. */
    open: false,
    rulesShown: false,
  },
  methods: {
    onCoupons() {
      this.triggerEvent('coupons')
    },
    onDrop({ currentTarget }: WechatMiniprogram.TouchEvent) {
      this.triggerEvent('drop', { code: String(currentTarget.dataset['code']) })
    },
    onFold() {
      this.setData({ open: !this.data.open })
    },
    onRules() {
      this.setData({ rulesShown: true })
    },
    onRulesClose() {
      this.setData({ rulesShown: false })
    },
    onRulesVisible({ detail }: { detail: { visible: boolean } }) {
      this.setData({ rulesShown: detail.visible })
    },
  },
})
