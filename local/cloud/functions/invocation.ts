/** What the gateway tells an instance, and what it hears back. */
export interface Invocation {
  event: unknown
  context: Record<string, unknown>
  environment: Record<string, string>
  /** Milliseconds that the local clock is ahead of real time. */
  ahead: number
}

export type Answer = { ok: true; /** JSON */ result: string } | { ok: false; message: string }
