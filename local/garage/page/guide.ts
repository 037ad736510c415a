/** One sentence that says what to try next, from what stands where. */
import type { Car, Picture } from './machine'

/** The steps of the first minute. Each says what to do while it is the one that fits. */
export function nextStep({ cars, lanes, people }: Picture, holder: string): string {
  const person = people.find(({ openid }) => openid === holder)
  const name = person?.plate ? `${person.name}的车` : '无牌车'
  const own = cars.find(({ plate }) => plate.text === (person?.plate ?? null))
  if (own) return stepFor(own, lanes, name)
  if (person?.plate) return `点“${name}”，让它出现在场外。`
  return '路人没有绑定车辆：来一辆“无牌车”，开到入口，扫入口的码入场。'
}

function stepFor({ place, plate }: Car, lanes: Picture['lanes'], name: string): string {
  if (place.at === 'street')
    return `把${name}开到 1 号入口${plate.text ? '：摄像头认出车牌，栏杆自动抬起' : '，再扫那里的码'}。`
  if (place.at === 'inside') return '车停好了。把时钟拨快 1 小时，看手机上的费用变化，再把车开到 1 号出口。'
  const lane = lanes.find(({ id }) => id === place.lane)
  if (lane?.barrier === 'up') return '一路平安！栏杆抬起，车正在开过去。'
  if (lane?.direction === 'exit') return `点 ${lane.name}的二维码，手机会打开账单，付款后栏杆抬起。`
  if (plate.text === null) return `摄像头没有读到车牌：点 ${lane?.name ?? '入口'}的二维码，在手机上点“入场”。`
  return '摄像头正在识别车牌，栏杆抬起后车会自己开进去。'
}
