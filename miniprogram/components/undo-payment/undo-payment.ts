import { ask, type CallFailure } from '../../services/cloud'
import { wordsFor } from '../../services/failures'
import { NO_UNDO, questionOf } from './view'

/** Takes a payment back once the person has confirmed it. Tells `undone` with the payment, or `refused`. */
Component({
  properties: {
    order: String,
    undo: { type: Object, value: NO_UNDO },
  },
  data: {
    asking: false,
    /** What would happen. */
    question: '',
    /** What is being done; empty: nothing. */
    busy: '',
    /** Why it was not taken back. */
    problem: '',
    confirm: { content: '撤销缴费', theme: 'danger' },
  },
  methods: {
    async onAsk() {
      if (this.data.busy) return
      this.setData({ busy: '正在查询', problem: '' })
      const result = await ask('transactions.receipt', { orderNo: this.data.order })
      this.setData({ busy: '' })
      if (!result.ok) return this.refuse(result.why)
      this.setData({ question: questionOf(result.answer), asking: true })
    },
    onClose() {
      this.setData({ asking: false })
    },
    async onConfirm() {
      if (this.data.busy) return
      this.setData({ asking: false, busy: '正在撤销' })
      const result = await ask('payment.undo', { orderNo: this.data.order })
      this.setData({ busy: '' })
      if (result.ok) this.triggerEvent('undone', result.answer)
      else this.refuse(result.why)
    },
    refuse(why: CallFailure) {
      const { title, advice } = wordsFor(why)
      this.setData({ problem: `${title}。${advice}` })
      this.triggerEvent('refused')
    },
  },
})
