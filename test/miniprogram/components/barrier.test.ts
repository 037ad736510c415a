import type { BarrierView } from '../../../domain/client'
import { isMoving, toBarrier } from '../../../miniprogram/components/barrier/view'
import { NOW } from '../support/samples'

describe('the barrier', () => {
  const drawn: [BarrierView, string, string][] = [
    [{ state: 'closed' }, 'down', '等待开闸'],
    [{ state: 'opening', since: NOW }, 'rising', '正在开闸'],
    [{ state: 'open' }, 'up', '已开闸'],
    [{ state: 'passed' }, 'down', '已通过'],
    [{ state: 'stuck', why: 'lot-offline', retry: true }, 'stuck', '未能开闸'],
  ]
  test.each(drawn)('%j is drawn %s and said %s', (view, arm, word) => {
    expect(toBarrier(view, 'exit')).toMatchObject({ arm, word })
  })

  test('stuck says why, and what to do', () => {
    expect(toBarrier({ state: 'stuck', why: 'barrier-fault', retry: true }, 'exit')).toMatchObject({
      advice: expect.stringContaining('呼叫按钮'),
      retry: true,
    })
  })

  test('wishes a good way out, and welcomes in', () => {
    expect(toBarrier({ state: 'passed' }, 'exit').advice).toContain('一路顺风')
    expect(toBarrier({ state: 'passed' }, 'entry').advice).toContain('欢迎光临')
  })

  test('is worth watching while it moves', () => {
    expect(drawn.filter(([view]) => isMoving(view)).map(([, arm]) => arm)).toEqual(['rising', 'up'])
  })
})
