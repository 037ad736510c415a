import type { HomeView } from '../../domain'
import { everySecond, now } from '../../services/clock'
import { ask } from '../../services/cloud'
import { knownOf, loadedFrom, LOADING, type Loaded } from '../../services/loaded'
import { toBill, toScanned, toResult, toTransactions, toVehicleAdd, toVehicles } from '../../services/navigate'
import { leftBehind } from '../../services/payment'
import { call } from '../../services/phone'
import { scanCode } from '../../services/scan'
import { endPullDown, pageStyle, say, show } from '../../services/screen'
import { recall, remember } from '../../services/storage'
import { AWAITED_HOME, placeOf, toView, type HomeAct } from './view'

/** What is due grows by the minute. */
const REFRESH_SECONDS = 60

Page({
  data: {
    pageStyle: '',
    /** For display, by toView. */
    view: AWAITED_HOME,
  },

  /** From the cloud, or what is remembered of it. */
  home: LOADING as Loaded<HomeView>,
  /** Place of the car at hand. */
  chosen: 0,
  seconds: 0,
  stopClock: undefined as (() => void) | undefined,

  onShow() {
    this.setData({ pageStyle: pageStyle() })
    this.showWhatIsKnown()
    this.stopClock = everySecond(() => this.tick())
    void this.refresh()
    void this.tellLeftBehind()
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

  showWhatIsKnown() {
    const known = recall('home')
    if (this.home.phase !== 'ready' && known) this.home = { phase: 'ready', ...known }
    this.render()
  },

  async refresh() {
    this.seconds = 0
    const result = await ask('home', {})
    this.home = loadedFrom(result, knownOf(this.home))
    if (result.ok) remember('home', result)
    this.render()
  },

  tick() {
    this.seconds += 1
    if (this.seconds >= REFRESH_SECONDS) void this.refresh()
    this.render()
  },

  render() {
    show(this, toView(this.home, this.chosen, now()))
  },

  /** A payment that was under way when the app was killed. */
  async tellLeftBehind() {
    const order = await leftBehind()
    if (order) toResult(order)
  },

  onRetry() {
    this.home = LOADING
    this.render()
    void this.refresh()
  },

  onAct() {
    const acts: Record<HomeAct, () => void> = {
      pay: () => this.openBill(),
      scan: () => void this.onScan(),
      add: toVehicleAdd,
      call: () => this.callLot(),
    }
    acts[this.data.view.action.act]()
  },

  openBill() {
    const place = placeOf(this.home, this.chosen)
    if (place) toBill(place.stay)
  },

  callLot() {
    const place = placeOf(this.home, this.chosen)
    if (place) call(place.lot.phone)
  },

  async onScan() {
    const scan = await scanCode('any')
    if (scan.end === 'read') toScanned(scan.text)
    if (scan.end === 'failed') say('没有读到二维码，请再扫一次')
  },

  onChoose({ currentTarget }: WechatMiniprogram.TouchEvent) {
    this.chosen = Number(currentTarget.dataset['place'])
    this.render()
  },

  onVehicles: toVehicles,
  onTransactions: toTransactions,
})
