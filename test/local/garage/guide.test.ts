import { nextStep } from '../../../local/garage/page/guide'
import type { Car, Place } from '../../../local/lot/garage'
import { LANES, PEOPLE } from '../../../local/lot/lot'
import type { LanePicture, Picture } from '../../../local/lot/scene'

const lin = PEOPLE[0]?.openid ?? ''
const stranger = PEOPLE[2]?.openid ?? ''

const GREEN: Car['plate'] = { text: '京AD12345', colour: 'green' }
const NONE: Car['plate'] = { text: null, colour: 'unknown' }

function pictureWith(place?: Place, barrier: LanePicture['barrier'] = 'down', plate = GREEN): Picture {
  const own: Car = { id: 'own', plate, readable: true, place: place ?? { at: 'street' } }
  return {
    lot: { name: '泊易示范停车场', spaces: 300, zone: 'Asia/Shanghai' },
    lanes: LANES.map((lane) => ({ ...lane, barrier, display: '', car: null, faults: [] })),
    cars: place ? [own] : [],
    people: PEOPLE,
    bridgeSilent: false,
  }
}

const inLane = (index: number): Place => ({ at: 'lane', lane: LANES[index]!.id, arrival: 'a', since: 0 })

test.each([
  ['no car yet', undefined, '点“林女士的车”'],
  ['outside', { at: 'street' } as const, '开到 1 号入口'],
  ['at the entry', inLane(0), '摄像头正在识别'],
  ['parked', { at: 'inside', space: 'B1-A01' } as const, '拨快 1 小时'],
  ['at the exit', inLane(3), '点 2 号出口的二维码'],
])('the next step with the car %s', (_where, place, words) => {
  expect(nextStep(pictureWith(place), lin)).toContain(words)
})

test('with the arm up there is nothing more to do', () => {
  expect(nextStep(pictureWith(inLane(2), 'up'), lin)).toContain('一路平安')
})

test.each([
  ['nowhere', undefined, '来一辆“无牌车”'],
  ['outside', { at: 'street' } as const, '再扫那里的码'],
  ['at the entry', inLane(1), '点 2 号入口的二维码'],
])('who has no plate is shown the way with the car %s', (_where, place, words) => {
  expect(nextStep(pictureWith(place, 'down', NONE), stranger)).toContain(words)
})
