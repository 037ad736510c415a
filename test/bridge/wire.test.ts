import * as bridge from '../../bridge/wire'
import * as cloud from '../../cloudfunctions/server/cloudbase/gate-wire'
import { samples } from './samples'

const SHAPES = ['laneCommand', 'commandReport', 'laneCurrent', 'lotMessage', 'lotAnswer'] as const

const told = SHAPES.flatMap((shape) => samples[shape].map((sample, index) => ({ shape, index, sample })))

test.each(told)('bridge and cloud read $shape $index as the same thing', ({ shape, sample }) => {
  const { late: _late, ...read } = bridge[shape].decode(sample as never) as Record<string, unknown>
  expect(cloud[shape].decode(sample as never)).toEqual(read)
})

test.each(told)('the bridge writes $shape $index as it came', ({ shape, sample }) => {
  const codec = bridge[shape]
  expect(codec.encode(codec.decode(sample as never) as never)).toEqual(sample)
})

test.each(told)('the cloud writes $shape $index as it came, but for what it does not use', ({ shape, sample }) => {
  const codec = cloud[shape]
  const { late: _late, ...known } = sample as Record<string, unknown>
  expect(codec.encode(codec.decode(sample as never) as never)).toEqual(known)
})

test('an instant keeps its milliseconds, whatever offset it is written in', () => {
  const inChina = { ...(samples.laneCommand[0] as object), expiresAt: '2026-11-22T16:30:10.250+08:00' }
  expect(bridge.laneCommand.decode(inChina as never).expiresAt).toBe(Date.UTC(2026, 10, 22, 8, 30, 10, 250))
  expect(cloud.laneCommand.decode(inChina as never).expiresAt).toBe(Date.UTC(2026, 10, 22, 8, 30, 10, 250))
})

test.each([
  ['a moment without an offset', { expiresAt: '2026-11-22T08:30:10' }],
  ['a moment as a number', { expiresAt: 1795336210000 }],
  ['an action nobody agreed on', { action: 'holdOpen' }],
  ['a visit without a name', { visit: '' }],
])('a command with %s is not understood by either side', (_what, change) => {
  const wrong = { ...(samples.laneCommand[0] as object), ...change } as never
  expect(bridge.laneCommand.safeDecode(wrong).success).toBe(false)
  expect(cloud.laneCommand.safeDecode(wrong).success).toBe(false)
})
