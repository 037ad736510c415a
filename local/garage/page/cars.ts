/** Cars outside and inside, and the ways to send them somewhere. */
import { button, fill, h } from './dom'
import { act, type Car, type LanePicture, type Picture } from './machine'
import { carName, plateChip } from './plate'
import { anyCar } from './new-car'

export interface CarsView {
  element: HTMLElement
  show(picture: Picture): void
}

const isIn = (car: Car, place: Car['place']['at']) => car.place.at === place

function driveButtons(car: Car, lanes: readonly LanePicture[], direction: LanePicture['direction']): HTMLElement {
  const choices = lanes.filter((lane) => lane.direction === direction)
  return h(
    'span',
    { class: 'drive' },
    ...choices.map(({ id, name, car: taken }) =>
      button(name.replace(' 号', '号'), () => act('/__lot/drive', { car: car.id, lane: id }), {
        class: 'go',
        disabled: taken !== null,
        title: taken ? '这条车道上有车' : `把 ${carName(car)} 开到${name}`,
        label: `把 ${carName(car)} 开到${name}`,
      }),
    ),
  )
}

function outsideRow(car: Car, lanes: readonly LanePicture[]): HTMLElement {
  const away = button('×', () => act('/__lot/remove', { car: car.id }), {
    class: 'quiet away',
    title: '离开场景',
    label: `让 ${carName(car)} 离开`,
  })
  return h('li', { 'data-car': car.id }, plateChip(car), driveButtons(car, lanes, 'entry'), away)
}

function insideRow(car: Car, lanes: readonly LanePicture[]): HTMLElement {
  const space = car.place.at === 'inside' ? car.place.space : ''
  return h(
    'li',
    { 'data-car': car.id },
    plateChip(car),
    h('span', { class: 'space' }, space),
    driveButtons(car, lanes, 'exit'),
  )
}

function panel(
  title: string,
  hint: string,
): { element: HTMLElement; count: HTMLElement; list: HTMLElement; tools: HTMLElement } {
  const count = h('span', { class: 'count' })
  const list = h('ul', { class: 'cars' })
  const tools = h('div', { class: 'tools' })
  const element = h(
    'section',
    { class: 'panel', label: title },
    h('header', {}, h('strong', {}, title), count, h('span', { class: 'hint' }, hint)),
    tools,
    list,
  )
  return { element, count, list, tools }
}

function ownCars({ people, cars }: Picture): HTMLElement[] {
  return people.flatMap(({ name, plate }) =>
    plate === null || cars.some((car) => car.plate.text === plate)
      ? []
      : button(`${name}的车`, () => act('/__lot/cars', anyCar.of(plate)), { class: 'new own' }),
  )
}

const KINDS = [
  ['蓝牌车', anyCar.blue],
  ['新能源', anyCar.green],
  ['无牌车', anyCar.unplated],
  ['污损车牌', anyCar.dirty],
] as const

export function carsView(): CarsView {
  const outside = panel('场外', '来一辆车，再选入口')
  const inside = panel('场内', '选出口，车就开过去')
  const key = ({ cars, lanes }: Picture) => [cars.map(({ id, place }) => [id, place]), lanes.map(({ car }) => car)]

  return {
    element: h('div', { class: 'lists' }, outside.element, inside.element),
    show(picture) {
      const { cars, lanes, lot } = picture
      // The newest comes first.
      const [street, parked] = [
        cars.filter((car) => isIn(car, 'street')).reverse(),
        cars.filter((car) => isIn(car, 'inside')).reverse(),
      ]
      outside.count.textContent = `${street.length} 辆`
      inside.count.textContent = `${parked.length} 辆 · 空余 ${lot.spaces - parked.length}`
      fill(outside.tools, key(picture), () => [
        ...ownCars(picture),
        ...KINDS.map(([name, make]) => button(name, () => act('/__lot/cars', make()), { class: 'new' })),
      ])
      fill(outside.list, key(picture), () => street.map((car) => outsideRow(car, lanes)))
      fill(inside.list, key(picture), () => parked.map((car) => insideRow(car, lanes)))
    },
  }
}
