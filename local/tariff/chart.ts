/** The fee over the length of the stay, as SVG: a curve for each hour of entry. */
import { written, fen } from '../../domain/money'
import { bill } from '../../domain/tariff/bill'
import type { Tariff } from '../../domain/tariff/tariff'
import { instant, MINUTE, offsetAt, wallClock, DAY_MINUTES, type Instant } from '../../domain/time'

const [WIDTH, HEIGHT, MARGIN] = [960, 540, 60]
/** Minutes between two looks at the fee: each minute, so that a step stands where it is charged. */
const STEP = 1
const ENTRIES = ['00:00', '08:00', '12:00', '18:00', '22:00'] as const
const COLOURS = ['#0052d9', '#e37318', '#2ba471', '#d54941', '#8e56dd'] as const

interface Curve {
  entry: string
  colour: string
  fees: number[]
}

/** Curves for entries on the day of `from`, for stays up to `hours`. */
export function chart(tariff: Tariff, className: string, from: Instant, hours: number): string {
  const curves = ENTRIES.map((entry, place) =>
    curveFrom(tariff, className, from, { entry, colour: COLOURS[place] ?? '' }, hours),
  )
  const top = Math.max(1, ...curves.flatMap(({ fees }) => fees))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="14">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<text x="${MARGIN}" y="28" font-size="18">${escaped(tariff.name)} · ${escaped(tariff.classes[className]?.name ?? className)}</text>`,
    ...gridOf(top, hours, tariff.currency),
    ...curves.map((curve) => drawn(curve, top)),
    ...curves.map(legend),
    '</svg>',
    '',
  ].join('\n')
}

function curveFrom(
  tariff: Tariff,
  className: string,
  from: Instant,
  { entry, colour }: { entry: string; colour: string },
  hours: number,
): Curve {
  const offset = offsetAt(from, tariff.zone)
  const midnight = Date.parse(`${wallClock(from, offset).date}T${entry}:00Z`) - offset * MINUTE
  const fees = Array.from({ length: (hours * 60) / STEP + 1 }, (_, step) => {
    const at = instant(midnight + step * STEP * MINUTE)
    return bill(tariff, { entry: instant(midnight), at, class: className }).due
  })
  return { entry, colour, fees }
}

const x = (share: number): number => Math.round(MARGIN + share * (WIDTH - 2 * MARGIN))
const y = (share: number): number => Math.round(HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN))

/** A fee jumps and then stays: only the jumps are points, each drawn upright. */
function drawn({ fees, colour }: Curve, top: number): string {
  const last = fees.length - 1
  const jumps = fees.flatMap((fee, step) =>
    step === 0 || step === last || fee !== fees[step - 1] ? [{ fee, step }] : [],
  )
  const path = jumps.map(({ fee, step }, place) =>
    place === 0 ? `M${x(step / last)} ${y(fee / top)}` : `H${x(step / last)}V${y(fee / top)}`,
  )
  return `<path fill="none" stroke="${colour}" stroke-width="2" d="${path.join('')}"/>`
}

const legend = ({ entry, colour }: Curve, place: number): string =>
  `<text x="${MARGIN + 16 + place * 120}" y="52" fill="${colour}">${entry} 入场</text>`

function gridOf(top: number, hours: number, currency: string): string[] {
  const every = hours > 48 ? DAY_MINUTES / 60 : 6
  const across = Array.from({ length: Math.floor(hours / every) + 1 }, (_, place) => place * every)
  const up = [0, 0.25, 0.5, 0.75, 1]
  return [
    ...across.map((hour) => `<text x="${x(hour / hours)}" y="${HEIGHT - 34}" text-anchor="middle">${hour} 小时</text>`),
    ...up.map((share) => `<path d="M${x(0)} ${y(share)}H${x(1)}" stroke="#ddd"/>`),
    ...up.map(
      (share) =>
        `<text x="${MARGIN - 6}" y="${y(share) + 5}" text-anchor="end">${written(fen(Math.round(share * top)), currency)}</text>`,
    ),
  ]
}

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
