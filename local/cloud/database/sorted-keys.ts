import type { Id } from '../value'

interface Block {
  keys: string[]
  ids: Id[]
}

/** Keys in order, each with the id of its document: additions and look-ups cost the logarithm, walks cost what they yield. */
export class SortedKeys {
  private readonly blocks: Block[] = [{ keys: [], ids: [] }]

  /** Blocks are split at this size: small enough to shift quickly, large enough that a million keys make few of them. */
  constructor(private readonly blockSize = 512) {}

  add(key: string, id: Id): void {
    const at = this.blockFor(key)
    const block = this.block(at)
    const place = lowerBound(block.keys, key)
    block.keys.splice(place, 0, key)
    block.ids.splice(place, 0, id)
    if (block.keys.length > this.blockSize) this.split(at)
  }

  delete(key: string): void {
    const at = this.blockFor(key)
    const block = this.block(at)
    const place = lowerBound(block.keys, key)
    if (block.keys[place] !== key) return
    block.keys.splice(place, 1)
    block.ids.splice(place, 1)
    if (block.keys.length === 0 && this.blocks.length > 1) this.blocks.splice(at, 1)
  }

  /** The first id whose key lies in [from, to). */
  first(from: string, to: string): Id | undefined {
    for (const id of this.walk(from, to)) return id
    return undefined
  }

  /** Ids of the keys in [from, to), upwards. */
  *walk(from: string, to: string): Generator<Id> {
    let at = this.blockFor(from)
    let place = lowerBound(this.block(at).keys, from)
    for (; at < this.blocks.length; at++, place = 0) {
      const { keys, ids } = this.block(at)
      for (; place < keys.length; place++) {
        if ((keys[place] as string) >= to) return
        yield ids[place] as Id
      }
    }
  }

  /** Ids of the keys in [from, to), downwards. */
  *walkBack(from: string, to: string): Generator<Id> {
    let at = this.blockFor(to)
    let place = lowerBound(this.block(at).keys, to) - 1
    for (; at >= 0; place = at > 0 ? this.block(at - 1).keys.length - 1 : 0, at--) {
      const { keys, ids } = this.block(at)
      for (; place >= 0; place--) {
        if ((keys[place] as string) < from) return
        yield ids[place] as Id
      }
    }
  }

  private block(at: number): Block {
    return this.blocks[at] as Block
  }

  /** The last block whose first key is not above `key`. */
  private blockFor(key: string): number {
    let low = 0
    let high = this.blocks.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.block(middle).keys[0] as string) <= key) low = middle
      else high = middle - 1
    }
    return low
  }

  private split(at: number): void {
    const block = this.block(at)
    const half = block.keys.length >> 1
    this.blocks.splice(at + 1, 0, { keys: block.keys.splice(half), ids: block.ids.splice(half) })
  }
}

/** The first place in `keys` that is not below `key`. */
function lowerBound(keys: readonly string[], key: string): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((keys[middle] as string) < key) low = middle + 1
    else high = middle
  }
  return low
}
