/** What the page around the phone may see and do in the garage. */
import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'
import type { LaneId } from '../../domain/gate'
import { NotPossible } from './garage'
import type { Scene } from './scene'

const lane = z.string() as unknown as z.ZodType<LaneId, string>

const newCar = z.object({
  plate: z.object({
    text: z.string().nullable(),
    colour: z.enum(['blue', 'green', 'yellowGreen', 'yellow', 'white', 'black', 'unknown']),
  }),
  readable: z.boolean().default(true),
  /** Drives there at once. */
  lane: lane.optional(),
})
const drive = z.object({ car: z.string(), lane })
const one = z.object({ car: z.string() })
const fault = z.object({
  name: z.enum(['bridge-silent', 'device-offline', 'arm-stuck', 'camera-blind']),
  /** Every lane, when none is named. */
  lane: lane.optional(),
  on: z.boolean(),
})

export const lotRoutes =
  (scene: Scene): FastifyPluginAsync =>
  async (app) => {
    app.setErrorHandler((error, _request, reply) => {
      if (error instanceof NotPossible) return reply.status(409).send({ message: error.message })
      if (error instanceof z.ZodError) return reply.status(400).send({ message: z.prettifyError(error) })
      throw error
    })

    app.get('/state', () => scene.view())
    app.get('/events', (request, reply) => {
      reply.hijack()
      reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
      const tell = () => reply.raw.write(`data: ${JSON.stringify(scene.view())}\n\n`)
      tell()
      const stop = scene.onChange(tell)
      request.raw.once('close', stop)
    })

    const { garage } = scene
    app.post('/cars', (request) => {
      const { lane: there, ...asked } = newCar.parse(request.body)
      const car = garage.newCar(asked)
      if (there) garage.driveTo(car.id, there)
      return car
    })
    app.post('/drive', (request) => {
      const { car, lane: there } = drive.parse(request.body)
      garage.driveTo(car, there)
      return {}
    })
    app.post('/back', (request) => {
      garage.turnBack(one.parse(request.body).car)
      return {}
    })
    app.post('/remove', (request) => {
      garage.remove(one.parse(request.body).car)
      return {}
    })
    app.post('/faults', (request) => {
      const { name, lane: there, on } = fault.parse(request.body)
      scene.setFault(name, on, there)
      return {}
    })
  }
