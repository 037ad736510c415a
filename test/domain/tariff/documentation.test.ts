/** docs/tariffs.md by its examples: each is put into the frame, read, and billed by its table. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fen } from '../../../domain/money'
import { bill, type Stayed } from '../../../domain/tariff/bill'
import { readTariff } from '../../../domain/tariff/read-tariff'
import type { Tariff } from '../../../domain/tariff/tariff'
import { totalOf } from '../../../domain/tariff/line'
import { visitsFee } from '../../../domain/tariff/visits'
import { readInstant, type Instant } from '../../../domain/time'
import { readCoupon } from '../../../local/tariff/arguments'
import { explainTariff } from '../../../domain/tariff/explain'

const text = readFileSync(path.join(__dirname, '../../../docs/tariffs.md'), 'utf8')

const frame = JSON.parse(/```json frame\n([^]*?)```/.exec(text)?.[1] ?? '') as object

const examples = text
  .split('\n### ')
  .slice(1)
  .map((section) => ({
    title: section.split('\n')[0] ?? '',
    json: /```json\n([^]*?)```/.exec(section)?.[1] ?? '',
    rows: [...section.matchAll(/^\| (.+) \|$/gm)]

      .slice(2)
      .map(([, row = '']) => row.split(' | ').map((cell) => cell.trim())),
  }))

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun', '+Mon', '+Tue', '+Wed']

function moment(said: string): Instant {
  const [day = '', clock = ''] = said.split(' ')
  const date = DAYS.includes(day) ? `2026-03-${String(DAYS.indexOf(day) + 2).padStart(2, '0')}` : day
  return readInstant(`${date}T${clock}${clock.length === 5 ? ':00' : ''}+08:00`)
}

const WITH: Readonly<Record<string, (said: string, stayed: Stayed) => Partial<Stayed>>> = {
  class: (name) => ({ class: name }),
  lost: () => ({ lostTicket: true }),
  unplated: () => ({ unplated: true }),
  coupon: (said, { coupons = [] }) => ({ coupons: [...coupons, readCoupon(said)] }),
  paid: (said) => {
    const [amount = '', ...at] = said.split(' ')
    const paidAt = moment(at.join(' '))
    return { payments: [{ at: paidAt, billedTo: paidAt, amount: fen(Math.round(Number(amount) * 100)) }] }
  },
}

function stayedFrom(entry: string, exit: string, said: string): Stayed {
  let stayed: Stayed = { entry: moment(entry), at: moment(exit) }
  for (const part of said.split('; ').filter(Boolean)) {
    const [word = '', ...rest] = part.split(' ')
    stayed = { ...stayed, ...WITH[word]?.(rest.join(' '), stayed) }
  }
  return stayed
}

function priceOf(tariff: Tariff, entry: string, exit: string, said: string): number {
  if (!entry.includes(';')) {
    const made = bill(tariff, stayedFrom(entry, exit, said))
    expect(totalOf(made.lines)).toBe(made.due)
    return made.due
  }
  const exits = exit.split('; ')
  const visits = entry.split('; ').map((at, place) => {
    const left = exits[place] ?? 'none'
    return { entry: moment(at), exit: left === 'none' ? null : moment(left) }
  })
  const { class: name } = stayedFrom(entry.split('; ')[0] ?? '', exits[0] ?? '', said)
  return visitsFee(tariff, visits, name === undefined ? {} : { class: name }).total
}

test('the document has examples', () => expect(examples.length).toBeGreaterThan(30))

describe.each(examples)('$title', ({ json, rows }) => {
  const reading = readTariff({ ...frame, ...(JSON.parse(json) as object) })

  test('has one reading, and can be told in words', () => {
    expect(reading).toMatchObject({ ok: true })
    if (reading.ok) expect(explainTariff(reading.tariff).join('')).not.toMatch(/undefined|NaN/)
  })

  test('has a table', () => expect(rows.length).toBeGreaterThan(0))

  test.each(rows)('%s to %s (%s) costs %s', (entry = '', exit = '', said = '', costs = '') => {
    if (!reading.ok) throw new Error('not read')
    expect(priceOf(reading.tariff, entry, exit, said)).toBe(Math.round(Number(costs) * 100))
  })
})
