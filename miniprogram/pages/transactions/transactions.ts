import type { OrderNo, TransactionView } from '../../domain'
import { empty, stateOf } from '../../components/state-view/view'
import { now } from '../../services/clock'
import { ask } from '../../services/cloud'
import { wordsFor } from '../../services/failures'
import { loadedFrom, LOADING } from '../../services/loaded'
import { toReceipt } from '../../services/navigate'
import { endPullDown, pageStyle } from '../../services/screen'
import { recall, remember } from '../../services/storage'
import { toRows, type TransactionRow } from './view'

const EMPTY = empty('bill', '还没有交易', '停车缴费后，每一笔都会在这里，点开可以看收据。')

/** What stands under the list. */
type Foot = 'more' | 'loading' | 'failed' | 'end'

Page({
  data: {
    pageStyle: '',
    state: stateOf(LOADING),
    notice: '',
    rows: [] as TransactionRow[],
    foot: 'end' as Foot,
  },

  /** From the cloud, page after page. */
  items: [] as TransactionView[],
  loading: false,

  onLoad() {
    void this.refresh()
  },

  onShow() {
    this.setData({ pageStyle: pageStyle() })
  },

  async onPullDownRefresh() {
    await this.refresh()
    endPullDown()
  },

  async refresh() {
    const result = await ask('transactions.list', {})
    if (result.ok) remember('transactions', result)
    const loaded = loadedFrom(result, recall('transactions'))
    if (loaded.phase !== 'ready') return this.setData({ state: stateOf(loaded), rows: [] })
    this.items = loaded.answer.items
    this.setData({
      state: this.items.length ? stateOf(loaded) : EMPTY,
      notice: loaded.stale ? `${wordsFor(loaded.stale).title}，下面是上次看到的记录` : '',
      rows: toRows(this.items, now()),
      foot: loaded.answer.more ? 'more' : 'end',
    })
  },

  onReachBottom() {
    if (this.data.foot === 'more') void this.loadMore()
  },

  async loadMore() {
    const last = this.items[this.items.length - 1]
    if (!last || this.loading) return
    this.loading = true
    this.setData({ foot: 'loading' })
    const result = await ask('transactions.list', { before: last.listKey })
    this.loading = false
    if (!result.ok) return this.setData({ foot: 'failed' })
    const from = this.items.length
    this.items = [...this.items, ...result.answer.items]
    this.append(from, result.answer.more)
  },

  /** Sends the new rows only: the list may be long. */
  append(from: number, more: boolean) {
    const rows = toRows(this.items, now()).slice(from)
    this.setData({
      ...Object.fromEntries(rows.map((row, place) => [`rows[${from + place}]`, row])),
      foot: more ? 'more' : 'end',
    })
  },

  onRetry() {
    this.setData({ state: stateOf(LOADING) })
    void this.refresh()
  },

  onMore() {
    void this.loadMore()
  },

  onOpen({ currentTarget }: WechatMiniprogram.TouchEvent) {
    toReceipt(currentTarget.dataset['order'] as OrderNo)
  },
})
