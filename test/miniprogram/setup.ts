/** What a page or component finds in the mini program's world, and nothing that fails quietly. */
import { freshWx } from '../support/wx'

type Options = Record<string, unknown>
type ComponentConstructor = (options: Options) => void

const world = globalThis as unknown as Options & { Component: ComponentConstructor }
const complaints: string[] = []

world['wx'] = freshWx()
world['App'] = () => undefined
world['getCurrentPages'] = () => []
world['getApp'] = () => ({ globalData: {} })
world['Page'] = (options: Options) => world.Component(pageAsComponent(options))

/** The runtime knows components only; a page is one whose functions are methods and whose other fields are its own. */
function pageAsComponent({ data, options, behaviors, ...rest }: Options): Options {
  const isMethod = ([, value]: [string, unknown]) => typeof value === 'function'
  const entries = Object.entries(rest)
  const fields = Object.fromEntries(entries.filter((entry) => !isMethod(entry)))
  return {
    data: { ...(data as object) },
    options,
    behaviors,
    methods: Object.fromEntries(entries.filter(isMethod)),
    created(this: object) {
      Object.assign(this, fields)
    },
  }
}

/** The runtime only logs a handler that threw or a node that was not there; here both fail the test. */
function collectComplaints(): void {
  for (const level of ['error', 'warn'] as const)
    jest.spyOn(console, level).mockImplementation((...parts: unknown[]) => {
      complaints.push(
        parts.map((part) => (part instanceof Error ? (part.stack ?? part.message) : String(part))).join(' '),
      )
    })
}

beforeEach(() => {
  Object.assign(world['wx'] as object, freshWx())
  collectComplaints()
})

afterEach(() => {
  jest.restoreAllMocks()
  const seen = complaints.splice(0)
  if (seen.length) throw new Error(`the test left complaints on the console:\n${seen.join('\n')}`)
})
