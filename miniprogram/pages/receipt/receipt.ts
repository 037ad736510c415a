import type { ReceiptView } from '../../domain'
import { everySecond, now } from '../../services/clock'
import { ask } from '../../services/cloud'
import { loadedFrom, LOADING, type Loaded } from '../../services/loaded'
import { leave } from '../../services/navigate'
import { copy } from '../../services/phone'
import { endPullDown, pageStyle, show } from '../../services/screen'
import { recallReceipt, rememberReceipt } from '../../services/storage'
import { AWAITED_RECEIPT, toView } from './view'

Page({
  data: {
    pageStyle: '',
    /** From the route. */
    order: '',
    /** For display, by toView. */
    view: AWAITED_RECEIPT,
  },

  orderNo: '',
  stopClock: undefined as (() => void) | undefined,
  /** From the cloud, or kept from an earlier look. */
  receipt: LOADING as Loaded<ReceiptView>,

  onLoad({ order = '' }: { order?: string }) {
    this.orderNo = order
    this.setData({ order })
    const kept = recallReceipt(order)
    if (kept) this.receipt = { phase: 'ready', ...kept }
    this.render()
    void this.refresh()
  },

  onShow() {
    this.setData({ pageStyle: pageStyle() })
    this.stopClock = everySecond(() => this.render())
  },

  onHide() {
    this.stopClock?.()
  },

  onUnload() {
    this.stopClock?.()
  },

  async onPullDownRefresh() {
    await this.refresh()
    endPullDown()
  },

  async refresh() {
    const result = await ask('transactions.receipt', { orderNo: this.orderNo })
    if (result.ok) rememberReceipt({ answer: result.answer, at: result.at })
    this.receipt = loadedFrom(result, recallReceipt(this.orderNo))
    this.render()
  },

  render() {
    show(this, toView(this.receipt, now()))
  },

  onRetry() {
    this.receipt = LOADING
    this.render()
    void this.refresh()
  },

  /** Undone or refused: something else is true now. */
  onUndo() {
    void this.refresh()
  },

  onBack: leave,

  onCopy() {
    copy(this.data.view.transactionId)
  },
})
