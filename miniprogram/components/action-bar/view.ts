/** A button's words while there is something to do; empty: nothing. */
export interface Action<Act extends string> {
  act: Act | 'none'
  text: string
  busy: boolean
}

export const NO_ACTION = { act: 'none', text: '', busy: false } as const
