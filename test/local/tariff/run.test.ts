import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readInstant, type Zone } from '../../../domain/time'
import { readMoment } from '../../../local/tariff/arguments'
import { run } from '../../../local/tariff/run'

const GARAGE = path.join(__dirname, '../../../local/lot/tariff.json')
const MALL = path.join(__dirname, '../../fixtures/tariffs/syn-mall-a.tariff.json')
const HOSPITAL = path.join(__dirname, '../../fixtures/tariffs/cn-tengchong-hospital.tariff.json')
const SHENZHEN = path.join(__dirname, '../../fixtures/tariffs/cn-shenzhen-road-class1.tariff.json')
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

describe('below the bill', () => {
  const morning = ['--from', '2026-03-02 10:00', '--to', '2026-03-02 12:00']

  test('coupons that are not used, and why', () => {
    expect(
      run(['bill', HOSPITAL, ...morning, '--coupon', 'amount:1'])
        .split('\n')
        .at(-1),
    ).toBe('not used: 优惠券 减 ¥1.00: the price list takes no such coupon here (stay.coupons.order, onFlats)')
    expect(run(['bill', MALL, ...morning, '--coupon', 'full', '--coupon', 'amount:90'])).toMatch(
      /应缴 +¥0\.00\nnot used: 优惠券 免单: with it, no less would be due$/,
    )
  })

  test('what is doubtful', () => {
    expect(run(['bill', GARAGE, ...morning, '--lost'])).toMatch(/warning: a lost ticket has no price/)
    const late = ['--from', '2027-01-01 10:00', '--to', '2027-01-01 11:00']
    expect(run(['bill', SHENZHEN, ...late])).toMatch(/warning: the calendar knows 2026-01-01 to 2026-12-31/)
  })

  test('payments are taken off, each with its own amount', () => {
    const paid = ['--paid', '2026-03-02 11:00=1.50', '--paid', '2026-03-02T11:20:1']
    expect(run(['bill', GARAGE, ...morning, ...paid])).toMatch(/−¥1\.50\n.*−¥1\.00\n─+\n应缴 +¥0\.50$/)
  })

  test('a car without a plate pays its own price', () => {
    const file = path.join(__dirname, '../../fixtures/tariffs/us-barta-garage.tariff.json')
    const lost = run(['bill', file, ...morning, '--lost'])
    expect(lost).toMatch(/^遗失停车凭证 +固定收费 +USD \d+\.00$/m)
    expect(lost).not.toMatch('¥')
  })
})

describe('help and mistakes', () => {
  test('each command says how it is written', () => {
    expect(run(['--help'])).toMatch(/check FILE[^]*bill FILE[^]*documents FILE/)
    expect(run(['bill', '--help'])).toMatch(/--paid TIME=AMOUNT/)
    expect(run(['check', '--help'])).toMatch(/JSON path/)
    expect(run(['documents', '-h'])).toMatch(/collection "tariffs"/)
  })

  test.each([
    [[], /check FILE/],
    [['price', GARAGE], /^no command price/],
    [['check'], /^which price list/],
    [['bill', GARAGE], /^--from and --to are missing/],
    [['bill', GARAGE, MALL, ...stay], /^one price list at a time, not also .*syn-mall-a/],
    [['bill', GARAGE, ...stay, '--class', 'tank'], /^no class tank: one of car$/],
    [['bill', GARAGE, '--from', '2026-03-02 08:00', '--to', '2026-03-02 07:59'], /^--to 2026-03-02 07:59 is before/],
    [['bill', GARAGE, '--from', 'monday', '--to', 'tuesday'], /^no time: monday; write 2026-03-02 08:00/],
    [['bill', GARAGE, '--from', '2026-02-30 08:00', '--to', '2026-03-02 08:00'], /^no time: 2026-02-30/],
    [['bill', GARAGE, ...stay, '--paid', '2026-03-02 11:00:30'], /^payment 2026-03-02 11:00:30: write the time, "="/],
    [['bill', GARAGE, ...stay, '--paid', '2026-03-02 11:00'], /^payment 2026-03-02 11:00: write the time|^no time/],
    [['bill', GARAGE, ...stay, '--coupon', 'minutes:7.5'], /^not whole minutes: 7.5$/],
    [['bill', GARAGE, ...stay, '--coupon', 'amount:7.505'], /^no amount: 7.505; write 7.50$/],
    [['bill', GARAGE, ...stay, '--coupon', 'percent'], /^not a number: nothing$/],
    [['bill', GARAGE, ...stay, '--coupon', 'percent:101'], /^more than 100 percent/],
  ])('%j is told what is wrong', (args, why) => expect(() => run(args)).toThrow(why))
})

describe('times', () => {
  const NEW_YORK = 'America/New_York' as Zone

  test.each([
    ['2026-03-02 08:00', '2026-03-02T13:00:00Z'],
    ['2026-03-02T08:00:30', '2026-03-02T13:00:30Z'],
    [' 2026-07-02  08:00 ', '2026-07-02T12:00:00Z'],
    ['2026-03-02T08:00+08:00', '2026-03-02T00:00:00Z'],
    ['2026-03-02 08:00Z', '2026-03-02T08:00:00Z'],
    ['2026-11-01 01:30', '2026-11-01T05:30:00Z'],
    ['2026-11-01 02:30', '2026-11-01T07:30:00Z'],
  ])('%s', (typed, meant) => expect(readMoment(typed, NEW_YORK)).toBe(readInstant(meant)))

  test('of an hour that comes twice the first, in east and west', () => {
    expect(readMoment('2026-10-25 02:30', 'Europe/Berlin' as Zone)).toBe(readInstant('2026-10-25T00:30:00Z'))
    expect(readMoment('2026-04-05 01:45', 'Australia/Lord_Howe' as Zone)).toBe(readInstant('2026-04-04T14:45:00Z'))
  })

  test('an hour that the clock skips is no time', () => {
    expect(() => readMoment('2026-03-08 02:30', NEW_YORK)).toThrow('skip it')
    expect(() => readMoment('2026-03-29 02:30', 'Europe/Berlin' as Zone)).toThrow('skip it')
  })

  test.each(['2026-03-02', '08:00', '2026-13-02 08:00', '2026-03-02 25:00', '2026-03-02 08:00 pm'])('not %s', (typed) =>
    expect(() => readMoment(typed, NEW_YORK)).toThrow(`no time: ${typed}`),
  )
})

test('documents are what the database stores, and what the lot names', () => {
  const lines = run(['documents', GARAGE])
    .split('\n')
    .map((line) => JSON.parse(line) as object)
  expect(lines).toEqual([
    { _id: 'cn-tengchong-hospital@2022-720', tariff: expect.not.objectContaining({ $schema: expect.anything() }) },
    { tariffs: [{ doc: 'cn-tengchong-hospital@2022-720' }] },
  ])
  expect(() => run(['documents', GARAGE, MALL])).toThrow('begin on one day')
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

  test('what is not there is told as that', () => {
    expect(() => run(['check', path.join(folder, 'nothing.json')])).toThrow('cannot be read')
  })
})
