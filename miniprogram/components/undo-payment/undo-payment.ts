import { ask } from '../../services/cloud'
import { wordsFor } from '../../services/failures'
import { NO_UNDO } from './view'

/** Takes a payment back once the person has confirmed it. Tells `undone` with the payment, or `refused`. */
Component({
  properties: {
    order: String,
    undo: { type: Object, value: NO_UNDO },
  },
  data: {
    asking: false,
    busy: false,
    /** Why it was not taken back. */
    problem: '',
    confirm: { content: '撤销缴费', theme: 'danger' },
  },
  methods: {
    onAsk() {
      if (!this.data.busy) this.setData({ asking: true, problem: '' })
    },
    onClose() {
      this.setData({ asking: false })
    },
    async onConfirm() {
      if (this.data.busy) return
      this.setData({ asking: false, busy: true })
      const result = await ask('payment.undo', { orderNo: this.data.order })
      this.setData({ busy: false })
      if (result.ok) return this.triggerEvent('undone', result.answer)
      const { title, advice } = wordsFor(result.why)
      this.setData({ problem: `${title}。${advice}` })
      this.triggerEvent('refused')
    },
  },
})
