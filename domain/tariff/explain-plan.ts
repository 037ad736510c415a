/** A plan in words: each part of the data has its sentence. */
import { isWeekTime } from './period-window'
import { daysSaid } from './day-words'
import { length, priceIn } from './words'
import type { Band, Blocks, DayName, Edge, FreeTime, Period, Plan, Product, Tariff, Window } from './tariff'

type Said = readonly string[]
type Price = (amount: number) => string

/** The parts of a price board, from top to bottom. */
const PARTS: readonly ((plan: Plan, price: Price) => Said)[] = [
  ({ free }) => (free ? [freeTime(free)] : []),
  ({ head }, price) => (head ? [`${head.name}：起始 ${length(head.minutes)}内 ${price(head.price)}，不分时段。`] : []),
  ({ periods }, price) => periods.map((period) => `${title(period)}：${charge(period, price)}。`),
  ({ overlap }) => (overlap ? ['时段重叠的，按列在前面的计费。'] : []),
  (plan) => crossing(plan),
  (plan) => counter(plan),
  (plan, price) => (plan.blocks ? explainBlocks(plan.blocks, plan.periods, price) : []),
  ({ totalCap }, price) => (totalCap === undefined ? [] : [`一次停放最高 ${price(totalCap)}。`]),
  (plan, price) => longStay(plan, price),
  (plan, price) => products(plan, price),
  (plan) => waived(plan),
  ({ zeroStay }, price) => (zeroStay ? [`停放不足 1 分钟收 ${price(zeroStay)}。`] : []),
]

export const explainPlan = (plan: Plan, tariff: Tariff): string[] => {
  const named = withNamedDays(plan, tariff.calendar?.names ?? {})
  return PARTS.flatMap((part) => part(named, priceIn(tariff)))
}

type Names = Readonly<Record<DayName, string>>

/** Types of day as the calendar calls them. */
function withNamedDays(plan: Plan, names: Names): Plan {
  const on = <Part extends { days?: readonly DayName[] }>(part: Part): Part =>
    part.days ? { ...part, days: part.days.map((day) => names[day] ?? day) } : part
  const { normalOnlyIf, products: list } = plan
  return {
    ...plan,
    periods: plan.periods.map(on),
    ...(list && { products: list.map(on) }),
    ...(normalOnlyIf?.notOnDays && {
      normalOnlyIf: { ...normalOnlyIf, notOnDays: normalOnlyIf.notOnDays.map((day) => names[day] ?? day) },
    }),
  }
}

function freeTime({ minutes, strict, mode, renew, hours = 24 }: FreeTime): string {
  const often = {
    stay: '',
    block: '，每个计费周期重新享有',
    vehicleDay: '，每车每日一次',
    vehicleHours: `，每车 ${hours} 小时内一次`,
  }[renew ?? 'stay']
  if (mode === 'deduct') return `前 ${length(minutes)}免费，之后开始计费${often}。`
  const limit = strict ? `不足 ${length(minutes)}免费` : `${length(minutes)}以内（含）免费`
  return `停放 ${limit}；超过后从入场起计费${often}。`
}

function title({ name, from, to, days }: Period): string {
  const clock =
    from === undefined || to === undefined
      ? ''
      : ` ${timeSaid(from)}–${overMidnight(from, to) ? '次日 ' : ''}${timeSaid(to)}`
  const on = days ? `（${daysSaid(days)}）` : ''
  return `${name}${clock}${on}`
}

type Time = NonNullable<Period['from']>

/** 18:00, 周五 18:00 */
function timeSaid(time: Time): string {
  const [weekday = '', clock = ''] = isWeekTime(time) ? time.split(' ') : ['', time]
  return weekday === '' ? clock : `${daysSaid([weekday])} ${clock}`
}

const overMidnight = (from: Time, to: Time): boolean => !isWeekTime(from) && to <= from && to !== '24:00'

const FLAT_WORDS = { instance: '每次', piece: '每段', calendarDay: '每日', stay: '每次停放' } as const

function charge(period: Period, price: Price): string {
  if ('free' in period) return '免费'
  const most =
    period.cap === undefined ? '' : `，最高 ${price(period.cap)}${period.capPer === 'block' ? '（每个计费周期）' : ''}`
  return 'flat' in period
    ? `${FLAT_WORDS[period.per ?? 'instance']} ${price(period.flat)}${most}`
    : `${explainLadder(period.ladder, price)}${period.upper === 'exclusive' ? '（满一档上限即计入下一档）' : ''}${most}`
}

export const explainLadder = (ladder: readonly Band[], price: Price): string =>
  ladder.map((band, place) => explainBand(band, ladder[place - 1]?.to ?? 0, price)).join('，')

function explainBand(band: Band, start: number, price: Price): string {
  const { to, unit } = band
  if (to !== undefined && to - start <= unit) {
    const range = start === 0 ? `首 ${length(to)}` : `超过 ${length(start)}至 ${length(to)}`
    return band.price === 0
      ? `${range} 免费`
      : `${range} ${start === 0 ? '' : '加收 '}${price(band.price)}${shared(band)}`
  }
  if (band.price === 0) return `${range(start, to)}免费`
  return `${range(start, to)}每 ${length(unit)} ${price(band.price)}${rounding(band)}`
}

const shared = (band: Band): string =>
  band.round === 'prorata' || band.round === 'down' || band.tolerance ? rounding(band) : ''

function range(start: number, to: number | undefined): string {
  if (to === undefined) return start === 0 ? '' : '之后'
  return start === 0 ? `${length(to)}以内` : `至 ${length(to)}`
}

function rounding({ round = 'up', tolerance }: Band): string {
  if (round === 'prorata') return '（按分钟折算）'
  if (round === 'down') return '（不足一个计费单位不计）'
  return tolerance ? `（超出不满 ${length(tolerance + 1)}不计，否则按一个计费单位计）` : '（不足按一个计费单位计）'
}

const CROSSING_WORDS = {
  split: '跨时段停放的，各时段分别计费后相加。',
  carry: '跨时段的计费单位按其起始时段计费，用满后再按当时时段计费。',
  accumulate: '同一时段的停放时间累计后计费。',
  entry: '整次停放均按入场时所在时段的价格计费。',
} as const

const charging = ({ periods }: Plan): number => periods.filter((period) => !('free' in period)).length

const crossing = (plan: Plan): Said =>
  plan.crossing && (charging(plan) > 1 || plan.crossing !== 'split') ? [CROSSING_WORDS[plan.crossing]] : []

const COUNTER_WORDS = {
  piece: [],
  block: ['分档时长在每个计费周期内连续计算。'],
  calendarDay: ['分档时长按自然日连续计算。'],
  stay: ['分档时长在一次停放内连续计算，不重新起算。'],
} as const

const hasTiers = ({ periods }: Plan): boolean =>
  periods.some((period) => 'ladder' in period && period.ladder.length > 1)

const counter = (plan: Plan): Said => [
  ...(hasTiers(plan) || plan.crossing === 'accumulate' ? COUNTER_WORDS[plan.counter ?? 'piece'] : []),
  ...(plan.counts === 'elapsed' ? ['分档按停放经过的时间计算，免费时间也计入。'] : []),
]

function explainBlocks(blocks: Blocks, periods: readonly Period[], price: Price): Said {
  const each = blocks.by === 'calendarDay' ? '每个自然日' : `每 ${length(blocks.minutes ?? 1440)}`
  const start = blocks.by === 'elapsed' ? (blocks.origin === 'billing' ? '（自开始计费起）' : '（自入场起）') : ''
  const except = named(periods.filter(({ outsideCap }) => outsideCap))
  const spared = except === '' ? '' : `（${except}另计，不受此限）`
  const most = blocks.cap === undefined ? '' : `最高 ${price(blocks.cap)}${spared}`
  const first =
    blocks.capTimes === 'first'
      ? `首个 ${each.slice(2)}${start}${most}，仅限一次；之后不封顶。`
      : `${each}${start}${most}。`
  return [
    ...(most ? [first] : []),
    ...explainCut(blocks, periods, `${each}${start}`),
    ...(blocks.restartAt ? [`第二个周期起，从第 ${length(blocks.restartAt)}之后的价格起算。`] : []),
    ...(blocks.groups ?? []).map((group) => `每 ${group.blocks} 个周期合计最高 ${price(group.cap)}${spared}。`),
  ]
}

const named = (periods: readonly Period[]): string => periods.map(({ name }) => name).join('、')

/** What a new block does to what is running. */
function explainCut({ cut = true }: Blocks, periods: readonly Period[], each: string): Said {
  const others = named(periods.filter((period) => period.cut === !cut))
  const block = cut ? `${each}为一个计费周期，期满重新计费` : '计费单位不在周期交界处截断'
  if (others === '') return [`${block}。`]
  return [`${block}；${others}${cut ? '的计费单位跨周期不截断' : '期满截断，重新计费'}。`]
}

const WAIVED_WORDS = { afterCaps: '（先封顶，后减免）', beforeCaps: '（先减免，后封顶）' } as const

const waived = ({ waiveFirst, waiveWhen }: Plan): Said =>
  waiveFirst === undefined
    ? []
    : [`减免前 ${length(waiveFirst)}的停车费${waiveWhen === undefined ? '' : WAIVED_WORDS[waiveWhen]}。`]

const longStay = ({ longStay: rule }: Plan, price: Price): Said =>
  rule
    ? [
        `停放超过 ${length(rule.after)}的，前 ${length(rule.after)}共 ${price(rule.base)}，此后${explainLadder(rule.ladder, price)}。`,
      ]
    : []

function products(plan: Plan, price: Price): Said {
  const { products: list = [], choose = 'first' } = plan
  if (list.length === 0) return []
  return [
    ...list.map((product) => `${product.name}：${conditions(product)}${productPrice(product, price)}。`),
    choose === 'min'
      ? '以上固定价与按时计费，取最低者。'
      : '符合固定价条件的，按列在最前的一项收费；不符合的，全程按时计费。',
    ...onlyIf(plan),
  ]
}

function conditions({ days, entry, exit, minMinutes, maxMinutes }: Product): string {
  const said = [
    daysSaid(days),
    windowSaid(entry, '入场'),
    windowSaid(exit, '离场'),
    minMinutes === undefined ? '' : `停放 ${length(minMinutes)}以上`,
    maxMinutes === undefined ? '' : `停放不超过 ${length(maxMinutes)}`,
  ].filter(Boolean)
  return said.length > 0 ? `${said.join('，')}，` : ''
}

const productPrice = ({ price: amount, perDate }: Product, price: Price): string =>
  perDate
    ? `每个自然日 ${price(amount)}${perDate === 'exitIncluded' ? '（离场当日计入）' : ''}`
    : `每次停放 ${price(amount)}`

function windowSaid(window: Window | undefined, what: string): string {
  if (!window) return ''
  const { from, to } = window
  const edges = [
    from && `${edgeSaid(from)}${from.inclusive === false ? '之后' : '起'}`,
    to && `${edgeSaid(to)}${to.inclusive ? '（含）' : ''}前`,
  ]
  return `${edges.filter(Boolean).join('至 ')}${what}`
}

const edgeSaid = ({ at, day = 0 }: Edge): string =>
  ['', '次日 '][day] === undefined ? `第 ${day + 1} 日 ${at}` : `${day === 1 ? '次日 ' : ''}${at}`

function onlyIf({ normalOnlyIf }: Plan): Said {
  if (!normalOnlyIf) return []
  const { maxMinutes, sameDay, notOnDays } = normalOnlyIf
  const said = [
    maxMinutes === undefined ? '' : `停放不超过 ${length(maxMinutes)}`,
    sameDay ? '当日离场' : '',
    notOnDays ? `${daysSaid(notOnDays)}除外` : '',
  ].filter(Boolean)
  return [`有固定价可用时，按时计费限：${said.join('，')}。`]
}
