import type { BillPanel } from './view'

Component({
  properties: {
    bill: { type: Object, value: {} as BillPanel },
  },
  data: {
    /** The calculation is unfolded. */
    open: false,
    rulesShown: false,
  },
  methods: {
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
