/** Prices for a whole stay, by asking each day around the entry whether it could be the product's. */
import type { Edge, Product } from '../../../../domain/tariff/tariff'
import { clockOf, dateOf, nameOf, wallMinute, type PlannedStay } from './minutes'

/** What the product costs, if the stay may have it. */
export function productPrice(product: Product, { zone, entry, exit }: PlannedStay): number | undefined {
  const [came, left] = [wallMinute(entry, zone), wallMinute(exit, zone)]
  const { minMinutes = 0, maxMinutes = Infinity, days, perDate } = product
  if (exit - entry < minMinutes || exit - entry > maxMinutes) return undefined
  const around = Array.from({ length: 80 }, (_, place) => dateOf(came) + 40 - place)
  const its = around.some(
    (date) =>
      (!days || days.includes(nameOf(date))) &&
      isIn(product.entry?.from ?? { at: '00:00' }, product.entry?.to ?? { at: '24:00' }, came, date) &&
      isIn(product.exit?.from, product.exit?.to, left, date),
  )
  if (!its) return undefined
  if (!perDate) return product.price
  const dates = new Set<number>()
  for (let at = entry; at < exit; at += 1) dates.add(dateOf(wallMinute(at, zone)))
  if (perDate === 'exitIncluded') dates.add(dateOf(left))
  return product.price * dates.size
}

function isIn(from: Edge | undefined, to: Edge | undefined, wall: number, date: number): boolean {
  const minute = ({ at, day = 0 }: Edge) => (date + day) * 1440 + clockOf(at)
  if (from && (wall < minute(from) || (wall === minute(from) && from.inclusive === false))) return false
  return !to || wall < minute(to) || (wall === minute(to) && to.inclusive === true)
}

export function normalOffered({ plan, zone, entry, exit }: PlannedStay): boolean {
  const { maxMinutes = Infinity, sameDay = false, notOnDays = [] } = plan.normalOnlyIf ?? {}
  const [came, left] = [dateOf(wallMinute(entry, zone)), dateOf(wallMinute(exit, zone))]
  return exit - entry <= maxMinutes && (!sameDay || came === left) && !notOnDays.includes(nameOf(came))
}
