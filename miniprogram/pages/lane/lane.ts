import type { BillView, LaneView } from '../../domain'
import { everySecond, now } from '../../services/clock'
import { ask, type Result } from '../../services/cloud'
import { wordsFor } from '../../services/failures'
import { chooseCoupons } from '../../services/coupon-choice'
import { codesOf, countUsable, droppedWords, rebill, type Rebilled } from '../../services/coupons'
import { loadedFrom, LOADING } from '../../services/loaded'
import { insteadToResult, leave } from '../../services/navigate'
import { pay, type PayEnd } from '../../services/payment'
import { call } from '../../services/phone'
import { AT_THE_BARRIER, poll, type Poll } from '../../services/poll'
import { codeFrom, scanCode } from '../../services/scan'
import { pageStyle, say, setTitle, show } from '../../services/screen'
import { AWAITED_LANE, barrierOf, toView, visitOf, type LaneAct, type LaneState } from './view'

const fresh = (): LaneState => ({
  lane: LOADING,
  barrier: undefined,
  watchOver: false,
  paid: undefined,
  progress: 'idle',
  usable: undefined,
  notice: '',
})

/** A lane that is opened anew keeps the coupons that were chosen for the same stay. */
async function withCoupons(
  result: Result<LaneView>,
  before: BillView,
): Promise<{ result: Result<LaneView> } & Pick<Rebilled, 'dropped'>> {
  if (!result.ok || result.answer.situation !== 'pay' || result.answer.bill.stay !== before.stay) return { result }
  const { answer } = result
  const { result: bill, dropped } = await rebill(answer.bill, codesOf(before))
  const changed = bill.ok ? { ...result, answer: { ...answer, bill: bill.answer } } : result
  return { result: changed, ...(dropped && { dropped }) }
}

Page({
  data: {
    pageStyle: '',
    /** For display, by toView. */
    view: AWAITED_LANE,
  },

  /** From the route: the text of the lane's code. */
  code: '',
  state: fresh(),
  /** The opening whose answer still counts: another code, paying or changing the bill makes it void. */
  opening: undefined as symbol | undefined,
  choosing: false,
  watch: undefined as Poll | undefined,
  stopClock: undefined as (() => void) | undefined,

  onLoad(query: { q?: string; code?: string }) {
    this.begin(codeFrom(query) ?? '')
  },

  onShow() {
    this.setData({ pageStyle: pageStyle() })
    this.stopClock = everySecond(() => this.tick())
    if (this.state.lane.phase === 'ready') this.follow()
  },

  onHide() {
    this.stopClock?.()
    this.watch?.stop()
  },

  onUnload() {
    this.stopClock?.()
    this.watch?.stop()
  },

  begin(code: string) {
    this.code = code
    this.state = fresh()
    this.opening = undefined
    this.render()
    void this.open()
  },

  async open() {
    if (this.opening) return
    const turn = (this.opening = Symbol('open'))
    const before = this.bill()
    const result = await ask('lane.open', { code: this.code })
    const made = before?.coupons.length ? await withCoupons(result, before) : { result }
    if (this.opening !== turn) return
    this.opening = undefined
    this.take(made.result)
    if (made.dropped) this.change({ notice: droppedWords(made.dropped) })
  },

  /** What is to be paid here, before it is. */
  bill(): BillView | undefined {
    const { lane, paid } = this.state
    return lane.phase === 'ready' && lane.answer.situation === 'pay' && !paid ? lane.answer.bill : undefined
  },

  take(result: Result<LaneView>) {
    this.state = { ...this.state, lane: loadedFrom(result), barrier: undefined, watchOver: false }
    if (result.ok) setTitle(result.answer.lot.name)
    this.render()
    this.follow()
    void this.count()
  },

  /** How many coupons there are to choose from is told once it is known. */
  async count() {
    const bill = this.bill()
    if (bill) this.change({ usable: await countUsable(bill) })
  },

  /** Asks how the barrier stands until the car is through or the order has failed. */
  follow() {
    this.watch?.stop()
    const visit = visitOf(this.state.lane, this.state.paid)
    if (!visit || this.isOver()) return
    this.change({ watchOver: false })
    this.watch = poll(
      async () => {
        const result = await ask('lane.barrier', { visit })
        this.change(result.ok ? { barrier: result.answer, notice: '' } : { notice: wordsFor(result.why).title })
        return !this.isOver()
      },
      AT_THE_BARRIER,
      () => this.change({ watchOver: true }),
    )
  },

  isOver() {
    const { lane } = this.state
    if (lane.phase !== 'ready') return true
    const { state } = barrierOf(this.state, lane.answer)
    return state === 'passed' || state === 'stuck'
  },

  change(part: Partial<LaneState>) {
    this.state = { ...this.state, ...part }
    this.render()
  },

  tick() {
    const bill = this.bill()
    if (bill && this.state.progress === 'idle' && bill.validUntil <= now()) void this.open()
    this.render()
  },

  render() {
    show(this, toView(this.state, now()))
  },

  onAct() {
    const acts: Record<LaneAct, () => void> = {
      pay: () => void this.pay(),
      enter: () => void this.enter(),
      reopen: () => void this.reopen(),
      look: () => this.follow(),
      rescan: () => void this.rescan(),
      refresh: () => this.begin(this.code),
      call: () => this.onCall(),
      leave,
    }
    const { act } = this.data.view.action
    if (act !== 'none') acts[act]()
  },

  async pay() {
    const bill = this.bill()
    if (!bill || this.state.progress !== 'idle') return
    this.opening = undefined
    const end = await pay(bill.quote, (step) => this.change({ progress: step }))
    this.change({ progress: 'idle' })
    this.after(end)
  },

  after(end: PayEnd) {
    if (end.end === 'order' && end.payment?.state === 'paid') {
      this.change({ paid: end.payment, notice: '' })
      return this.follow()
    }
    if (end.end === 'order') return insteadToResult(end.orderNo)
    if (end.end === 'unpaid') return this.change({ notice: '还没有付款，没有扣款' })
    if (end.end === 'refused') this.tell(end.why)
    if (end.end === 'settled' || end.why === 'bill-expired' || end.why === 'stay-over') void this.open()
  },

  async onCoupons() {
    const bill = this.bill()
    if (!bill || this.state.progress !== 'idle' || this.choosing) return
    this.opening = undefined
    this.choosing = true
    const chosen = await chooseCoupons(bill)
    this.choosing = false
    if (chosen !== bill) this.takeBill({ result: { ok: true, answer: chosen, at: now() } })
  },

  async onDropCoupon({ detail }: { detail: { code: string } }) {
    const bill = this.bill()
    if (!bill || this.state.progress !== 'idle') return
    this.opening = undefined
    this.change({ progress: 'changing' })
    const codes = codesOf(bill).filter((code) => code !== detail.code)
    const made = await rebill(bill, codes)
    this.change({ progress: 'idle' })
    this.takeBill(made)
  },

  takeBill({ result, dropped }: Rebilled) {
    const { lane } = this.state
    if (!result.ok) return this.tell(result.why)
    if (lane.phase !== 'ready' || lane.answer.situation !== 'pay') return
    const notice = dropped ? droppedWords(dropped) : ''
    this.change({ lane: { ...lane, answer: { ...lane.answer, bill: result.answer } }, notice })
    void this.count()
  },

  async enter() {
    const { lane, progress } = this.state
    if (lane.phase !== 'ready' || lane.answer.situation !== 'identify' || progress !== 'idle') return
    this.change({ progress: 'entering' })
    const result = await ask('lane.enter', { code: this.code, visit: lane.answer.visit })
    this.change({ progress: 'idle' })
    if (result.ok) this.take(result)
    else this.tell(result.why)
  },

  async reopen() {
    const visit = visitOf(this.state.lane, this.state.paid)
    if (!visit || this.state.progress !== 'idle') return
    this.change({ progress: 'reopening' })
    const result = await ask('lane.retry', { visit })
    this.change({ progress: 'idle' })
    if (!result.ok) return this.tell(result.why)
    this.change({ barrier: result.answer, notice: '' })
    this.follow()
  },

  tell(why: Parameters<typeof wordsFor>[0]) {
    const { title, advice } = wordsFor(why)
    this.change({ notice: `${title}。${advice}` })
  },

  async rescan() {
    const scan = await scanCode('lane')
    if (scan.end === 'read') this.begin(scan.text)
    if (scan.end === 'failed') say('没有读到二维码，请再扫一次')
  },

  onCall() {
    call(this.data.view.phone)
  },
})
