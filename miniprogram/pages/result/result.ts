import type { OrderNo, PaymentView } from '../../domain'
import { everySecond, now } from '../../services/clock'
import { ask } from '../../services/cloud'
import { isPassing, wordsFor } from '../../services/failures'
import { knownOf, loadedFrom, LOADING } from '../../services/loaded'
import { remindToLeave, tellWhen } from '../../services/messages'
import { leave, toReceipt } from '../../services/navigate'
import { checkOrder } from '../../services/payment'
import { AFTER_THE_CASHIER, AT_THE_BARRIER, poll, type Poll } from '../../services/poll'
import { pageStyle, say, show } from '../../services/screen'
import { AWAITED_RESULT, toView, type ResultAct, type ResultState } from './view'

const fresh = (): ResultState => ({
  payment: LOADING,
  barrier: undefined,
  watchOver: false,
  reopening: false,
  reminder: undefined,
  promised: undefined,
})

/** A closed order, too: a cashier that was open may still have been paid, and the money goes back then. */
const MAY_CHANGE: ReadonlySet<PaymentView['state']> = new Set<PaymentView['state']>(['unpaid', 'closed', 'returning'])

Page({
  data: {
    pageStyle: '',
    /** From the route. */
    order: '',
    /** For display, by toView. */
    view: AWAITED_RESULT,
  },

  orderNo: '' as OrderNo,
  state: fresh(),
  watch: undefined as Poll | undefined,
  stopClock: undefined as (() => void) | undefined,

  onLoad({ order = '' }: { order?: string }) {
    this.orderNo = order as OrderNo
    this.setData({ order })
  },

  onShow() {
    this.setData({ pageStyle: pageStyle() })
    this.stopClock = everySecond(() => this.render())
    void this.look()
  },

  onHide() {
    this.stopClock?.()
    this.watch?.stop()
  },

  onUnload() {
    this.stopClock?.()
    this.watch?.stop()
  },

  async look() {
    this.watch?.stop()
    this.change({ watchOver: false })
    if (await this.check())
      this.watch = poll(
        () => this.check(),
        AFTER_THE_CASHIER,
        () => this.change({ watchOver: true }),
      )
  },

  /** Tells whether it is worth asking again. */
  async check() {
    const result = await checkOrder(this.orderNo)
    this.change({ payment: loadedFrom(result, knownOf(this.state.payment)) })
    if (!result.ok) return isPassing(result.why)
    if (result.answer.state === 'paid') this.follow(result.answer)
    return MAY_CHANGE.has(result.answer.state)
  },

  /** Paid in a lane: the barrier belongs to the result. */
  follow({ visit, barrier }: Extract<PaymentView, { state: 'paid' }>) {
    if (!visit) return
    this.change({ barrier: this.state.barrier ?? barrier })
    this.watch?.stop()
    this.watch = poll(
      async () => {
        const result = await ask('lane.barrier', { visit })
        if (result.ok) this.change({ barrier: result.answer })
        return this.state.barrier?.state !== 'passed' && this.state.barrier?.state !== 'stuck'
      },
      AT_THE_BARRIER,
      () => this.change({ watchOver: true }),
    )
  },

  change(part: Partial<ResultState>) {
    this.state = { ...this.state, ...part }
    this.render()
  },

  render() {
    show(this, toView(this.state, now()))
  },

  onAct() {
    const acts: Record<ResultAct, () => void> = {
      leave,
      look: () => void this.look(),
      reopen: () => void this.reopen(),
    }
    const { act } = this.data.view.action
    if (act !== 'none') acts[act]()
  },

  async reopen() {
    const { payment, reopening } = this.state
    if (reopening || payment.phase !== 'ready' || payment.answer.state !== 'paid' || !payment.answer.visit) return
    this.change({ reopening: true })
    const result = await ask('lane.retry', { visit: payment.answer.visit })
    this.change({ reopening: false })
    if (!result.ok) return say(wordsFor(result.why).title)
    this.change({ barrier: result.answer })
    this.follow(payment.answer)
  },

  async onRemind() {
    if (this.data.view.canRemind) this.change({ reminder: await remindToLeave(this.orderNo) })
  },

  async onNotify() {
    const { of, can } = this.data.view.news
    if (!can || of === 'none') return
    const promised = await tellWhen(this.orderNo, of)
    this.change({ promised })
    if (promised.end === 'over') await this.look()
  },

  onUndone({ detail }: { detail: PaymentView }) {
    this.watch?.stop()
    this.change({ payment: { phase: 'ready', answer: detail, at: now() }, barrier: undefined })
    void this.look()
  },

  onUndoRefused() {
    void this.look()
  },

  onReceipt() {
    toReceipt(this.orderNo)
  },
})
