/** The picture of one lane from the side: road, car, camera, barrier. */
import { paint, plateChip } from './plate'
import type { Car } from './machine'
import { h } from './dom'

const CAR = `
<svg viewBox="0 0 190 78" aria-hidden="true">
  <ellipse cx="95" cy="72" rx="86" ry="5" fill="#0002"/>
  <path class="body" d="M8 56c-2-16 4-22 22-25 8-1 12-3 18-9 9-9 17-14 42-14 27 0 36 4 50 15 6 5 12 7 22 9 18 3 22 9 21 24 0 5-2 7-7 7H14c-4 0-6-2-6-7z"/>
  <path d="M56 30c7-8 14-13 32-13v14c-12 0-22 0-32-1zm38-13c19 0 28 4 37 12-10 2-23 2-37 2z" fill="#cfe3f7"/>
  <path d="M8 48h12l2 6H8zm166 0h8l1 6h-10z" fill="#fff" opacity=".85"/>
  <circle cx="48" cy="61" r="13" fill="#20242a"/><circle cx="48" cy="61" r="6" fill="#c9ced6"/>
  <circle cx="145" cy="61" r="13" fill="#20242a"/><circle cx="145" cy="61" r="6" fill="#c9ced6"/>
</svg>`

const POST = `
<svg viewBox="0 0 200 130" aria-hidden="true">
  <g class="arm">
    <rect x="14" y="58" width="168" height="9" rx="4" fill="#fff" stroke="#c9ced6"/>
    <path d="M24 58h18v9H24zm36 0h18v9H60zm36 0h18v9H96zm36 0h18v9h-18zm36 0h10v9h-10z" fill="#d8362e"/>
  </g>
  <rect x="168" y="50" width="28" height="74" rx="4" fill="#f4b400"/><rect x="168" y="50" width="28" height="9" rx="4" fill="#c98f00"/>
  <circle class="lamp" cx="182" cy="76" r="6"/>
</svg>`

function drawn(className: string, svg: string): HTMLElement {
  const element = h('div', { class: className })
  element.innerHTML = svg
  return element
}

export interface SceneView {
  element: HTMLElement
  show(barrier: string, car: Car | undefined): void
}

/** How long a car that left is still seen driving out of the picture. */
const DRIVE_OFF_MS = 900

export function laneScene(): SceneView {
  const element = h('div', { class: 'scene' }, h('div', { class: 'road' }), drawn('barrier', POST))
  let shown: { id: string; element: HTMLElement } | undefined

  function driveOff(up: boolean): void {
    const leaving = shown?.element
    shown = undefined
    if (!leaving) return
    leaving.dataset['move'] = up ? 'through' : 'back'
    setTimeout(() => leaving.remove(), DRIVE_OFF_MS)
  }

  function driveUp(car: Car): void {
    const body = drawn('car', CAR)
    body.style.setProperty('--paint', paint(car.id))
    body.dataset['move'] = 'up'
    body.append(plateChip(car))
    element.append(body)
    shown = { id: car.id, element: body }
  }

  return {
    element,
    show(barrier, car) {
      element.dataset['barrier'] = barrier
      if (shown && shown.id !== car?.id) driveOff(barrier === 'up' || barrier === 'falling')
      if (car && !shown) driveUp(car)
      if (shown && barrier === 'up') shown.element.dataset['move'] = 'going'
    },
  }
}
