import { pageStyle } from '../../services/screen'
import { QUESTIONS } from './questions'

Page({
  data: {
    pageStyle: '',
    questions: QUESTIONS,
    /** Place of the unfolded answer; -1: none. */
    open: -1,
  },

  onShow() {
    this.setData({ pageStyle: pageStyle() })
  },

  onFold({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const place = Number(currentTarget.dataset['place'])
    this.setData({ open: this.data.open === place ? -1 : place })
  },
})
