import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Libsql from 'libsql'

export type Disk = ReturnType<typeof openDisk>

/**
 * The local cloud's database file. FULL makes every commit wait for the disk; EXCLUSIVE keeps a second process from opening the
 * same data.
 */
export function openDisk(dir: string) {
  mkdirSync(dir, { recursive: true })
  const disk = new Libsql(join(dir, 'cloud.db'))
  disk.exec('pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = full')
  disk.exec(`
    create table if not exists collection (name text primary key);
    create table if not exists document (collection text, id text, body text not null, primary key (collection, id)) without rowid;
    create table if not exists secret (name text primary key, value text not null);
    create table if not exists message (number integer primary key, body text not null);
    create table if not exists file (path text primary key, size integer not null, put_at integer not null);
  `)
  return disk
}
