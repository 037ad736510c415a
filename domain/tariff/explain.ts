/** The tariff in words (收费规则), made from the data that also makes the bill, so that the two cannot differ. */
import { explainPlan } from './explain-plan'
import type { CouponKind, CouponRules, RoundMoney, StayRules, Tariff, VehicleClass, VisitRules } from './tariff'
import { length, priceIn } from './words'

type Price = (amount: number) => string

/** A sentence a line; of one class of vehicles, or of all. */
export function explainTariff(tariff: Tariff, className?: string): string[] {
  const one = className === undefined ? undefined : tariff.classes[className]
  const classes = one ? [one] : Object.values(tariff.classes)
  return [
    ...byPlan(classes).flatMap((alike) => explainClasses(tariff, alike, classes.length > 1)),
    ...laterVisits(tariff),
    ...explainRounding(tariff.roundMoney, tariff),
    ...STAY_PARTS.flatMap((part) => part(tariff.stay, priceIn(tariff))),
    ...(tariff.seconds === 'started' ? ['不足 1 分钟按 1 分钟计。'] : []),
    ...effective(tariff),
  ]
}

/** Classes of one plan have one explanation. */
const byPlan = (classes: readonly VehicleClass[]): VehicleClass[][] =>
  [...new Set(classes.map(({ plan }) => plan))].map((name) => classes.filter(({ plan }) => plan === name))

function explainClasses(tariff: Tariff, classes: readonly VehicleClass[], named: boolean): string[] {
  const [first] = classes
  return [
    ...(named ? [`【${classes.map(({ name }) => name).join('、')}】`] : []),
    ...explainWhole(tariff, first?.plan),
    ...classes.flatMap((vehicle) => explainOwn(vehicle, priceIn(tariff))),
  ]
}

function explainWhole(tariff: Tariff, name = ''): string[] {
  const plan = tariff.plans[name]
  return plan ? [...explainPlan(plan, tariff), ...explainRounding(plan.roundMoney, tariff)] : []
}

const explainOwn = ({ name, multiplier, minus, plus }: VehicleClass, price: Price): string[] => [
  ...(multiplier ? [`${name}按 ${multiplier.by} 倍收费${multiplier.caps ? '' : '，封顶价不变'}。`] : []),
  ...(minus === undefined ? [] : [`${name}每次减收 ${price(minus)}。`]),
  ...(plus === undefined ? [] : [`${name}每次加收 ${price(plus)}，免费停放的不收。`]),
]

/** From the second visit of a day on another plan may count. */
function laterVisits(tariff: Tariff): string[] {
  const { visits } = tariff.stay
  if (visits?.kind !== 'nthOfDay') return []
  return visits.plans
    .map((plan, place) => ({ plan, nth: `${place + 1} 次${place === visits.plans.length - 1 ? '及以后' : ''}` }))
    .slice(1)
    .flatMap(({ plan, nth }) => [`【同一自然日第 ${nth}入场】`, ...explainWhole(tariff, plan)])
}

const ROUND_WORDS: Readonly<Record<RoundMoney['mode'], string>> = { halfUp: '四舍五入', down: '舍去尾数', up: '进位' }

function explainRounding(rounding: RoundMoney | undefined, tariff: Tariff): string[] {
  if (!rounding || rounding.step === 1) return []
  const unit = rounding.step === 100 && tariff.currency === 'CNY' ? '元' : `${priceIn(tariff)(rounding.step)} 的整数倍`
  return [`合计金额${ROUND_WORDS[rounding.mode]}到${unit}。`]
}

const STAY_PARTS: readonly ((stay: StayRules, price: Price) => string[])[] = [
  ({ minimum }, price) => (minimum === undefined ? [] : [`应缴金额不足 ${price(minimum)}的按 ${price(minimum)}收取。`]),
  ({ lostTicket }, price) => explainLost(lostTicket, price),
  ({ unplated }, price) => (unplated === undefined ? [] : [`无牌车每次收 ${price(unplated)}。`]),
  ({ missingExit }) => (missingExit === undefined ? [] : [`没有离场记录的，按入场当日 ${missingExit} 离场计费。`]),
  ({ visits }, price) => (visits ? [explainVisits(visits, price)] : []),
  ({ coupons }) => (coupons ? explainCoupons(coupons) : []),
  ({ payGrace, overtime }) => [
    `${payGrace === 0 ? '缴费后请立即离场' : `缴费后请在 ${length(payGrace)}内离场`}；${OVERTIME_WORDS[overtime]}`,
  ],
]

function explainLost(lost: StayRules['lostTicket'], price: Price): string[] {
  if (lost === undefined) return []
  if (typeof lost === 'number') return [`遗失停车凭证收 ${price(lost)}。`]
  return [`遗失停车凭证的，停车费之外另收 ${price(lost.amount)}。`]
}

const OVERTIME_WORDS: Readonly<Record<StayRules['overtime'], string>> = {
  lessPaid: '超时按全程费用补差。',
  rebill: '超时从缴费时起重新计费，不再享有免费时间。',
}

function explainVisits(rules: VisitRules, price: Price): string {
  switch (rules.kind) {
    case 'join':
      return `离场后 ${length(rules.gap)}内（含）再次入场的，连同间隔时间按一次停放计费。`
    case 'nthOfDay':
      return '同一自然日再次入场的，按次数适用不同价格。'
    case 'capWindow':
      return `自入场起 ${length(rules.minutes)}内多次停放，合计最高 ${price(rules.cap)}。`
    case 'sumOfDay':
      return '同一自然日多次停放的，停放时间累计后计费。'
  }
}

const COUPON_WORDS: Readonly<Record<CouponKind, string>> = {
  minutes: '时长券',
  percent: '折扣券',
  amount: '金额券',
  full: '免单券',
}

function couponKinds(order: readonly CouponKind[]): string {
  const kinds = order.map((kind) => COUPON_WORDS[kind]).join('、')
  return order.length === 1 ? `可使用${kinds}` : `优惠券按${kinds}的顺序使用`
}

function explainCoupons({ order, minutes, percentRound, limit, onFlats }: CouponRules): string[] {
  return [
    `${couponKinds(order)}，不找零${limit === undefined ? '' : `，每次停放最多 ${limit} 张`}。`,
    ...(order.includes('minutes')
      ? [minutes === 'shift' ? '时长券使计费起点后移；免费时间仍按实际停放判断。' : '时长券减免起始时长的费用。']
      : []),
    ...(order.includes('percent') && percentRound === 'down' ? ['折后金额舍去不足一分的部分。'] : []),
    ...(onFlats ? ['优惠券也可用于遗失凭证和无牌车的固定收费。'] : []),
  ]
}

function effective({ effective: dates }: Tariff): string[] {
  if (!dates) return []
  const { from, to, by = 'entry' } = dates
  const span = [from && `${from} 起`, to && `至 ${to} 前`].filter(Boolean).join('')
  return [`${span}${by === 'entry' ? '入场' : '离场'}的车辆适用。`]
}
