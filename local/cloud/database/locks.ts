/** Documents and unique keys that open transactions have written. */
export class Locks<Owner> {
  private readonly owners = new Map<string, Owner>()
  private readonly waiters = new Map<string, (() => void)[]>()

  owner(key: string): Owner | undefined {
    return this.owners.get(key)
  }

  take(key: string, owner: Owner): void {
    this.owners.set(key, owner)
  }

  free(keys: Iterable<string>): void {
    for (const key of keys) {
      this.owners.delete(key)
      const waiters = this.waiters.get(key) ?? []
      this.waiters.delete(key)
      for (const wake of waiters) wake()
    }
  }

  /** Resolves when the key is freed; the caller looks again, since another may have taken it. */
  freed(key: string): Promise<void> {
    if (!this.owners.has(key)) return Promise.resolve()
    return new Promise((resolve) => this.waiters.set(key, [...(this.waiters.get(key) ?? []), resolve]))
  }
}
