/** Cars to send into the garage: plates that could be anyone's. */
import { usualColour, type Plate, type PlateColour } from '../../../domain/plate'

export interface AskedCar {
  plate: { text: string | null; colour: PlateColour | 'unknown' }
  readable: boolean
}

const PLACES = ['京A', '沪C', '粤B', '苏E', '浙A', '川G', '鲁B', '鄂A']
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ'

const oneOf = <Item>(items: ArrayLike<Item>): Item => items[Math.floor(Math.random() * items.length)] as Item
const digits = (count: number) => Array.from({ length: count }, () => oneOf('0123456789')).join('')

const seen = (text: string, colour: PlateColour, readable = true): AskedCar => ({ plate: { text, colour }, readable })
const bluePlate = () => `${oneOf(PLACES)}${digits(2)}${oneOf(LETTERS)}${digits(2)}`

export const anyCar = {
  of: (plate: Plate): AskedCar => seen(plate, usualColour(plate)),
  blue: () => seen(bluePlate(), 'blue'),
  green: () => seen(`${oneOf(PLACES)}D${digits(5)}`, 'green'),
  unplated: (): AskedCar => ({ plate: { text: null, colour: 'unknown' }, readable: true }),
  dirty: () => seen(bluePlate(), 'blue', false),
}
