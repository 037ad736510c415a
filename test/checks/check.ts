import { readdirSync } from 'node:fs'
import path from 'node:path'

/** One thing that is wrong, at a place an editor can jump to. Lines and columns count from 1. */
export interface Finding {
  file: string
  line?: number
  column?: number
  message: string
}

/** A check reads a project folder (ours, or a broken one that proves the check) and says what is wrong in it. */
export interface Check {
  name: string
  find(project: string): Finding[] | Promise<Finding[]>
}

/** Folders that nobody writes by hand, and the broken project of the checks' own test. */
const notOurs = new Set(['node_modules', 'miniprogram_npm', 'dist', 'coverage', '.git', '.local'])
const brokenOnPurpose = path.join('test', 'fixtures', 'checks')

/** Files below `folder`, relative to it, whose names end with one of `endings`. */
export function filesBelow(folder: string, endings: string[]): string[] {
  return entriesBelow(folder, '')
    .filter((file) => endings.some((ending) => file.endsWith(ending)))
    .sort()
}

function entriesBelow(root: string, folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(folder, entry.name)
    if (!entry.isDirectory()) return [name]
    return notOurs.has(entry.name) || name === brokenOnPurpose ? [] : entriesBelow(root, name)
  })
}

export function inWords({ file, line, column, message }: Finding): string {
  return `${[file, line, column].filter((part) => part !== undefined).join(':')} ${message}`
}
