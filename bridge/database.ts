import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'

export type Db = Database.Database

/** Every commit is on the disk before it is answered: what the bridge said it has, survives a power cut. */
const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS events (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    event TEXT NOT NULL,
    observed_at INTEGER NOT NULL,
    late INTEGER NOT NULL DEFAULT 0,
    rejected TEXT
  );
  CREATE TABLE IF NOT EXISTS visits (lane TEXT PRIMARY KEY, visit TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS commands (
    id TEXT PRIMARY KEY,
    visit TEXT NOT NULL,
    command TEXT NOT NULL,
    state TEXT NOT NULL,
    fault TEXT
  );
  CREATE INDEX IF NOT EXISTS commands_by_visit ON commands (visit);
  CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, request TEXT NOT NULL, answer TEXT NOT NULL, at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS nonces (nonce TEXT PRIMARY KEY, at INTEGER NOT NULL);
`

export function openDatabase(dir: string): Db {
  mkdirSync(dir, { recursive: true })
  const db = new Database(join(dir, 'bridge.db'))
  db.exec(SCHEMA)
  return db
}

/** All of `work`'s writes or none. Safe to nest: the outermost call commits. */
export const together = <T>(db: Db, work: () => T): T => (db.inTransaction ? work() : db.transaction(work)())
