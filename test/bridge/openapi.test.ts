import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import * as wire from '../../bridge/wire'
import { Refused, type RefusalCode } from '../../bridge/refused'

interface Contract {
  paths: Record<string, Record<string, unknown>>
  components: { schemas: Record<string, Schema> }
}
interface Schema {
  enum?: string[]
  required?: string[]
  properties?: Record<string, Schema & { const?: string }>
  oneOf?: Schema[]
}

const contract = parse(readFileSync(join(__dirname, '../../bridge/openapi.yaml'), 'utf8')) as Contract
const schema = (name: string): Schema => contract.components.schemas[name] ?? {}
const written = (codec: z.ZodType) => z.toJSONSchema(codec, { io: 'input', unrepresentable: 'any' }) as Schema

test.each([
  ['LaneCommand', wire.laneCommand],
  ['CommandReport', wire.commandReport],
  ['LaneCurrent', wire.laneCurrent],
  ['LotMessage', wire.lotMessage],
  ['LotAnswer', wire.lotAnswer],
  ['Health', wire.health],
])('%s has the fields that the contract says', (name, codec) => {
  const { properties = {}, required = [] } = written(codec)
  expect(Object.keys(properties).sort()).toEqual(Object.keys(schema(name).properties ?? {}).sort())
  expect([...required].sort()).toEqual([...(schema(name).required ?? [])].sort())
})

test('states and faults are those of the contract', () => {
  const { properties = {} } = written(wire.commandReport)
  expect(properties['state']?.enum).toEqual(schema('CommandState').enum)
  expect(properties['fault']?.enum).toEqual(schema('CommandFault').enum)
})

test('every event and decision of the contract can be read, and no other', () => {
  const names = (variants: Schema[] = [], tag: string) =>
    variants.flatMap(({ properties = {} }) => properties[tag]?.enum ?? properties[tag]?.const ?? []).sort()
  const event = written(wire.lotMessage).properties?.['event']
  expect(names(event?.oneOf, 'type')).toEqual(names(schema('LotEvent').oneOf, 'type'))
  const decision = written(wire.lotAnswer).properties?.['decision']
  expect(names(decision?.oneOf, 'do')).toEqual(names(schema('LaneDecision').oneOf, 'do'))
})

test('a refusal by any of the contract’s names has a status, but for the one that only the cloud uses', () => {
  const codes = (schema('RefusalCode').enum ?? []).filter((code) => code !== 'auth.forbiddenLot')
  for (const code of codes) expect(new Refused(code as RefusalCode).status).toBeGreaterThanOrEqual(400)
})
