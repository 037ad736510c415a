/** What a screen shows while, or instead of, its content. */
import { isPassing, wordsFor } from '../../services/failures'
import type { Loaded } from '../../services/loaded'

export type Phase = 'loading' | 'empty' | 'failed' | 'ready'

export interface StateScreen {
  phase: Phase
  icon: string
  title: string
  advice: string
  /** Asking again may help. */
  again: boolean
}

const nothing = { icon: '', title: '', advice: '', again: false }

export const SHOWN: StateScreen = { phase: 'ready', ...nothing }
export const AWAITED: StateScreen = { phase: 'loading', ...nothing }

export function stateOf(loaded: Loaded<unknown>): StateScreen {
  if (loaded.phase === 'loading') return AWAITED
  if (loaded.phase === 'ready') return SHOWN
  const unreached = loaded.why === 'offline' || loaded.why === 'timeout'
  return {
    phase: 'failed',
    icon: unreached ? 'wifi-off' : 'info-circle-filled',
    ...wordsFor(loaded.why),
    again: isPassing(loaded.why),
  }
}

export const empty = (icon: string, title: string, advice: string): StateScreen => ({
  phase: 'empty',
  icon,
  title,
  advice,
  again: false,
})
