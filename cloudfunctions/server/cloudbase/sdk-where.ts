import type { Command, Operator } from './sdk'

/** The port's conditions as the SDK's operators. Every condition is explicit, because the SDK drops what is undefined. */
export function sdkWhere(where: object, command: Command): Record<string, Operator> {
  const conditions = Object.entries(where).map(
    ([field, condition]) => [field, operator(field, condition, command)] as const,
  )
  return Object.fromEntries(conditions)
}

function operator(field: string, condition: unknown, command: Command): Operator {
  if (condition === undefined) throw new TypeError(`the condition on "${field}" is undefined`)
  if (typeof condition !== 'object' || condition === null) return command.eq(condition)
  const parts = Object.entries(condition).filter(([, operand]) => operand !== undefined)
  const operators = parts.map(([name, operand]) => comparison(name, operand, command))
  if (operators.length === 0) throw new TypeError(`the condition on "${field}" is empty`)
  return operators.reduce((all, next) => all.and(next))
}

function comparison(name: string, operand: unknown, command: Command): Operator {
  const comparisons: Record<string, () => Operator> = {
    in: () => command.in(operand as readonly unknown[]),
    ne: () => command.neq(operand),
    gt: () => command.gt(operand),
    gte: () => command.gte(operand),
    lt: () => command.lt(operand),
    lte: () => command.lte(operand),
  }
  const make = comparisons[name]
  if (!make) throw new TypeError(`"${name}" is not a comparison`)
  return make()
}
