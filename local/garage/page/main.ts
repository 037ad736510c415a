/** The page of the local machine: a phone with the mini program, and the garage around it. */
import { carsView } from './cars'
import { clockView } from './clock'
import { h, notice } from './dom'
import { faultsView } from './faults'
import { nextStep } from './guide'
import { lanesView } from './lanes'
import { couponPiles, laneCodes, watchGarage, type Picture } from './machine'
import { messagesView } from './messages'
import { phoneView } from './phone'
import { scanner } from './scan'
import { shopsView } from './shops'

let picture: Picture | undefined
let holder = ''

const scan = scanner()
const inbox = messagesView()
const phone = phoneView({
  onScan: (prints, answer) => scan.begin(prints, answer),
  onHolder: ({ openid }) => {
    holder = openid
    inbox.setHolder(openid)
    showStep()
  },
})
const lanes = lanesView((link) => {
  if (!scan.found(link, 'square')) phone.open(link)
})
const shops = shopsView((text, as) => {
  if (scan.found(text, as)) return
  if (as === 'square') phone.open(text)
  else notice('微信扫一扫不认这种条形码：请在小程序的优惠券页里扫')
})
const cars = carsView()
const faults = faultsView()
const clock = clockView(() => inbox.refresh())
const step = h('p', { class: 'step' })
const lotName = h('h1', {}, '泊易')

function showStep(): void {
  if (picture) step.textContent = nextStep(picture, holder)
}

function show(next: Picture): void {
  picture = next
  lotName.textContent = next.lot.name
  for (const view of [lanes, cars, faults]) view.show(next)
  phone.showPeople(next.people)
  showStep()
}

let hung = false

/** The codes hang at the lanes as soon as there are lanes, and lie in the shops. */
async function hangCodes(): Promise<void> {
  if (hung) return
  hung = true
  lanes.setCodes(await laneCodes())
  shops.show(await couponPiles())
}

document.querySelector('#phone-side')?.append(phone.element)
document
  .querySelector('#garage-side')
  ?.append(
    h('header', { class: 'top' }, h('span', { class: 'logo' }, 'P'), lotName, clock.element, faults.element),
    h('div', { class: 'guide' }, h('span', { class: 'tag' }, '试一试'), step),
    lanes.element,
    h('div', { class: 'below' }, cars.element, h('div', { class: 'aside' }, shops.element, inbox.element)),
    scan.element,
  )
watchGarage((next) => {
  show(next)
  hangCodes().catch(() => notice('车道码没有取到，请刷新页面'))
})
