/** Where a ladder stands: its position goes on for a piece, a block, a calendar day or the whole stay. */
import type { Plan } from './tariff'
import type { Span } from './spans'
import type { MinuteNumber } from './wall-clock'

export class Counter {
  private readonly plan: Plan
  private readonly reached: { scope: number; position: number }[] = []
  private scope = -1
  private scopeFrom: MinuteNumber = 0

  constructor(plan: Plan) {
    this.plan = plan
  }

  /** The ladder's position when charging of this span begins at `at`; `piece` numbers the spans. */
  positionAt(span: Span, piece: number, at: MinuteNumber): number {
    const reached = this.reached[span.period]
    const start = startIn(span.block, this.plan)
    if (this.plan.counts === 'elapsed') return start + at - this.scopeFrom
    return reached?.scope === this.scopeOf(span, piece) ? reached.position : start
  }

  reach(span: Span, piece: number, position: number): void {
    this.reached[span.period] = { scope: this.scopeOf(span, piece), position }
  }

  /** To be told of every span, charged or free: minutes that pass are counted from the first. */
  enter(span: Span, piece: number): void {
    const scope = this.scopeOf(span, piece)
    if (scope !== this.scope) [this.scope, this.scopeFrom] = [scope, span.from]
  }

  scopeOf(span: Span, piece: number): number {
    switch (this.plan.counter ?? 'piece') {
      case 'piece':
        return piece
      case 'block':
        return span.block
      case 'calendarDay':
        return span.day
      case 'stay':
        return 0
    }
  }
}

/** The position with which a ladder begins in a block. */
export const startIn = (block: number, { blocks }: Plan): number => (block > 0 ? (blocks?.restartAt ?? 0) : 0)
