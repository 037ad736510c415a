/** `npm run tariff`: checks price lists, and bills stays by them. `--help` says how. */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { bill } from '../../domain/tariff/bill'
import { explainTariff } from '../../domain/tariff/explain'
import { documentId, versionsOf } from '../../domain/tariff/in-force'
import { readTariff } from '../../domain/tariff/read-tariff'
import type { Tariff } from '../../domain/tariff/tariff'
import { minutesBetween } from '../../domain/time'
import { readCoupon, readMoment, readPayment } from './arguments'
import { billTable } from './bill-table'
import { chart } from './chart'
import { COMMAND_HELP, HELP } from './help'
import { remarks } from './remarks'

const OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  class: { type: 'string' },
  coupon: { type: 'string', multiple: true, default: [] as string[] },
  paid: { type: 'string', multiple: true, default: [] as string[] },
  lost: { type: 'boolean', default: false },
  unplated: { type: 'boolean', default: false },
  chart: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

const parsed = (args: readonly string[]) => parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })

type Values = ReturnType<typeof parsed>['values']
type Command = keyof typeof COMMAND_HELP

const COMMANDS: Readonly<Record<Command, (files: readonly string[], values: Values) => string>> = {
  check: (files) => files.map((file) => checked(file, read(file))).join('\n\n'),
  bill: ([file = '', ...more], values) => {
    if (more.length > 0) throw new Error(`one price list at a time, not also ${more.join(' ')}`)
    return billed(read(file), values)
  },
  documents: (files) => documents(files.map(read)),
}

const isCommand = (name: string): name is Command => Object.hasOwn(COMMANDS, name)

/** What is printed. @throws Error with what is wrong in words. */
export function run(args: readonly string[]): string {
  const { values, positionals } = parsed(args)
  const [command = '', ...files] = positionals
  if (!isCommand(command)) {
    if (values.help) return HELP
    throw new Error(command === '' ? HELP : `no command ${command}\n\n${HELP}`)
  }
  if (values.help) return COMMAND_HELP[command]
  if (files.length === 0) throw new Error(`which price list?\n\n${COMMAND_HELP[command]}`)
  return COMMANDS[command](files, values)
}

function read(file: string): Tariff {
  const reading = readTariff(json(file))
  if (reading.ok) return reading.tariff
  const { length } = reading.faults
  const faults = reading.faults.map(({ path, what, instead }) => `  ${path} ${what}\n    right: ${instead}`)
  throw new Error([`${file} has ${length === 1 ? 'a fault' : `${length} faults`}`, ...faults].join('\n'))
}

function json(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (problem) {
    throw new Error(`${file} cannot be read: ${(problem as Error).message}`, { cause: problem })
  }
}

const checked = (file: string, tariff: Tariff): string => `${file} is sound\n\n${explainTariff(tariff).join('\n')}`

function documents(tariffs: readonly Tariff[]): string {
  const stored = tariffs.map(({ $schema: _, ...tariff }) => ({ _id: documentId(tariff), tariff }))
  return [...stored, { tariffs: versionsOf(tariffs) }].map((doc) => JSON.stringify(doc)).join('\n')
}

function billed(tariff: Tariff, values: Values): string {
  const { from, to, class: className = tariff.defaultClass } = values
  if (from === undefined || to === undefined) throw new Error(`--from and --to are missing\n\n${COMMAND_HELP.bill}`)
  const [entry, at] = [readMoment(from, tariff.zone), readMoment(to, tariff.zone)]
  if (at < entry) throw new RangeError(`--to ${to} is before --from ${from}`)
  if (!Object.hasOwn(tariff.classes, className))
    throw new RangeError(`no class ${className}: one of ${Object.keys(tariff.classes).join(', ')}`)
  const made = bill(tariff, {
    ...{ entry, at, class: className, lostTicket: values.lost, unplated: values.unplated },
    coupons: values.coupon.map(readCoupon),
    payments: values.paid.map((text) => readPayment(text, tariff.zone)),
  })
  if (values.chart !== undefined) {
    const hours = Math.max(24, Math.ceil(minutesBetween(entry, at) / 60 / 24) * 24)
    writeFileSync(values.chart, chart(tariff, className, entry, hours))
  }
  return [billTable(made, tariff), ...remarks(made, tariff)].join('\n')
}

if (require.main === module)
  try {
    console.log(run(process.argv.slice(2)))
  } catch (problem) {
    console.error((problem as Error).message)
    process.exitCode = 1
  }
