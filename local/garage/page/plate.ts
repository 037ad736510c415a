import { writtenPlate, type Plate } from '../../../domain/plate'
import type { Car } from './machine'
import { h } from './dom'

/** What people call a car when they point at it. */
export const carName = ({ plate, readable }: Car): string => {
  if (plate.text === null) return '无牌车'
  return readable ? writtenPlate(plate.text as Plate) : `${writtenPlate(plate.text as Plate)}(污损)`
}

/** A plate that looks like one; read aloud and found by its text, dot included. */
export function plateChip(car: Car): HTMLElement {
  const { plate, readable } = car
  if (plate.text === null) return h('span', { class: 'plate', 'data-colour': 'none' }, '无 牌')
  const [place = '', serial] = writtenPlate(plate.text as Plate).split('·')
  return h(
    'span',
    {
      ...{ class: 'plate', label: carName(car), attributes: { role: 'img' } },
      ...{ 'data-colour': plate.colour, 'data-dirty': String(!readable) },
      title: readable ? '' : '车牌污损，摄像头认不出',
    },
    place,
    serial !== undefined && h('span', { class: 'dot' }),
    serial,
  )
}

const PAINTS = ['#3d6fb4', '#c8453b', '#5f6b78', '#e0a32e', '#3e8e6e', '#7a5ea8', '#d9dde2', '#2f3640']

/** A car keeps its paint. */
export function paint(id: string): string {
  const sum = [...id].reduce((total, letter) => (total * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7)
  return PAINTS[sum % PAINTS.length] ?? '#5f6b78'
}
