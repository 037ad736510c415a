/** A bill as a table for a terminal, where a Chinese character is two columns wide. */
import { written } from '../../domain/money'
import type { Bill } from '../../domain/tariff/bill'
import { explainLine } from '../../domain/tariff/explain-line'
import type { Tariff } from '../../domain/tariff/tariff'
import { offsetAt } from '../../domain/time'
import { columns, padEnd, padStart } from '../columns'

type Row = readonly [title: string, note: string, amount: string]

export function billTable(bill: Bill, { zone, currency }: Pick<Tariff, 'zone' | 'currency'>): string {
  const seen = { day: bill.entry, offset: offsetAt(bill.entry, zone), currency }
  const rows = bill.lines.map((line): Row => {
    const { title, note } = explainLine(line, seen)
    return [title, note.replace('\n', '  '), written(line.amount, currency)]
  })
  const total: Row = ['应缴', '', written(bill.due, currency)]
  const widths = [0, 1, 2].map((place) => Math.max(...[...rows, total].map((row) => columns(row[place] ?? ''))))
  const [first = 0, second = 0, third = 0] = widths
  const rowOf = ([title, note, amount]: Row) =>
    `${padEnd(title, first)}  ${padEnd(note, second)}  ${padStart(amount, third)}`
  return [...rows.map(rowOf), '─'.repeat(first + second + third + 4), rowOf(total)].join('\n')
}
