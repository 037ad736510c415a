import type { Calls, OrderNo, TransactionView, VehicleView } from '../../domain'
import { empty, stateOf } from '../../components/state-view/view'
import { now } from '../../services/clock'
import { ask } from '../../services/cloud'
import { loadedFrom, LOADING, staleWords, type Known, type Loaded } from '../../services/loaded'
import { toReceipt } from '../../services/navigate'
import { endPullDown, pageStyle } from '../../services/screen'
import { recall, remember } from '../../services/storage'
import { toChips, toRows, type Chip, type TransactionRow } from './view'

type Page = Calls['transactions.list']['answer']

const EMPTY = empty('bill', '还没有交易', '停车缴费后，每一笔都会在这里，点开可以看收据。')
const EMPTY_FOR_VEHICLE = empty('bill', '这辆车还没有交易', '看看别的车，或点“全部”。')

/** What stands under the list. */
type Foot = 'more' | 'loading' | 'failed' | 'end'

Page({
  data: {
    pageStyle: '',
    state: stateOf(LOADING),
    notice: '',
    chips: [] as Chip[],
    rows: [] as TransactionRow[],
    foot: 'end' as Foot,
  },

  /** From the cloud, page after page. */
  items: [] as TransactionView[],
  vehicles: [] as VehicleView[],
  /** Chosen by the user; empty: all vehicles. */
  plate: '',
  loading: false,

  onLoad() {
    void this.refresh()
    void this.offerVehicles()
  },

  onShow() {
    this.setData({ pageStyle: pageStyle() })
  },

  async onPullDownRefresh() {
    await Promise.all([this.refresh(), this.offerVehicles()])
    endPullDown()
  },

  async offerVehicles() {
    this.vehicles = recall('vehicles')?.answer ?? []
    this.showChips()
    const result = await ask('vehicles.list', {})
    if (!result.ok) return
    remember('vehicles', result)
    this.vehicles = result.answer
    this.showChips()
  },

  showChips() {
    this.setData({ chips: toChips(this.vehicles, this.plate) })
  },

  onChip({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const plate = String(currentTarget.dataset['plate'])
    if (plate === this.plate) return
    this.plate = plate
    this.showChips()
    this.setData({ state: stateOf(LOADING), rows: [], foot: 'end' })
    void this.refresh()
  },

  async refresh() {
    const { plate } = this
    const result = await ask('transactions.list', plate ? { plate } : {})
    if (plate !== this.plate) return
    if (result.ok && !plate) remember('transactions', result)
    this.take(loadedFrom(result, this.lastSeen()))
  },

  take(loaded: Loaded<Page>) {
    if (loaded.phase !== 'ready') return this.setData({ state: stateOf(loaded), rows: [] })
    const { items, more } = loaded.answer
    this.items = items
    this.setData({
      state: items.length ? stateOf(loaded) : this.plate ? EMPTY_FOR_VEHICLE : EMPTY,
      notice: staleWords(loaded, now(), '记录'),
      rows: toRows(items, now(), more),
      foot: more ? 'more' : 'end',
    })
  },

  /** The newest page, or what it has of the chosen vehicle. */
  lastSeen(): Known<Page> | undefined {
    const known = recall('transactions')
    if (!known || !this.plate) return known
    const items = known.answer.items.filter(({ car }) => car.plate === this.plate)
    return { ...known, answer: { ...known.answer, items } }
  },

  onReachBottom() {
    if (this.data.foot === 'more') void this.loadMore()
  },

  async loadMore() {
    const last = this.items[this.items.length - 1]
    if (!last || this.loading) return
    const { plate } = this
    this.loading = true
    this.setData({ foot: 'loading' })
    const result = await ask('transactions.list', { before: last.listKey, ...(plate && { plate }) })
    this.loading = false
    if (plate !== this.plate) return
    if (!result.ok) return this.setData({ foot: 'failed' })
    this.items = [...this.items, ...result.answer.items]
    this.append(result.answer.more)
  },

  /** Sends only the rows that are new or changed: the list may be long. */
  append(more: boolean) {
    const shown = this.data.rows
    const changed = toRows(this.items, now(), more).flatMap((row, place) =>
      row.sum === shown[place]?.sum ? [] : [[`rows[${place}]`, row] as const],
    )
    this.setData({ ...Object.fromEntries(changed), foot: more ? 'more' : 'end' })
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
