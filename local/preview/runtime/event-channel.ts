type Listener = (...args: unknown[]) => void

/** The line between a page and the page that opened it; what is said before anyone listens is kept. */
export class EventChannel {
  private readonly listeners = new Map<string, Listener[]>()
  private readonly waiting = new Map<string, unknown[][]>()

  on = (name: string, listener: Listener): void => {
    this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener])
    for (const args of this.waiting.get(name) ?? []) listener(...args)
    this.waiting.delete(name)
  }

  once = (name: string, listener: Listener): void => {
    const first: Listener = (...args) => {
      this.off(name, first)
      listener(...args)
    }
    this.on(name, first)
  }

  off = (name: string, listener?: Listener): void => {
    this.listeners.set(name, listener ? (this.listeners.get(name) ?? []).filter((other) => other !== listener) : [])
  }

  emit = (name: string, ...args: unknown[]): void => {
    const listeners = this.listeners.get(name) ?? []
    if (listeners.length) for (const listener of [...listeners]) listener(...args)
    else this.waiting.set(name, [...(this.waiting.get(name) ?? []), args])
  }
}
