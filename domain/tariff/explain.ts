/** The tariff in words (收费规则), made from the data that also makes the bill, so that the two cannot differ. */
import { yuan, type Fen } from '../money'
import { saidLength, type Minutes } from '../time'
import type { Band, Period, Tariff } from './tariff'

export function explainTariff(tariff: Tariff): string[] {
  return [
    ...(tariff.freeMinutes > 0 ? [`停放 ${saidLength(tariff.freeMinutes)}以内(含)免费;超过后从入场起计费。`] : []),
    ...tariff.periods.map(explainPeriod),
    ...(tariff.periods.length > 1 ? ['跨时段停放的,各时段分别计费后相加。'] : []),
    `缴费后请在 ${saidLength(tariff.payGrace)}内离场;超时按全程费用补差。`,
  ]
}

function explainPeriod(period: Period): string {
  const title = `${period.name} ${period.from}–${overMidnight(period) ? '次日 ' : ''}${period.to}`
  return 'flat' in period
    ? `${title}:每次 ${yuan(period.flat)}。`
    : `${title}:${period.ladder.map(explainBand).join(',')}。`
}

const overMidnight = ({ from, to }: Period): boolean => to <= from && to !== '24:00'

function explainBand(band: Band, place: number, ladder: readonly Band[]): string {
  const start = place === 0 ? 0 : (ladder[place - 1]?.to ?? 0)
  if (start === 0 && band.to === band.unit) return `首 ${saidLength(band.unit)} ${yuan(band.price)}`
  const range =
    band.to === undefined ? '之后' : start === 0 ? `${saidLength(band.to)}以内` : `至 ${saidLength(band.to)}`
  return `${start === 0 && band.to === undefined ? '' : range}每 ${perUnit(band.unit, band.price)}`
}

const perUnit = (unit: Minutes, price: Fen): string => `${saidLength(unit)} ${yuan(price)}(不足按一个计费单位计)`
