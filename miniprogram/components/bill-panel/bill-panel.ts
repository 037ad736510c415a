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
