/** The phone: a frame, who holds it, how it is set, and the talk between it and this page. */
import { button, fill, h } from './dom'
import type { Picture } from './machine'
import type { Found, Print } from './scan'

type Person = Picture['people'][number]

export interface PhoneView {
  element: HTMLElement
  showPeople(people: readonly Person[]): void
  /** WeChat's scanner found a link: the mini program opens at the lane, or with the coupon. */
  open(link: string): void
}

export interface PhoneOptions {
  /** The phone wants a code of one of these prints; answer it with what was found, or null for 取消. */
  onScan: (prints: readonly Print[], answer: (found: Found | null) => void) => void
  onHolder: (person: Person) => void
}

interface Settings {
  dark: boolean
  fontScale: number
  offline: boolean
}

/** WeChat's largest step that pages are tried at. */
const LARGE = 1.4
const HEIGHT = 872
const MARGIN = 118

interface FromPhone {
  boyi?: 'scan' | 'ready'
  id?: string
  types?: string[]
}

/** What WeChat's scanner can be told to look for, as it is printed here. */
const PRINTS: Record<string, Print> = { qrCode: 'square', barCode: 'bars' }
const printsOf = (types: readonly string[]): Print[] => types.flatMap((type) => PRINTS[type] ?? [])

export function phoneView({ onScan, onHolder }: PhoneOptions): PhoneView {
  const frame = h('iframe', { attributes: { title: '手机上的泊易小程序' } })
  const body = h('div', { class: 'phone-body' }, frame)
  const people = h('div', { class: 'people', label: '谁拿着手机', attributes: { role: 'group' } })
  const settings: Settings = { dark: false, fontScale: 1, offline: false }
  let holder = remembered()

  const send = (message: object) => frame.contentWindow?.postMessage(message, location.origin)
  const start = () => {
    const { dark, fontScale } = settings
    frame.src = `/phone/?${new URLSearchParams({ holder, dark: dark ? '1' : '0', font: String(fontScale) }).toString()}`
  }
  const set = (change: Partial<Settings>) => {
    Object.assign(settings, change)
    send({ boyi: 'set', ...settings })
  }

  addEventListener('message', ({ source, data }: MessageEvent<FromPhone | null>) => {
    if (source !== frame.contentWindow || !data) return
    if (data.boyi === 'ready' && settings.offline) send({ boyi: 'set', ...settings })
    if (data.boyi === 'scan')
      onScan(printsOf(data.types ?? []), (found) => send({ boyi: 'scanned', id: data.id, text: null, ...found }))
  })
  addEventListener('resize', () => fit(body))
  fit(body)

  function hold(person: Person): void {
    holder = person.openid
    localStorage.setItem('garage.holder', holder)
    onHolder(person)
    start()
  }

  return {
    element: h('div', { class: 'phone' }, people, body, switches(set)),
    showPeople(known) {
      const current = known.find(({ openid }) => openid === holder) ?? known[0]
      if (current && !frame.src) hold(current)
      fill(people, [known, holder], () => [
        h('span', { class: 'label' }, '手机在'),
        ...known.map((person) =>
          personButton(person, holder, () => {
            hold(person)
            this.showPeople(known)
          }),
        ),
        h('span', { class: 'label' }, '手里'),
      ])
    },
    open(link) {
      const path = link.includes('/c/') ? 'pages/coupons/coupons' : 'pages/lane/lane'
      send({ boyi: 'launch', path, query: { q: encodeURIComponent(link) }, scene: 1011 })
    },
  }
}

const remembered = (): string => localStorage.getItem('garage.holder') ?? ''

function personButton({ openid, name }: Person, holder: string, onclick: () => void): HTMLElement {
  return button(name, onclick, { class: 'person', attributes: { 'aria-pressed': String(openid === holder) } })
}

function switches(set: (change: Partial<Settings>) => void): HTMLElement {
  const toggle = (text: string, change: (on: boolean) => Partial<Settings>) => {
    const element: HTMLButtonElement = button(
      text,
      () => {
        const on = element.getAttribute('aria-pressed') !== 'true'
        element.setAttribute('aria-pressed', String(on))
        set(change(on))
      },
      { class: 'switch', attributes: { 'aria-pressed': 'false' } },
    )
    return element
  }
  return h(
    'div',
    { class: 'switches', label: '手机设置', attributes: { role: 'group' } },
    toggle('深色', (dark) => ({ dark })),
    toggle('大字号', (on) => ({ fontScale: on ? LARGE : 1 })),
    toggle('离线', (offline) => ({ offline })),
  )
}

/** The phone keeps its proportions and is as large as the window allows. */
function fit(body: HTMLElement): void {
  body.style.setProperty('--scale', String(Math.min(1, (innerHeight - MARGIN) / HEIGHT)))
}
