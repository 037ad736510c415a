import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Libsql from 'libsql'

export type Disk = ReturnType<typeof openDatabaseFile>

/** The local cloud's data in one folder; `close` lets another process have it. */
export function openDisk(dir: string): { disk: Disk; close(): void } {
  mkdirSync(dir, { recursive: true })
  const lock = takeLock(join(dir, 'lock.db'))
  const disk = openDatabaseFile(join(dir, 'cloud.db'))
  return {
    disk,
    close() {
      disk.close()
      lock.close()
    },
  }
}

/**
 * Keeps a second process from the same data; ends with the process, however that ends. In a file of its own, because a database
 * with prepared statements keeps its locks after it is closed, until they are collected.
 */
function takeLock(file: string) {
  const lock = new Libsql(file)
  try {
    lock.exec('begin exclusive')
    return lock
  } catch (error) {
    lock.close()
    throw new Error(`${file} is in use by another local cloud`, { cause: error })
  }
}

/** FULL makes every commit wait for the disk. */
function openDatabaseFile(file: string) {
  const disk = new Libsql(file)
  disk.exec('pragma journal_mode = wal; pragma synchronous = full')
  disk.exec(`
    create table if not exists collection (name text primary key);
    create table if not exists document (collection text, id text, body text not null, primary key (collection, id)) without rowid;
    create table if not exists secret (name text primary key, value text not null);
    create table if not exists message (number integer primary key, body text not null);
    create table if not exists file (path text primary key, size integer not null, put_at integer not null);
  `)
  return disk
}
