import type { Clock } from '../../local/clock'

/** A clock that stands still until it is pushed, so that a test knows every second. */
export function testClock(start: number = Date.parse('2026-11-22T10:00:00+08:00')): Clock {
  let now = start
  const listeners = new Set<(ms: number) => void>()
  return {
    now: () => now,
    ahead: () => now - Date.now(),
    push(ms) {
      now += ms
      for (const listener of listeners) listener(ms)
    },
    onPush(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Makes Date.now() follow `clock`, for libraries that read the time themselves; undone by the returned function. */
export function shiftDate(clock: Clock): () => void {
  const spy = jest.spyOn(Date, 'now').mockImplementation(() => clock.now())
  return () => spy.mockRestore()
}
