/** A barrier as it is drawn, and in words. */
import { BARRIER_WORDS, type BarrierView, type Direction } from '../../domain'

export interface BarrierScreen {
  arm: 'down' | 'rising' | 'up' | 'stuck'
  car: 'before' | 'through'
  word: string
  advice: string
  /** Another order is possible. */
  retry: boolean
}

/** Where no barrier is to be shown. */
export const NO_BARRIER: BarrierScreen = { arm: 'down', car: 'before', word: '', advice: '', retry: false }

const BYE: Record<Direction, string> = { entry: '欢迎光临，请按指示停车。', exit: '一路顺风。' }

export function toBarrier(barrier: BarrierView, direction: Direction): BarrierScreen {
  switch (barrier.state) {
    case 'closed':
      return drawn('down', '等待开闸', '请停在道闸前。')
    case 'opening':
      return drawn('rising', '正在开闸', '请稍候，抬杆后再通行。')
    case 'open':
      return drawn('up', '已开闸', '请慢行通过。')
    case 'passed':
      return { ...drawn('down', '已通过', BYE[direction]), car: 'through' }
    case 'stuck':
      return { ...drawn('stuck', '未能开闸', wordsOf(barrier.why)), retry: barrier.retry }
  }
}

const drawn = (arm: BarrierScreen['arm'], word: string, advice: string): BarrierScreen => ({
  arm,
  car: 'before',
  word,
  advice,
  retry: false,
})

function wordsOf(why: Extract<BarrierView, { state: 'stuck' }>['why']): string {
  const { title, advice } = BARRIER_WORDS[why]
  return `${title}。${advice}`
}

/** While it can still change by itself, it is worth asking again. */
export const isMoving = ({ state }: BarrierView): boolean => state === 'opening' || state === 'open'
