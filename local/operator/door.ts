/** How an operator's command finds the cloud that runs on this machine: a note in its data folder, readable by its owner alone. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

interface Door {
  url: string
  gatewayEnv(): Record<string, string>
}

interface Note {
  url: string
  env: Record<string, string>
  /** OPERATOR_KEY of the function `operator`. */
  key: string
}

const fileIn = (dir: string): string => path.join(dir, 'operator.json')

export function openDoor(dir: string, { url, gatewayEnv }: Door, key: string): { close(): void } {
  const note: Note = { url, env: gatewayEnv(), key }
  writeFileSync(fileIn(dir), JSON.stringify(note), { mode: 0o600 })
  return { close: () => rmSync(fileIn(dir), { force: true }) }
}

/** undefined: nothing runs there. A machine that was killed leaves its note behind, so its gateway is tried as well. */
export async function findDoor(dir: string): Promise<Note | undefined> {
  if (!existsSync(fileIn(dir))) return undefined
  const note = JSON.parse(readFileSync(fileIn(dir), 'utf8')) as Note
  const answers = await fetch(note.url).then(
    () => true,
    () => false,
  )
  return answers ? note : undefined
}
