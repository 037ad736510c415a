/** The tariff in words (收费规则), made from the data that also makes the bill, so that the two cannot differ. */
import { yuan, type Fen } from '../money'
import { saidLength, type Minutes } from '../time'
import type { Band, Period, Tariff } from './tariff'

/** A sentence a line. */
export function explainTariff(tariff: Tariff): string[] {
  const { freeMinutes, periods, payGrace } = tariff
  return [
    ...(freeMinutes > 0 ? [`停放 ${length(freeMinutes)}以内（含）免费；超过后从入场起计费。`] : []),
    ...periods.map(explainPeriod),
    ...(periods.length > 1 ? ['跨时段停放的，各时段分别计费后相加。'] : []),
    `缴费后请在 ${length(payGrace)}内离场；超时按全程费用补差。`,
  ]
}

const length = (minutes: Minutes): string => saidLength(minutes).replace(/分$/, '分钟')

function explainPeriod(period: Period): string {
  const { name, from, to } = period
  const overMidnight = to <= from && to !== '24:00'
  const title = `${name} ${from}–${overMidnight ? '次日 ' : ''}${to}`
  return 'flat' in period
    ? `${title}：每次 ${yuan(period.flat)}。`
    : `${title}：${period.ladder.map(explainBand).join('，')}。`
}

function explainBand(band: Band, place: number, ladder: readonly Band[]): string {
  const start = place === 0 ? 0 : (ladder[place - 1]?.to ?? 0)
  if (start === 0 && band.to === band.unit) return `首 ${length(band.unit)} ${yuan(band.price)}`
  return `${rangeOf(start, band.to)}每 ${perUnit(band.unit, band.price)}`
}

function rangeOf(start: number, to: Minutes | undefined): string {
  if (to === undefined) return start === 0 ? '' : '之后'
  return start === 0 ? `${length(to)}以内` : `至 ${length(to)}`
}

const perUnit = (unit: Minutes, price: Fen): string => `${length(unit)} ${yuan(price)}（不足按一个计费单位计）`
