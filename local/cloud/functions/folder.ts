/** The built functions: a folder each, with the code, and config.json for what the platform must know. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { CloudError } from '../errors'
import { limits } from '../limits'

const configuration = z.object({
  /** Seconds. */
  timeout: z
    .number()
    .positive()
    .max(limits.functionTimeoutAtMost / 1000)
    .default(limits.functionTimeout / 1000),
  triggers: z.array(z.object({ name: z.string(), type: z.literal('timer'), config: z.string() })).default([]),
  permissions: z.object({ openapi: z.array(z.string()).default([]) }).default({ openapi: [] }),
})

export interface FunctionFolder {
  name: string
  dir: string
  /** Milliseconds. */
  timeout: number
  triggers: { name: string; config: string }[]
  openApi: readonly string[]
}

export function functionFolders(root: string): FunctionFolder[] {
  if (!existsSync(root)) return []
  return readdirSync(root)
    .filter((name) => existsSync(join(root, name, 'index.js')))
    .map((name) => readFolder(root, name))
}

/** @throws as the platform does for a function that is not deployed. */
export function functionFolder(root: string, name: string): FunctionFolder {
  const deployed = /^[\w-]+$/.test(name) && existsSync(join(root, name, 'index.js'))
  if (!deployed) {
    throw new CloudError('FUNCTIONS_REQUEST_FAIL', `[-501000] FunctionName parameter could not be found: ${name}`)
  }
  return readFolder(root, name)
}

function readFolder(root: string, name: string): FunctionFolder {
  const dir = join(root, name)
  const file = join(dir, 'config.json')
  const { timeout, triggers, permissions } = configuration.parse(
    existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {},
  )
  return { name, dir, timeout: timeout * 1000, triggers, openApi: permissions.openapi }
}
