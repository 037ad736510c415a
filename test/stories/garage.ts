/** The whole machine for a story: cloud, WeChat Pay, bridge and garage, in one process, thrown away afterwards. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { WEB, startMachine, type Machine } from '../../local/machine'
import type { LaneId } from '../../domain/stay'
import { freePorts } from '../support/free-ports'

export const MINUTE = 60_000
export const [IN, OUT] = ['demo-in-1', 'demo-out-1'] as LaneId[] as [LaneId, LaneId]

export interface Garage {
  machine(): Machine
  /** The phone alone, without the garage around it. */
  phoneUrl(): string
  /** The link of a lane's code, as the phone's page takes it. */
  lanePage(lane: LaneId): Promise<string>
  /** A car drives in by camera and parks, and the cloud has heard of it; its id. */
  parks(plate: string): Promise<string>
  /** A parked car stands before an exit, and the cloud knows. */
  drivesTo(car: string, lane: LaneId): Promise<void>
  hasLeft(car: string): Promise<void>
}

const PATIENCE_MS = 15_000

export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited too long: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

export function useGarage(): Garage {
  let machine: Machine | undefined
  let dir = ''
  beforeAll(async () => {
    dir = mkdtempSync(path.join(tmpdir(), 'boyi-story-'))
    machine = await startMachine({ dir, port: await freePorts(4), compile: false })
  }, 60_000)
  afterAll(async () => {
    await machine?.close()
    rmSync(dir, { recursive: true, force: true })
  })
  const running = (): Machine => {
    if (!machine) throw new Error(`no machine runs; is ${WEB} built?`)
    return machine
  }
  const garage = () => running().lot.scene.garage
  const placeOf = (id: string) =>
    garage()
      .cars()
      .find((car) => car.id === id)?.place.at
  const display = (lane: LaneId) =>
    running()
      .lot.scene.view()
      .lanes.find(({ id }) => id === lane)?.display ?? ''
  /** What the garage shows, the cloud hears a moment later: somebody who has bound the plate sees it. */
  const heardOf = async (plate: string): Promise<void> => {
    const ask = async (name: string, ask: object = {}): Promise<unknown> =>
      (await running().cloud.call('api', { name, ask }, { openid: `o-watches-${plate}` })) as unknown
    await ask('vehicles.add', { plate })
    await until(async () => JSON.stringify(await ask('home')).includes('"inside"'), `the cloud hears of ${plate}`)
  }
  return {
    machine: running,
    phoneUrl: () => `${running().url}/phone/`,
    async lanePage(lane) {
      const codes = (await (await fetch(`${running().url}/__codes`)).json()) as Record<LaneId, string>
      return `pages/lane/lane?q=${encodeURIComponent(codes[lane] ?? '')}`
    },
    async parks(plate) {
      const { id } = garage().newCar({ plate: { text: plate, colour: 'blue' } })
      garage().driveTo(id, IN)
      await until(() => placeOf(id) === 'inside', `${plate} parks`)
      await heardOf(plate)
      return id
    },
    async drivesTo(car, lane) {
      const before = display(lane)
      garage().driveTo(car, lane)
      await until(() => display(lane) !== before && display(lane) !== '', `the display of ${lane} answers`)
    },
    hasLeft: (car) => until(() => placeOf(car) === undefined || placeOf(car) === 'street', 'the car leaves'),
  }
}
