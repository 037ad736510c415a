/** One sentence that says what to try next, from what stands where. */
import type { Car, Picture } from './machine'

/** The steps of the first minute. Each says what to do while it is the one that fits. */
export function nextStep({ cars, lanes, people }: Picture, holder: string): string {
  const person = people.find(({ openid }) => openid === holder)
  const own = cars.find(({ plate }) => plate.text !== null && plate.text === person?.plate)
  if (!person?.plate) return '路人没有绑定车辆:试试来一辆“无牌车”开到入口,再扫入口的码入场。'
  if (!own) return `点“${person.name}的车”,让它出现在场外。`
  return stepFor(own, lanes, person.name)
}

function stepFor({ place }: Car, lanes: Picture['lanes'], name: string): string {
  if (place.at === 'street') return `把${name}的车开到 1 号入口:摄像头认出车牌,栏杆自动抬起。`
  if (place.at === 'inside') return '车停好了。把时钟拨快 1 小时,看手机上的费用变化,再把车开到 1 号出口。'
  const lane = lanes.find(({ id }) => id === place.lane)
  if (lane?.direction === 'entry') return '摄像头正在识别车牌,栏杆抬起后车会自己开进去。'
  return lane?.barrier === 'up'
    ? '一路平安!栏杆抬起,车正在驶出。'
    : `点 ${lane?.name ?? '出口'}的二维码,手机会打开账单,付款后栏杆抬起。`
}
