import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import type { LaneId } from '../../../domain/stay'
import { startMachine, type Machine } from '../../../local/machine'
import { launchChromium } from '../../support/chromium'
import { freePorts } from '../../support/free-ports'
import type { Figure } from '../figure'

const HOLDER = 'openid-lin'
const OWN_CAR = '京AD12345'
const OUT = 'demo-out-1' as LaneId

/** The largest single setData on the way through every screen, in the real framework. */
export async function largestSetData(): Promise<Figure> {
  const dir = mkdtempSync(path.join(tmpdir(), 'boyi-set-data-'))
  const machine = await startMachine({ dir, port: await freePorts(4) })
  const browser = await launchChromium()
  try {
    const page = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage()
    const value = await walk(machine, page)
    return { name: 'flows.setData', value, unit: 'KB', budget: 32 }
  } finally {
    await browser.close()
    await machine.close()
    rmSync(dir, { recursive: true, force: true })
  }
}

async function walk(machine: Machine, page: Page): Promise<number> {
  await parkFor90Minutes(machine)
  const codes = (await (await fetch(`${machine.url}/__codes`)).json()) as Record<LaneId, string>
  const lane = `pages/lane/lane?q=${encodeURIComponent(codes[OUT] ?? '')}`
  const sizes: number[] = []
  const visit = async (route: string, act: () => Promise<void> = () => Promise.resolve()) => {
    await page.goto('about:blank')
    await page.goto(`${machine.url}/phone/?holder=${HOLDER}#/${route}`)
    await page.waitForFunction('globalThis.__boyi?.ready')
    await act()
    await page.waitForTimeout(1_000)
    sizes.push(await page.evaluate('__boyi.largestSetData'))
  }
  await visit('pages/home/home')
  await visit(lane, async () => {
    await page.getByRole('button', { name: /缴费 ¥/ }).click()
    await page.getByText('确认支付').click()
    await page.getByText('已通过').waitFor()
  })
  await visit('pages/transactions/transactions', () => page.getByText('泊易示范停车场').first().click())
  for (const route of ['pages/mine/mine', 'pages/vehicles/vehicles', 'pages/vehicle-add/vehicle-add'])
    await visit(route)
  return Math.round(Math.max(...sizes) * 100) / 100
}

async function parkFor90Minutes({ lot, clock }: Machine): Promise<void> {
  const { garage } = lot.scene
  const { id } = garage.newCar({ plate: { text: OWN_CAR, colour: 'green' } })
  garage.driveTo(id, 'demo-in-1' as LaneId)
  await until(() => garage.cars().some((car) => car.id === id && car.place.at === 'inside'))
  clock.push(90 * 60_000)
  garage.driveTo(id, OUT)
  await until(() => lot.scene.view().lanes.some((lane) => lane.id === OUT && lane.display.includes('应付')))
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 600 && !holds(); tries++) await new Promise((resolve) => setTimeout(resolve, 50))
  if (!holds()) throw new Error('the garage did not do what it was asked for')
}
