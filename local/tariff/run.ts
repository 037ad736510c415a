/**
 * `npm run tariff -- check FILE`: whether a price list has one reading, and what it says.
 * `npm run tariff -- bill FILE --from 2026-03-02T08:00 --to 2026-03-02T17:30 [--class large] [--coupon minutes:60] [--lost] [--chart fee.svg]`
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { bill } from '../../domain/tariff/bill'
import { explainTariff } from '../../domain/tariff/explain'
import { readTariff } from '../../domain/tariff/read-tariff'
import type { Tariff } from '../../domain/tariff/tariff'
import { minutesBetween } from '../../domain/time'
import { readCoupon, readMoment } from './arguments'
import { billTable } from './bill-table'
import { chart } from './chart'

const USAGE = `npm run tariff -- check FILE
npm run tariff -- bill FILE --from TIME --to TIME [--class NAME] [--coupon minutes:60|percent:20|amount:7.50|full]… [--lost] [--chart FILE.svg]
TIME is 2026-03-02T08:00 on the lot's clock, or with an offset: 2026-03-02T08:00+08:00`

const OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  class: { type: 'string' },
  coupon: { type: 'string', multiple: true, default: [] as string[] },
  lost: { type: 'boolean', default: false },
  chart: { type: 'string' },
} as const

const parsed = (args: readonly string[]) => parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })

type Values = ReturnType<typeof parsed>['values']

/** What is printed. @throws Error with what is wrong in words. */
export function run(args: readonly string[]): string {
  const { values, positionals } = parsed(args)
  const [command, file] = positionals
  if (!file || (command !== 'check' && command !== 'bill')) throw new Error(USAGE)
  const tariff = read(file)
  return command === 'check' ? `${file} is sound\n\n${explainTariff(tariff).join('\n')}` : billed(tariff, values)
}

function read(file: string): Tariff {
  const reading = readTariff(json(file))
  if (reading.ok) return reading.tariff
  const faults = reading.faults.map(({ path, what, instead }) => `  ${path} ${what}\n    right: ${instead}`)
  throw new Error([`${file} has ${faults.length} faults`, ...faults].join('\n'))
}

function json(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (problem) {
    throw new Error(`${file} cannot be read: ${(problem as Error).message}`, { cause: problem })
  }
}

function billed(tariff: Tariff, values: Values): string {
  if (!values.from || !values.to) throw new Error(USAGE)
  const entry = readMoment(values.from, tariff.zone)
  const at = readMoment(values.to, tariff.zone)
  const className = values.class ?? tariff.defaultClass
  const coupons = values.coupon.map(readCoupon)
  const made = bill(tariff, { entry, at, class: className, coupons, lostTicket: values.lost })
  if (values.chart) {
    const hours = Math.max(24, Math.ceil(minutesBetween(entry, at) / 60 / 24) * 24)
    writeFileSync(values.chart, chart(tariff, className, entry, hours))
  }
  return billTable(made, tariff.zone)
}

if (require.main === module)
  try {
    console.log(run(process.argv.slice(2)))
  } catch (problem) {
    console.error((problem as Error).message)
    process.exitCode = 1
  }
