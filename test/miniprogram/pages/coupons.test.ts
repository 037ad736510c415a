import { fen, type BillView, type CouponCode } from '../../../domain/client'
import { typedCode, typedProblem } from '../../../miniprogram/pages/coupons/typed-code'
import { toView, type CouponsState } from '../../../miniprogram/pages/coupons/view'
import { chooseCoupons } from '../../../miniprogram/services/coupon-choice'
import { remember } from '../../../miniprogram/services/storage'
import { openPage, settle, tap, textOf, trigger, type Rendered } from '../../support/mount'
import {
  at,
  billWith,
  cloudSays,
  CODE,
  coupon,
  COUPON_BILL,
  LOT,
  NOW,
  openPages,
  refuse,
  SECOND_CODE,
  today,
  unreachable,
  type Said,
} from '../support/samples'

describe('a code that is typed', () => {
  test.each([
    ['abcd', 'ABCD'],
    ['abcde', 'ABCD-E'],
    ['ABCD-EFGH-', 'ABCD-EFGH'],
    ['abcd efgh jklm', 'ABCD-EFGH-JKLM'],
    ['ABCDEFGHJKLMNP', 'ABCD-EFGH-JKLM'],
    ['券码：abcd', 'ABCD'],
    ['https://boyi.example/c/ABCDEFGHJKLM', 'ABCD-EFGH-JKLM'],
  ])('%s becomes %s', (text, typed) => expect(typedCode(text)).toBe(typed))

  test('with a letter that no code has is named at once', () => {
    expect(typedProblem('ABCD-0')).toContain('“0”')
    expect(typedProblem('ABCD-EFGH')).toBe('')
  })
})

describe('coupons on the screen', () => {
  const state = (part: Partial<CouponsState> = {}): CouponsState => ({
    coupons: { phase: 'ready', answer: [coupon({ saves: fen(500) })], at: NOW },
    bill: undefined,
    typed: '',
    problem: '',
    added: undefined,
    asking: false,
    ...part,
  })

  test('say what they take off, until when, and on what terms', () => {
    expect(toView(state(), NOW).usable).toMatchObject([
      { takesOff: '减 ¥5.00', valid: '今天 15:05 前有效', terms: `满 ¥10.00 可用 · 限${LOT.name} · 不用于超时费用` },
    ])
    const later = coupon({ validFrom: at(24 * 60), lots: [], minimum: fen(0), onOvertime: true })
    const view = toView(state({ coupons: { phase: 'ready', answer: [later], at: NOW } }), NOW)
    expect(view.usable).toMatchObject([{ valid: '明天 14:05 起有效', terms: '' }])
  })

  test.each([
    [{ type: 'percent', percent: 20 }, '8 折'],
    [{ type: 'minutes', minutes: 120 }, '减 2 小时'],
    [{ type: 'full' }, '免单'],
  ] as const)('%j is called %s', (takesOff, word) => {
    const answer = [coupon({ takesOff: takesOff as never })]
    expect(toView(state({ coupons: { phase: 'ready', answer, at: NOW } }), NOW).usable[0]?.takesOff).toBe(word)
  })

  test('that cannot be used stand below, with the reason in words', () => {
    const answer = [coupon(), coupon({ code: SECOND_CODE, why: 'coupon-minimum' })]
    const view = toView(state({ coupons: { phase: 'ready', answer, at: NOW } }), NOW)
    expect(view.usable).toHaveLength(1)
    expect(view.refused).toMatchObject([{ code: SECOND_CODE, why: '停车费未达到使用金额' }])
  })

  test('for a bill tell what each saves, which are chosen, and what is due then', () => {
    const view = toView(state({ bill: billWith([CODE]) }), NOW)
    expect(view.usable).toMatchObject([{ saves: '省 ¥5.00', chosen: true }])
    expect(view.action).toEqual({ act: 'done', text: '用 1 张券，应付 ¥7.50', busy: false })
    expect(toView(state({ bill: COUPON_BILL }), NOW).action).toMatchObject({ act: 'scan', text: '扫码用券' })
  })

  test('one that is in nobody’s list is shown while it is on the bill', () => {
    const view = toView(state({ bill: billWith([SECOND_CODE]) }), NOW)
    expect(view.usable.map(({ code, chosen }) => [code, chosen])).toEqual([
      [SECOND_CODE, true],
      [CODE, false],
    ])
  })

  test('none at all says where they come from', () => {
    const view = toView(state({ coupons: { phase: 'ready', answer: [], at: NOW } }), NOW)
    expect(view.state).toMatchObject({ phase: 'empty', title: '还没有优惠券' })
  })
})

describe('the page, from 我的 or a link', () => {
  let page: Rendered
  const open = async (said: Said, query: Record<string, string> = {}) => {
    const heard = cloudSays(said)
    page = await openPage('pages/coupons/coupons', query)
    return heard
  }

  test('a link that the WeChat scanner opened puts its coupon into the list and shows it', async () => {
    const heard = await open(
      { 'coupons.add': () => [coupon({ code: SECOND_CODE, name: '别的' }), coupon()] },
      { q: encodeURIComponent(`https://boyi.example/c/${CODE}`) },
    )
    expect(heard).toEqual([{ name: 'coupons.add', ask: { code: CODE } }])
    expect(page.data['view']).toMatchObject({ usable: [{ code: CODE, isNew: true }, { isNew: false }] })
    expect(textOf(page)).toContain('刚收下')
  })

  test('a link to a coupon of somebody else says so, and shows what one has', async () => {
    await open(
      { 'coupons.add': refuse('coupon-of-another'), 'coupons.list': () => [coupon({ code: SECOND_CODE })] },
      { q: encodeURIComponent(`https://boyi.example/c/${CODE}`) },
    )
    expect(textOf(page)).toContain('优惠券已被他人领取')
    expect(textOf(page)).toContain('街角咖啡停车券')
  })

  test('adds what was typed, and empties the field', async () => {
    const heard = await open({ 'coupons.list': () => [], 'coupons.add': () => [coupon()] })
    page.instance.onTyped({ detail: { value: 'abcdefghjklm' } })
    expect(page.data['typed']).toBe('ABCD-EFGH-JKLM')
    page.instance.onTake()
    await settle()
    expect(heard[1]).toEqual({ name: 'coupons.add', ask: { code: CODE } })
    expect(page.data['typed']).toBe('')
    expect(textOf(page)).toContain('街角咖啡停车券')
  })

  test('what was refused stays in the field, with the reason beside it', async () => {
    await open({ 'coupons.list': () => [], 'coupons.add': refuse('coupon-unknown') })
    page.instance.onTyped({ detail: { value: CODE } })
    page.instance.onTake()
    await settle()
    expect(page.data['typed']).toBe('ABCD-EFGH-JKLM')
    expect(textOf(page)).toContain('没有这张优惠券')
  })

  test('scans bar codes and square codes', async () => {
    jest.mocked(wx.scanCode).mockResolvedValue({ result: CODE } as never)
    const heard = await open({ 'coupons.list': () => [], 'coupons.add': () => [coupon()] })
    await trigger(page, '.action', 'act')
    expect(wx.scanCode).toHaveBeenCalledWith({ scanType: ['barCode', 'qrCode'] })
    expect(heard[1]).toMatchObject({ name: 'coupons.add', ask: { code: CODE } })
  })

  test('a scanned text that is no coupon is named without asking the cloud', async () => {
    jest.mocked(wx.scanCode).mockResolvedValue({ result: '6901234567892' } as never)
    const heard = await open({ 'coupons.list': () => [] })
    await trigger(page, '.action', 'act')
    expect(heard).toHaveLength(1)
    expect(textOf(page)).toContain('没有这张优惠券')
  })

  test('takes a pasted code', async () => {
    await open({ 'coupons.list': () => [] })
    Object.assign(wx, { getClipboardData: () => Promise.resolve({ data: `https://boyi.example/c/${CODE}` }) })
    await tap(page, '.paste')
    expect(page.data['typed']).toBe('ABCD-EFGH-JKLM')
  })

  test('without a network shows what is known, and how old it is', async () => {
    remember('coupons', { answer: [coupon()], at: today(at(-7)) })
    await open({ 'coupons.list': unreachable })
    expect(textOf(page)).toContain(' 7 分钟前的优惠券')
    expect(textOf(page)).toContain('街角咖啡停车券')
  })

  test('an error offers another try that works', async () => {
    await open({ 'coupons.list': refuse('fault') })
    cloudSays({ 'coupons.list': () => [coupon()] })
    await trigger(page, '.state', 'retry')
    expect(textOf(page)).toContain('街角咖啡停车券')
  })
})

describe('the page, for a bill', () => {
  let page: Rendered
  let chosen: Promise<BillView>
  const mine = [coupon({ saves: fen(500) }), coupon({ code: SECOND_CODE, saves: fen(300) })]
  const open = async (said: Said, bill = COUPON_BILL) => {
    openPages(2)
    const heard = cloudSays({ 'coupons.list': () => mine, ...said })
    chosen = chooseCoupons(bill)
    page = await openPage('pages/coupons/coupons', { quote: bill.quote })
    return heard
  }
  const choose = async (code: CouponCode) => {
    page.instance.onChoose({ currentTarget: { dataset: { code } } })
    await settle()
  }
  const anew: Said = { 'bill.coupons': ({ codes }) => billWith(codes) }

  test('lists what each coupon would do for it', async () => {
    expect(await open({})).toEqual([{ name: 'coupons.list', ask: { quote: 'quote-1' } }])
    expect(textOf(page)).toContain('省 ¥5.00')
  })

  test('a tap puts a coupon on the bill, a second takes it off; what is due is the cloud’s word', async () => {
    const heard = await open(anew)
    await choose(CODE)
    expect(heard[1]).toEqual({ name: 'bill.coupons', ask: { quote: 'quote-1', codes: [CODE] } })
    expect(page.data['view']).toMatchObject({ action: { text: '用 1 张券，应付 ¥7.50' } })
    await choose(CODE)
    expect(heard[2]).toMatchObject({ ask: { codes: [] } })
    page.instance.onUnload()
    expect((await chosen).coupons).toEqual([])
  })

  test('is left by itself once no more can be chosen', async () => {
    await open(anew)
    await choose(CODE)
    expect(wx.navigateBack).not.toHaveBeenCalled()
    await choose(SECOND_CODE)
    expect(wx.navigateBack).toHaveBeenCalled()
    page.instance.onUnload()
    expect((await chosen).coupons.map(({ code }) => code)).toEqual([CODE, SECOND_CODE])
  })

  test('where one is the limit, another takes its place', async () => {
    const heard = await open(anew, billWith([CODE], { ...COUPON_BILL, couponLimit: 1 }))
    await choose(SECOND_CODE)
    expect(heard[1]).toMatchObject({ ask: { codes: [SECOND_CODE] } })
  })

  test('a refused one says why, and leaves the bill as it was', async () => {
    await open({ 'bill.coupons': refuse('coupon-minimum') })
    await choose(CODE)
    expect(textOf(page)).toContain('停车费未达到使用金额')
    page.instance.onUnload()
    expect(await chosen).toBe(COUPON_BILL)
  })

  test('one that is typed goes onto the bill, and into nobody’s list', async () => {
    const heard = await open(anew)
    page.instance.onTyped({ detail: { value: 'ABCDEFGHJKLM' } })
    page.instance.onTake()
    await settle()
    expect(heard.map(({ name }) => name)).toEqual(['coupons.list', 'bill.coupons'])
  })

  test('two quick taps ask once', async () => {
    const heard = await open(anew)
    page.instance.onChoose({ currentTarget: { dataset: { code: CODE } } })
    await choose(SECOND_CODE)
    expect(heard.filter(({ name }) => name === 'bill.coupons')).toHaveLength(1)
  })
})
