import { readCode, type CouponCode } from '../../domain'
import { now } from '../../services/clock'
import { ask } from '../../services/cloud'
import { choiceFor, type Choice } from '../../services/coupon-choice'
import { billWith, codesOf } from '../../services/coupons'
import { wordsFor } from '../../services/failures'
import { knownOf, loadedFrom, LOADING } from '../../services/loaded'
import { leave } from '../../services/navigate'
import { copied } from '../../services/phone'
import { codeFrom, scanCode } from '../../services/scan'
import { endPullDown, pageStyle, say, show } from '../../services/screen'
import { recall, remember } from '../../services/storage'
import { typedCode } from './typed-code'
import { AWAITED_COUPONS, toView, type CouponsAct, type CouponsState } from './view'

const fresh = (): CouponsState => ({
  coupons: LOADING,
  bill: undefined,
  typed: '',
  problem: '',
  added: undefined,
  asking: false,
})

Page({
  data: {
    pageStyle: '',
    /** For display, by toView. */
    view: AWAITED_COUPONS,
    /** The field's text. */
    typed: '',
  },

  state: fresh(),
  /** Where the chosen coupons go; undefined: there is no bill. */
  choice: undefined as Choice | undefined,

  onLoad({ quote, ...link }: { quote?: string; q?: string; code?: string }) {
    this.choice = choiceFor(quote && decodeURIComponent(quote))
    this.state = { ...fresh(), bill: this.choice?.bill }
    const scanned = codeFrom(link)
    if (scanned === undefined) void this.refresh()
    else void this.take(scanned)
  },

  onShow() {
    this.setData({ pageStyle: pageStyle() })
  },

  onUnload() {
    this.choice?.done()
  },

  async onPullDownRefresh() {
    await this.refresh()
    endPullDown()
  },

  async refresh() {
    const { bill } = this.state
    const result = await ask('coupons.list', bill ? { quote: bill.quote } : {})
    if (result.ok && !bill) remember('coupons', result)
    const known = knownOf(this.state.coupons) ?? (bill ? undefined : recall('coupons'))
    this.change({ coupons: loadedFrom(result, known) })
  },

  change(part: Partial<CouponsState>) {
    this.state = { ...this.state, ...part }
    this.render()
  },

  render() {
    show(this, toView(this.state, now()))
  },

  onRetry() {
    this.change({ coupons: LOADING })
    void this.refresh()
  },

  onTyped({ detail }: { detail: { value: string } }) {
    this.type(typedCode(detail.value))
  },

  type(typed: string) {
    this.setData({ typed })
    this.change({ typed, problem: '' })
  },

  async onPaste() {
    const code = readCode((await copied()) ?? '')
    if (code) this.type(typedCode(code))
    else say('剪贴板里没有券码')
  },

  onTake() {
    if (this.data.view.canTake) void this.take(this.state.typed)
  },

  async onScan() {
    const scan = await scanCode('coupon')
    if (scan.end === 'read') await this.take(scan.text)
    if (scan.end === 'failed') say('没有读到券码，请再扫一次')
  },

  /** What was typed, scanned, or opened this page. */
  async take(text: string) {
    if (this.state.asking) return
    const code = readCode(text)
    if (!code) this.refuse('coupon-unknown')
    else if (this.choice) await this.choose([...this.others(code), code])
    else await this.add(code)
    if (this.state.coupons.phase === 'loading') await this.refresh()
  },

  /** The chosen coupons beside this one; where no other may be added, the earlier one makes room. */
  others(code: CouponCode): CouponCode[] {
    const { bill } = this.state
    if (!bill) return []
    const others = codesOf(bill).filter((each) => each !== code)
    return others.slice(Math.max(0, others.length - bill.couponLimit + 1))
  },

  async choose(codes: readonly string[]) {
    const { bill } = this.state
    if (!bill || !this.choice) return
    this.change({ asking: true, problem: '' })
    const result = await billWith(bill, codes)
    this.change({ asking: false })
    if (!result.ok) return this.refuse(result.why)
    this.choice.bill = result.answer
    this.type('')
    this.change({ bill: result.answer })
    if (codes.length === result.answer.couponLimit) leave()
  },

  async add(code: CouponCode) {
    this.change({ asking: true, problem: '' })
    const result = await ask('coupons.add', { code })
    this.change({ asking: false })
    if (!result.ok) return this.refuse(result.why)
    remember('coupons', result)
    this.type('')
    this.change({ coupons: loadedFrom(result), added: code })
    say('已放入我的优惠券')
  },

  /** What was typed stays to be put right. */
  refuse(why: Parameters<typeof wordsFor>[0]) {
    const { title, advice } = wordsFor(why)
    this.change({ problem: `${title}。${advice}` })
  },

  onChoose({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const code = currentTarget.dataset['code'] as CouponCode
    const { bill, asking } = this.state
    if (!bill || asking) return
    const chosen = codesOf(bill)
    void this.choose(chosen.includes(code) ? chosen.filter((each) => each !== code) : [...this.others(code), code])
  },

  onAct() {
    const acts: Record<CouponsAct, () => void> = { done: leave, scan: () => void this.onScan() }
    const { act } = this.data.view.action
    if (act !== 'none') acts[act]()
  },
})
