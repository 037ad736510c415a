/** What a tariff must keep to beyond its shape, so that nothing in it can be read in two ways. */
import { clockMinutes } from '../clock'
import { isWeekTime } from '../period-window'
import { WEEKDAYS, type Band, type DayName, type Period, type Plan, type Tariff } from '../tariff'
import { isNamed } from '../day-words'
import { overlapOf } from './overlap'
import type { Report } from './shape'

type TariffRule = (tariff: Tariff, report: Report) => void
type PlanRule = (plan: Plan, path: string, report: Report, tariff: Tariff) => void

export function checkRules(tariff: Tariff, report: Report): void {
  for (const rule of TARIFF_RULES) rule(tariff, report)
  for (const [name, plan] of Object.entries(tariff.plans))
    for (const rule of PLAN_RULES) rule(plan, `$.plans.${name}`, report, tariff)
}

const quoted = (names: readonly string[]): string => names.map((name) => JSON.stringify(name)).join(', ')

// ---------------------------------------------------------------- the tariff

const classesHavePlans: TariffRule = ({ classes, plans }, report) => {
  for (const [name, { plan }] of Object.entries(classes))
    if (!(plan in plans)) report(`$.classes.${name}.plan`, `no plan ${plan}`, `one of ${quoted(Object.keys(plans))}`)
}

const defaultIsClass: TariffRule = ({ defaultClass, classes }, report) => {
  if (!(defaultClass in classes))
    report('$.defaultClass', `no class ${defaultClass}`, `one of ${quoted(Object.keys(classes))}`)
}

const factorsAreClear: TariffRule = ({ classes }, report) => {
  for (const [name, { multiplier }] of Object.entries(classes))
    if (multiplier?.when === 'afterRounding' && !multiplier.caps)
      report(`$.classes.${name}.multiplier.caps`, 'the factor comes after the caps', 'true, or when: "beforeRounding"')
}

const everyPlanIsUsed: TariffRule = ({ classes, plans, stay }, report) => {
  const used = [
    ...Object.values(classes).map(({ plan }) => plan),
    ...(stay.visits?.kind === 'nthOfDay' ? stay.visits.plans : []),
  ]
  for (const name of Object.keys(plans))
    if (!used.includes(name))
      report(`$.plans.${name}`, 'no class uses this plan', 'a class with this plan, or no such plan')
}

const visitsHavePlans: TariffRule = ({ stay, plans }, report) => {
  if (stay.visits?.kind !== 'nthOfDay') return
  for (const [place, plan] of stay.visits.plans.entries())
    if (!(plan in plans))
      report(`$.stay.visits.plans[${place}]`, `no plan ${plan}`, `one of ${quoted(Object.keys(plans))}`)
}

const sumsAreAccumulated: TariffRule = ({ stay, plans }, report) => {
  if (stay.visits?.kind !== 'sumOfDay') return
  for (const [name, { crossing, products, free }] of Object.entries(plans)) {
    if (crossing !== 'accumulate') report(`$.plans.${name}.crossing`, 'visits of a day are added up', '"accumulate"')
    if (products) report(`$.plans.${name}.products`, 'visits of a day have no one entry and exit', 'no products')
    if (free?.mode === 'deduct') report(`$.plans.${name}.free.mode`, 'visits of a day are added up', '"threshold"')
  }
}

const datesInOrder: TariffRule = ({ effective }, report) => {
  if (effective?.from && effective.to && effective.from >= effective.to)
    report(
      '$.effective.to',
      `is not after ${effective.from}`,
      'a later date, from which the tariff is no longer in force',
    )
}

const calendarIsWhole: TariffRule = ({ calendar, effective }, report) => {
  if (!calendar) return
  const [first, last] = calendar.covers
  if (first > last) report('$.calendar.covers', 'is not a span', '[first date, last date]')
  for (const [place, rule] of calendar.days.entries())
    if ('dates' in rule && !(rule.dates in calendar.dates))
      report(
        `$.calendar.days[${place}].dates`,
        `no dates ${rule.dates}`,
        `one of ${quoted(Object.keys(calendar.dates))}`,
      )
  for (const [name, dates] of Object.entries(calendar.dates))
    for (const [place, date] of dates.entries())
      if (date < first || date > last)
        report(`$.calendar.dates.${name}[${place}]`, 'lies outside of covers', `a date from ${first} to ${last}`)
  if (effective?.from !== undefined && effective.from < first)
    report('$.calendar.covers[0]', `the tariff is in force from ${effective.from}`, 'a calendar that covers that date')
}

const everyDayHasAType: TariffRule = ({ calendar }, report) => {
  if (!calendar) return
  const typed = calendar.days.flatMap((rule) => ('weekdays' in rule ? rule.weekdays : []))
  const missing = WEEKDAYS.filter((weekday) => !typed.includes(weekday))
  if (missing.length > 0)
    report('$.calendar.days', `says no type for ${missing.join(', ')}`, 'a rule for every weekday')
}

const typesHaveNames: TariffRule = ({ calendar }, report) => {
  if (!calendar) return
  const types = calendar.days.map(({ type }) => type)
  for (const [place, type] of types.entries())
    if (!isNamed(type, calendar) && types.indexOf(type) === place)
      report(
        '$.calendar.names',
        `has no name for ${type}`,
        `what people call such days: "names": { ${JSON.stringify(type)}: "旺季" }`,
      )
  for (const type of Object.keys(calendar.names ?? {}))
    if (!types.includes(type)) report(`$.calendar.names.${type}`, 'is no type of day', `one of ${quoted(types)}`)
}

const couponOrderIsWhole: TariffRule = ({ stay }, report) => {
  const { order = [], minutes, percentRound } = stay.coupons ?? {}
  const needed = (field: string, isMissing: boolean, instead: string) => {
    if (isMissing) report(`$.stay.coupons.${field}`, 'is missing', instead)
  }
  needed(
    'minutes',
    order.includes('minutes') && !minutes,
    '"shift" (they move the start) or "waive" (what the first minutes cost is let off)',
  )
  needed('percentRound', order.includes('percent') && !percentRound, '"halfUp" or "down"')
  if (new Set(order).size < order.length) report('$.stay.coupons.order', 'names a kind twice', 'each kind once')
  if (minutes === 'shift' && order.indexOf('minutes') > 0)
    report('$.stay.coupons.order', 'minutes that move the start come before everything else', '"minutes" as the first')
}

const TARIFF_RULES: readonly TariffRule[] = [
  classesHavePlans,
  defaultIsClass,
  factorsAreClear,
  everyPlanIsUsed,
  visitsHavePlans,
  sumsAreAccumulated,
  datesInOrder,
  calendarIsWhole,
  everyDayHasAType,
  typesHaveNames,
  couponOrderIsWhole,
]

// ---------------------------------------------------------------- a plan

const daysAreKnown: PlanRule = (plan, path, report, { calendar }) => {
  const types = calendar?.days.map(({ type }) => type) ?? []
  const check = (days: readonly DayName[] | undefined, at: string) => {
    for (const [place, day] of (days ?? []).entries())
      if (!(WEEKDAYS as readonly string[]).includes(day) && !types.includes(day))
        report(
          `${at}[${place}]`,
          `no day ${day}`,
          `a weekday or a type of the calendar: ${quoted([...WEEKDAYS, ...new Set(types)])}`,
        )
  }
  plan.periods.forEach(({ days }, place) => check(days, `${path}.periods[${place}].days`))
  plan.products?.forEach(({ days }, place) => check(days, `${path}.products[${place}].days`))
  check(plan.normalOnlyIf?.notOnDays, `${path}.normalOnlyIf.notOnDays`)
}

const clocksArePairs: PlanRule = ({ periods }, path, report) => {
  for (const [place, period] of periods.entries()) {
    const { from, to } = period
    const at = `${path}.periods[${place}]`
    if ((from === undefined) !== (to === undefined)) report(at, 'has one end only', 'both from and to, or neither')
    if (from?.endsWith('24:00')) report(`${at}.from`, 'is the end of a day', '"00:00"')
    if (from === undefined || to === undefined) {
      if (period.dayBy) report(`${at}.dayBy`, 'the period has no clock', 'no dayBy')
    } else if (from === to) report(at, 'begins where it ends', 'no from and to, or "00:00" to "24:00"')
    else if (isWeekTime(from) || isWeekTime(to)) checkWeek(period, at, report)
    else checkMidnight(period, clockMinutes(to) <= clockMinutes(from), at, report)
  }
}

function checkWeek({ from = '00:00', to = '00:00', days, dayBy }: Period, at: string, report: Report): void {
  if (isWeekTime(from) !== isWeekTime(to))
    report(at, 'has a weekday at one end only', 'a weekday at both ends, or days beside it')
  if (days) report(`${at}.days`, 'its ends name the days', 'no days')
  if (dayBy) report(`${at}.dayBy`, 'its ends name the days', 'no dayBy')
}

function checkMidnight({ days, dayBy }: Period, overMidnight: boolean, at: string, report: Report): void {
  if (dayBy && !overMidnight) report(`${at}.dayBy`, 'the period does not run over midnight', 'no dayBy')
  if (overMidnight && days && !dayBy)
    report(
      at,
      'runs over midnight on certain days',
      'dayBy: "minute" (each minute by its own day) or "start" (by the day it began)',
    )
}

const noOverlap: PlanRule = (plan, path, report, tariff) => {
  if (plan.overlap === 'firstMatch') return
  const found = overlapOf(plan, tariff)
  if (found)
    report(
      `${path}.periods[${found.later}]`,
      `overlaps with period ${found.earlier} at ${found.at}`,
      'periods that do not overlap, or overlap: "firstMatch"',
    )
}

const crossingIsSaid: PlanRule = ({ periods, crossing }, path, report) => {
  const charging = periods.filter((period) => !('free' in period))
  if (charging.length > 1 && !crossing)
    report(`${path}.crossing`, 'several periods charge', '"split", "carry", "accumulate" or "entry"')
}

const laddersAreSound: PlanRule = ({ periods, longStay }, path, report) => {
  periods.forEach((period, place) => {
    if ('ladder' in period) checkLadder(period.ladder, `${path}.periods[${place}].ladder`, report)
  })
  if (longStay) checkLadder(longStay.ladder, `${path}.longStay.ladder`, report)
}

function checkLadder(ladder: readonly Band[], path: string, report: Report): void {
  let start = 0
  for (const [place, { to, unit, round = 'up', tolerance }] of ladder.entries()) {
    const at = `${path}[${place}]`
    const isLast = place === ladder.length - 1
    if (isLast && to !== undefined) report(`${at}.to`, 'the last band ends', 'no to: the last band never ends')
    if (!isLast && to === undefined) report(`${at}.to`, 'is missing', 'the minute at which the next band begins')
    if (to !== undefined && to <= start) report(`${at}.to`, `is not after ${start}`, `more than ${start}`)
    if (to !== undefined && (to - start) % unit !== 0 && round !== 'prorata')
      report(
        `${at}.unit`,
        `does not fit into ${to - start} minutes`,
        'a unit that divides the band, or another band for the rest',
      )
    if (tolerance !== undefined && (round !== 'up' || tolerance >= unit))
      report(
        `${at}.tolerance`,
        'does not fit the rounding',
        `with round "up", less than ${unit}; to drop every incomplete unit, round: "down"`,
      )
    start = to ?? start
  }
}

/** Fields that mean something only beside another. */
const nothingIsIdle: PlanRule = (plan, path, report) => {
  const { free, blocks, choose, normalOnlyIf, products, periods, crossing, counter, counts } = plan
  const idle = (at: string, isIdle: boolean, needs: string) => {
    if (isIdle) report(`${path}.${at}`, 'has no effect', needs)
  }
  idle('free.hours', free?.hours !== undefined && free.renew !== 'vehicleHours', 'renew: "vehicleHours" beside it')
  idle('free.renew', free?.renew === 'vehicleHours' && free.hours === undefined, 'hours beside it')
  idle('free.renew', free?.renew === 'block' && !blocks, 'blocks beside it')
  idle('free.strict', free?.strict !== undefined && free.mode === 'deduct', 'mode: "threshold" beside it')
  idle('choose', choose !== undefined && !products, 'products beside it')
  idle('normalOnlyIf', normalOnlyIf !== undefined && choose !== 'min', 'choose: "min" beside it')
  idle('waiveWhen', plan.waiveWhen !== undefined && plan.waiveFirst === undefined, 'waiveFirst beside it')
  idle('counts', counts === 'elapsed' && crossing === 'accumulate', 'crossing "split" or "carry"')
  idle('counter', counter === 'block' && !blocks && crossing !== 'accumulate', 'blocks beside it')
  idle('blocks.capTimes', blocks?.capTimes !== undefined && blocks.cap === undefined, 'cap beside it')
  idle(
    'blocks.restartAt',
    blocks?.restartAt !== undefined && counter === 'stay',
    'another counter: this one never restarts',
  )
  for (const [place, period] of periods.entries()) {
    idle(
      `periods[${place}].capPer`,
      period.capPer !== undefined && (period.cap === undefined || !blocks),
      'cap and blocks beside it',
    )
    idle(
      `periods[${place}].outsideCap`,
      period.outsideCap !== undefined && ('free' in period || (blocks?.cap === undefined && !blocks?.groups)),
      'a price, and blocks with cap or groups beside it',
    )
    idle(`periods[${place}].cut`, period.cut !== undefined && !isCutBy(blocks, period), CUT_NEEDS)
    idle(`periods[${place}].cap`, period.cap !== undefined && 'free' in period, 'a price')
    idle(`periods[${place}].upper`, 'upper' in period && !('ladder' in period), 'ladder beside it')
    idle(`periods[${place}].per`, 'per' in period && !('flat' in period), 'flat beside it')
  }
}

const CUT_NEEDS = 'a ladder or flat per piece, and blocks that say the opposite'

/** Whether a period's `cut` changes what the blocks say. */
const isCutBy = (blocks: Plan['blocks'], period: Period): boolean =>
  blocks !== undefined &&
  period.cut !== (blocks.cut ?? true) &&
  ('ladder' in period || ('flat' in period && period.per === 'piece'))

/** Combinations that would have two readings. */
const noDoubleMeaning: PlanRule = (plan, path, report) => {
  const { blocks, crossing, counter, periods } = plan
  const exclusive = periods.some((period) => 'upper' in period && period.upper === 'exclusive')
  const rounds = periods.flatMap((period) => ('ladder' in period ? period.ladder.map(({ round }) => round) : []))
  const refuse = (at: string, isRefused: boolean, what: string, instead: string) => {
    if (isRefused) report(`${path}.${at}`, what, instead)
  }
  refuse(
    'counter',
    crossing === 'accumulate' && (counter ?? 'piece') === 'piece',
    'minutes are added up over what?',
    '"block", "calendarDay" or "stay"',
  )
  refuse(
    'counter',
    crossing === 'accumulate' && counter === 'stay' && blocks !== undefined,
    'minutes added up over the stay lie in no block',
    '"block" or "calendarDay", or no blocks',
  )
  refuse(
    'blocks.minutes',
    blocks?.by === 'calendarDay' && blocks.minutes !== undefined,
    'a calendar day has its own length',
    'no minutes',
  )
  refuse(
    'blocks.origin',
    blocks?.by === 'calendarDay' && blocks.origin !== undefined,
    'a calendar day begins at midnight',
    'no origin',
  )
  refuse(
    'waiveWhen',
    plan.waiveWhen === 'beforeCaps' && (plan.products !== undefined || plan.longStay !== undefined),
    'products and long stays are not capped',
    '"afterCaps"',
  )
  refuse(
    'crossing',
    exclusive && crossing === 'carry',
    'a carried unit has no upper end that could be exclusive',
    '"split"',
  )
  refuse(
    'periods',
    exclusive && rounds.some((round) => round === 'prorata' || round === 'down'),
    'an exclusive upper end needs started units',
    'round: "up" in every band',
  )
  refuse(
    'periods',
    crossing === 'carry' && rounds.includes('prorata') && rounds.some((round) => round !== 'prorata'),
    'shares by the minute are not carried',
    'prorata in every band, or in none',
  )
}

/** Where a period runs on from block to block, nothing else may begin anew with a block. */
const whatRunsOnIsNotCut: PlanRule = ({ blocks, periods, crossing, counter, free, head }, path, report) => {
  const place = periods.findIndex(({ cut }) => cut === false)
  if (blocks === undefined || (blocks.cut !== false && place < 0)) return
  const at = `${path}.${blocks.cut === false ? 'blocks' : `periods[${place}]`}.cut`
  const refuse = (isRefused: boolean, what: string, instead: string) => {
    if (isRefused) report(at, what, instead)
  }
  refuse(crossing === 'accumulate', 'minutes are added up in each block', '"split" or "carry", or no cut')
  refuse(counter === 'block', 'a ladder that starts again in a block is cut by it', 'counter: "stay" or "piece"')
  refuse(
    counter === 'calendarDay' && blocks.by === 'calendarDay',
    'a ladder that starts again at midnight is cut by it',
    'counter: "stay" or "piece"',
  )
  refuse(
    free?.renew === 'block' || head !== undefined || blocks.restartAt !== undefined,
    'what begins with a block needs blocks that cut',
    'leave cut out',
  )
}

const PLAN_RULES: readonly PlanRule[] = [
  daysAreKnown,
  clocksArePairs,
  noOverlap,
  crossingIsSaid,
  laddersAreSound,
  nothingIsIdle,
  noDoubleMeaning,
  whatRunsOnIsNotCut,
]
