import { fen, yuan } from '../../domain'

Component({
  properties: {
    /** Fen. */
    amount: Number,
  },
  data: {
    digits: '0.00',
    label: '',
  },
  observers: {
    amount(amount: number) {
      const label = yuan(fen(amount))
      this.setData({ digits: label.slice(1), label })
    },
  },
})
