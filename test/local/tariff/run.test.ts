import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { run } from '../../../local/tariff/run'

const GARAGE = path.join(__dirname, '../../../local/lot/tariff.json')
const MALL = path.join(__dirname, '../../fixtures/tariffs/syn-mall-a.tariff.json')
const stay = ['--from', '2026-03-02T21:00', '--to', '2026-03-03 08:00']

test('a sound list is told in words', () => {
  expect(run(['check', GARAGE])).toContain('夜间 22:00–次日 07:00：每次 ¥5.00。')
})

test('a bill is printed as a table that ends with what is due', () => {
  const lines = run(['bill', GARAGE, ...stay]).split('\n')
  expect(lines).toHaveLength(5)
  expect(lines[0]).toMatch(/^白天 +21:00–22:00 +¥3\.00 \/ 3 小时 × 1 +¥3\.00$/)
  expect(lines.at(-1)).toMatch(/^应缴 +¥11\.00$/)
})

test('coupons are used as typed', () => {
  const mall = ['bill', MALL, '--from', '2026-03-02T10:00', '--to', '2026-03-02T13:05']
  const coupons = ['--coupon', 'amount:7', '--coupon', 'percent:20', '--coupon', 'minutes:60']
  expect(run([...mall, ...coupons])).toMatch(/应缴 +¥5\.00$/)
  expect(() => run([...mall, '--coupon', 'gift:3'])).toThrow('coupon gift:3')
})

describe('files', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'boyi-tariff-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  test('the chart is an SVG with a curve for each hour of entry', () => {
    const file = path.join(folder, 'fee.svg')
    run(['bill', GARAGE, ...stay, '--chart', file])
    expect(readFileSync(file, 'utf8').match(/<path fill="none"/g)).toHaveLength(5)
  })

  test('faults are told one by one, with what would be right', () => {
    const file = path.join(folder, 'wrong.json')
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(GARAGE, 'utf8')), zone: 'Asia/Peking', stay: {} }))
    expect(() => run(['check', file])).toThrow(
      /has 3 faults\n {2}\$\.zone is "Asia\/Peking"\n {4}right: an IANA time zone/,
    )
  })

  test('what is no JSON, or not there, is told as that', () => {
    expect(() => run(['check', path.join(folder, 'nothing.json')])).toThrow('cannot be read')
    expect(() => run(['bill', GARAGE])).toThrow('npm run tariff')
  })
})
