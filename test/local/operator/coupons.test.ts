import { newCode, readCode } from '../../../domain/coupon'
import { fen } from '../../../domain/money'
import { readInstant } from '../../../domain/time'
import { BatchFaults, readBatch } from '../../../cloudfunctions/server/coupons/read-batch'
import { couponSheet } from '../../../local/operator/coupons/sheet'

const NOW = readInstant('2026-11-22T10:00:00+08:00')
const OPENING = {
  id: 'opening-2026',
  name: '开业优惠',
  takesOff: { type: 'amount', amount: '5.00' },
  lots: ['demo'],
  from: '2026-11-01',
  to: '2026-12-31',
  minimum: '10',
  count: 3,
}

const faultsOf = (file: unknown): readonly string[] => {
  try {
    readBatch(file, NOW)
  } catch (error) {
    if (error instanceof BatchFaults) return error.faults
  }
  return []
}

test('a batch counts from the first midnight of its days to the last, in its zone', () => {
  expect(readBatch(OPENING, NOW)).toMatchObject({
    _id: 'opening-2026',
    takesOff: { type: 'amount', amount: fen(500) },
    validFrom: readInstant('2026-11-01T00:00:00+08:00'),
    validUntil: readInstant('2027-01-01T00:00:00+08:00'),
    minimum: fen(1000),
    onOvertime: false,
    issuedAt: NOW,
  })
})

test.each([
  [{ ...OPENING, to: '2026-10-31' }, '$.to: not before "from"'],
  [{ ...OPENING, takesOff: { type: 'amount', amount: 5 } }, '$.takesOff.amount'],
  [{ ...OPENING, takesOff: { type: 'percent', percent: 120 } }, '$.takesOff.percent'],
  [{ ...OPENING, lots: ['demo', 7] }, '$.lots[1]'],
  [{ ...OPENING, zone: 'Beijing' }, '$.zone: an IANA zone such as "Asia/Shanghai"'],
  [{ ...OPENING, from: '1 November' }, '$.from: a day such as "2026-12-31"'],
  [{ ...OPENING, cuont: 3 }, 'cuont'],
])('a fault is named with its place: %#', (file, named) => {
  expect(faultsOf(file).join('\n')).toContain(named)
})

test('all faults are told at once', () => {
  expect(faultsOf({ ...OPENING, id: 'Opening 2026', count: 0, name: '' })).toHaveLength(3)
})

test('the sheet shows each coupon once, with what it is good for and a link that leads back to its code', () => {
  const codes = [0, 7, 30].map((bits) => newCode(Array<number>(12).fill(bits)))
  const sheet = couponSheet(readBatch({ ...OPENING, name: '开业<优惠>' }, NOW), codes, 'https://boyi.example/c/')
  expect(sheet.match(/<article>/g)).toHaveLength(3)
  expect(sheet.match(/<svg/g)).toHaveLength(6)
  expect(sheet).toContain('2222-2222-2222')
  expect(sheet).toContain('停车费减 ¥5.00')
  expect(sheet).toContain(
    '2026-11-01 至 2026-12-31 有效，停车费满 ¥10.00 可用，超时补缴不可用，限指定车场，每张限用一次',
  )
  expect(sheet).not.toContain('<优惠>')
  expect(codes.map((code) => readCode(`https://boyi.example/c/${code}`))).toEqual(codes)
})
