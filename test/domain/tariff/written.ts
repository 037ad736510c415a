/** Price lists as somebody writes them, and what the reader says of them. */
import { readTariff } from '../../../domain/tariff/read-tariff'

export type Json = Record<string, unknown>

export const day = { name: '白天', from: '07:00', to: '22:00', ladder: [{ unit: 60, price: 300 }] }
export const night = { name: '夜间', from: '22:00', to: '07:00', flat: 500 }

export const sound = (plan: Json = {}, tariff: Json = {}): Json => ({
  ...{ id: 'a', version: '1', name: 'A', zone: 'Asia/Shanghai', currency: 'CNY' },
  plans: { car: { crossing: 'split', periods: [day, night], ...plan } },
  classes: { car: { name: '小型车', plan: 'car' } },
  defaultClass: 'car',
  stay: { payGrace: 15, overtime: 'lessPaid' },
  ...tariff,
})

export const peak = (rest: Json): Json => ({
  covers: ['2026-01-01', '2026-12-31'],
  dates: { fair: ['2026-05-01'] },
  days: [
    { type: 'peak', dates: 'fair' },
    { type: 'workday', weekdays: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] },
  ],
  ...rest,
})

export const faultsOf = (json: unknown): string[] => {
  const reading = readTariff(json)
  return reading.ok ? [] : reading.faults.map(({ path: at, what, instead }) => `${at} ${what} | ${instead}`)
}

export const hourly = (ladder: Json[]) => ({ periods: [{ name: '停车', ladder }], crossing: undefined })
export const plain = (json: Json): Json => JSON.parse(JSON.stringify(json)) as Json

export function expectFault(json: Json, expected: string): void {
  const faults = faultsOf(plain(json))
  expect(faults.join('\n')).toContain(expected)
  expect(faults.every((fault) => /\| .+/.test(fault))).toBe(true)
}
