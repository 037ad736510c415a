import { stateOf } from '../../../miniprogram/components/state-view/view'
import { find, mount, tap, textOf } from '../../support/mount'

describe('what a screen shows instead of its content', () => {
  test('a failure that may pass offers another try; a refusal does not', () => {
    expect(stateOf({ phase: 'failed', why: 'offline' })).toMatchObject({
      phase: 'failed',
      again: true,
      icon: 'wifi-off',
    })
    expect(stateOf({ phase: 'failed', why: 'stay-over' })).toMatchObject({ phase: 'failed', again: false })
  })

  test('the try is the page’s to make', async () => {
    const tree = mount('components/state-view/state-view', { state: stateOf({ phase: 'failed', why: 'timeout' }) })
    const retried = jest.fn()
    tree.addEventListener('retry', retried)
    expect(textOf(tree)).toContain('网络太慢')
    await tap(tree, '.retry')
    expect(retried).toHaveBeenCalledTimes(1)
  })

  test('loading is a skeleton that says so', () => {
    const tree = mount('components/state-view/state-view', { state: stateOf({ phase: 'loading' }) })
    expect(find(tree, '.waiting').dom?.innerHTML).toContain('t-skeleton')
  })
})
