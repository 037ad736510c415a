import { nextStep } from '../../../local/garage/page/guide'
import type { Car, Place } from '../../../local/lot/garage'
import { LANES, PEOPLE } from '../../../local/lot/lot'
import type { LanePicture, Picture } from '../../../local/lot/scene'

const lin = PEOPLE[0]?.openid ?? ''
const stranger = PEOPLE[2]?.openid ?? ''

function pictureWith(place?: Place, barrier: LanePicture['barrier'] = 'down'): Picture {
  const own: Car = {
    id: 'own',
    plate: { text: '京AD12345', colour: 'green' },
    readable: true,
    place: place ?? { at: 'street' },
  }
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

test('who has no car is shown the way without a plate', () => {
  expect(nextStep(pictureWith(), stranger)).toContain('无牌车')
})
