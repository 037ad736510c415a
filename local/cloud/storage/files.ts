import {
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import type { Disk } from '../disk'

/** Stored files: bytes in a folder, names in the database file. A file is there entirely or not at all. */
export class Files {
  private readonly folder: string

  constructor(
    private readonly disk: Disk,
    dir: string,
  ) {
    this.folder = join(dir, 'files')
    mkdirSync(this.folder, { recursive: true })
  }

  put(path: string, bytes: Buffer, at: number): void {
    const temporary = `${this.place(path)}.new`
    writeDurably(temporary, bytes)
    renameSync(temporary, this.place(path))
    const sql = 'insert or replace into file (path, size, put_at) values (?, ?, ?)'
    this.disk.prepare(sql).run(path, bytes.length, at)
  }

  has(path: string): boolean {
    return this.disk.prepare('select 1 from file where path = ?').all(path).length > 0 && existsSync(this.place(path))
  }

  read(path: string) {
    return createReadStream(this.place(path))
  }

  remove(path: string): boolean {
    const { changes } = this.disk.prepare('delete from file where path = ?').run(path)
    rmSync(this.place(path), { force: true })
    return changes > 0
  }

  /** Names may hold anything, so the file on disk is named by a hash. */
  private place(path: string): string {
    return join(this.folder, createHash('sha256').update(path).digest('hex'))
  }
}

function writeDurably(file: string, bytes: Buffer): void {
  const handle = openSync(file, 'w')
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
