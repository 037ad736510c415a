import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** A value that outlives the process, in a file of its own. */
export interface Drawer<Value> {
  read(): Value
  write(value: Value): void
}

/** `first` is what lies in it before anything was written. A write replaces the file whole: a kill leaves the old or the new. */
export function drawer<Value>(file: string, first: () => Value): Drawer<Value> {
  return {
    read: () => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Value) : first()),
    write(value) {
      mkdirSync(path.dirname(file), { recursive: true })
      writeFileSync(`${file}.new`, JSON.stringify(value, null, 1))
      renameSync(`${file}.new`, file)
    },
  }
}
