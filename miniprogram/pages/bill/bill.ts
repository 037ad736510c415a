import type { BillView } from '../../domain'
import { everySecond, now } from '../../services/clock'
import { ask } from '../../services/cloud'
import { wordsFor } from '../../services/failures'
import { chooseCoupons } from '../../services/coupon-choice'
import { codesOf, countUsable, droppedWords, rebill, type Rebilled } from '../../services/coupons'
import { knownOf, loadedFrom, LOADING, type Known, type Loaded } from '../../services/loaded'
import { insteadToResult, leave } from '../../services/navigate'
import type { PayProgress } from '../../services/pay-button'
import { pay, type PayEnd } from '../../services/payment'
import { call } from '../../services/phone'
import { endPullDown, pageStyle, show } from '../../services/screen'
import { recall, remember } from '../../services/storage'
import { AWAITED_BILL, changeWords, toView } from './view'

Page({
  data: {
    pageStyle: '',
    /** For display, by toView. */
    view: AWAITED_BILL,
  },

  /** From the route. */
  stay: '',
  /** From the cloud. */
  bill: LOADING as Loaded<BillView>,
  /** The refresh whose answer still counts: paying or changing the bill makes it void. */
  refreshing: undefined as symbol | undefined,
  progress: 'idle' as PayProgress,
  notice: '',
  usable: undefined as number | undefined,
  choosing: false,
  stopClock: undefined as (() => void) | undefined,

  onLoad({ stay = '' }: { stay?: string }) {
    this.stay = decodeURIComponent(stay)
  },

  onShow() {
    this.setData({ pageStyle: pageStyle() })
    this.stopClock = everySecond(() => this.tick())
    if (this.progress === 'idle' && !this.choosing) void this.refresh()
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

  /** The amount never changes under a finger that is paying. */
  async refresh() {
    if (this.refreshing || this.progress !== 'idle') return
    const turn = (this.refreshing = Symbol('refresh'))
    const before = knownOf(this.bill)?.answer
    const made = before?.coupons.length
      ? await rebill(before, codesOf(before))
      : { result: await ask('bill.open', { stay: this.stay }) }
    if (this.refreshing !== turn) return
    this.refreshing = undefined
    this.take(made, made.result.ok ? changeWords(before, made.result.answer) : '')
  },

  /** `change`: what the person did not do. */
  take({ result, dropped }: Rebilled, change = '') {
    if (result.ok) {
      this.notice = [dropped && droppedWords(dropped), change].filter(Boolean).join('，')
      remember('bill', result)
    }
    this.bill = loadedFrom(result, this.lastSeen())
    this.render()
    void this.count()
  },

  /** How many coupons there are to choose from is told once it is known. */
  async count() {
    if (this.bill.phase !== 'ready' || this.bill.stale) return
    this.usable = await countUsable(this.bill.answer)
    this.render()
  },

  lastSeen(): Known<BillView> | undefined {
    const known = recall('bill')
    return known?.answer.stay === this.stay ? known : undefined
  },

  tick() {
    const over = this.bill.phase === 'ready' && !this.bill.stale && this.bill.answer.validUntil <= now()
    if (over) void this.refresh()
    this.render()
  },

  render() {
    show(this, toView(this.bill, this.progress, this.notice, now(), this.usable))
  },

  retry() {
    if (this.bill.phase === 'failed') this.bill = LOADING
    this.render()
    void this.refresh()
  },

  onAct() {
    const acts = { pay: () => void this.pay(), refresh: () => this.retry(), leave }
    const { act } = this.data.view.action
    if (act !== 'none') acts[act]()
  },

  async pay() {
    if (this.bill.phase !== 'ready' || this.progress !== 'idle') return
    this.refreshing = undefined
    const end = await pay(this.bill.answer.quote, (step) => {
      this.progress = step
      this.render()
    })
    if (end.end === 'order') return insteadToResult(end.orderNo)
    this.progress = 'idle'
    this.after(end)
    this.render()
  },

  after(end: Exclude<PayEnd, { end: 'order' }>) {
    if (end.end === 'unpaid') this.notice = '还没有付款，没有扣款'
    if (end.end === 'refused') {
      const { title, advice } = wordsFor(end.why)
      this.notice = `${title}。${advice}`
    }
    if (end.end === 'settled' || (end.end === 'refused' && end.why === 'bill-expired')) void this.refresh()
  },

  /** The bill to pay, while nothing else is done with it. */
  idleBill(): BillView | undefined {
    return this.bill.phase === 'ready' && !this.bill.stale && this.progress === 'idle' ? this.bill.answer : undefined
  },

  async onCoupons() {
    const bill = this.idleBill()
    if (!bill || this.choosing) return
    this.refreshing = undefined
    this.choosing = true
    const chosen = await chooseCoupons(bill)
    this.choosing = false
    if (chosen !== bill) this.take({ result: { ok: true, answer: chosen, at: now() } })
  },

  async onDropCoupon({ detail }: { detail: { code: string } }) {
    const bill = this.idleBill()
    if (!bill) return
    this.refreshing = undefined
    this.progress = 'changing'
    this.render()
    const made = await rebill(
      bill,
      codesOf(bill).filter((code) => code !== detail.code),
    )
    this.progress = 'idle'
    this.take(made)
  },

  onCall() {
    if (this.bill.phase === 'ready') call(this.bill.answer.lot.phone)
  },
})
