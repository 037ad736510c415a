/** The four lanes: what stands there, how the barrier stands, what the display says, and the code that hangs there. */
import { toString as qrSvg } from 'qrcode'
import { button, fill, h } from './dom'
import { act, type Car, type LanePicture, type Picture } from './machine'
import { laneScene, type SceneView } from './scene'

const BARRIER_WORDS: Record<LanePicture['barrier'], string> = {
  down: '栏杆落下',
  rising: '正在抬起',
  up: '栏杆抬起',
  falling: '正在落下',
  stuck: '栏杆卡住',
}

const FAULT_WORDS: Record<string, string> = {
  'device-offline': '设备离线',
  'arm-stuck': '栏杆故障',
  'camera-blind': '摄像头看不清',
}

interface LaneElements {
  card: HTMLElement
  scene: SceneView
  state: HTMLElement
  display: HTMLElement
  code: HTMLElement
  action: HTMLElement
}

export interface LanesView {
  element: HTMLElement
  show(picture: Picture): void
  setCodes(codes: Record<string, string>): void
}

/** `scan` is told when a person holds the phone to a lane's code. */
export function lanesView(scan: (link: string) => void): LanesView {
  const element = h('section', { class: 'lanes', label: '车道' })
  const lanes = new Map<string, LaneElements>()
  let codes: Record<string, string> = {}

  function make({ id, name, direction }: LanePicture): LaneElements {
    const scene = laneScene()
    const state = h('span', { class: 'barrier-word', attributes: { role: 'status' } })
    const display = h('div', { class: 'display', label: '车道显示屏' })
    const code = button('', () => codes[id] && scan(codes[id]), {
      class: 'code',
      title: '用手机扫这个码',
      label: `${name}的二维码`,
    })
    const action = h('div', { class: 'lane-action' })
    const way = direction === 'entry' ? '由场外驶入' : '由场内驶出'
    const head = h('header', {}, h('strong', {}, name), h('span', { class: 'way' }, way), state)
    const sign = h('div', { class: 'sign' }, code, h('span', {}, direction === 'entry' ? '扫码入场' : '扫码缴费'))
    scene.element.append(display, sign)
    const card = h(
      'article',
      { class: 'lane', 'data-lane': id, 'data-direction': direction },
      head,
      scene.element,
      action,
    )
    element.append(card)
    return { card, scene, state, display, code, action }
  }

  function showLane(lane: LanePicture, car: Car | undefined): void {
    const parts = lanes.get(lane.id) ?? make(lane)
    lanes.set(lane.id, parts)
    parts.scene.show(lane.barrier, car)
    parts.card.dataset['barrier'] = lane.barrier
    parts.state.textContent = BARRIER_WORDS[lane.barrier]
    parts.display.textContent =
      lane.display || (lane.direction === 'entry' ? '欢迎光临\n请减速慢行' : '请停车等候\n扫码缴费')
    parts.display.dataset['idle'] = String(lane.display === '')
    const faults = lane.faults.map((fault) => h('span', { class: 'fault' }, FAULT_WORDS[fault] ?? fault))
    fill(parts.action, [car?.id, lane.faults], () => [
      ...faults,
      car
        ? button('倒车离开', () => act('/__lot/back', { car: car.id }), { class: 'quiet' })
        : h('span', { class: 'empty' }, '车道空闲'),
    ])
  }

  return {
    element,
    show(picture) {
      for (const lane of picture.lanes)
        showLane(
          lane,
          picture.cars.find(({ id }) => id === lane.car),
        )
    },
    setCodes(found) {
      codes = found
      for (const [id, { code }] of lanes) {
        const link = codes[id]
        if (link)
          void qrSvg(link, { type: 'svg', margin: 1, errorCorrectionLevel: 'M' }).then((svg) => (code.innerHTML = svg))
      }
    },
  }
}
