/** `storage.*`: the gateway hands out signed addresses; the bytes go to and from those. */
import { z } from 'zod'
import type { Clock } from '../../clock'
import { action, type Action } from '../gateway/action'
import type { Files } from './files'
import type { Tickets } from './tickets'

export interface StorageOptions {
  files: Files
  tickets: Tickets
  clock: Clock
  /** Where the gateway serves files. */
  url: string
  envId: string
}

const SECONDS = 1000
const UPLOAD_LIFETIME = 900 * SECONDS
const LONGEST_URL = 86_400

const upload = z.object({ path: z.string().min(1).max(1024) })
const download = z.object({
  file_list: z
    .array(z.object({ fileid: z.string(), max_age: z.int().min(1).max(LONGEST_URL).default(LONGEST_URL) }))
    .max(50),
})
const removal = z.object({ fileid_list: z.array(z.string()).max(50) })

export function storageActions({ files, tickets, clock, url, envId }: StorageOptions): Record<string, Action> {
  const bucket = `cloud://${envId}.local/`
  const pathOf = (fileId: string) => (fileId.startsWith(bucket) ? fileId.slice(bucket.length) : undefined)
  const missing = (fileID: string) => ({ code: 'STORAGE_FILE_NONEXIST', fileID, tempFileURL: '' })
  return {
    'storage.getUploadMetadata': action(upload, ({ path }) => {
      const until = clock.now() + UPLOAD_LIFETIME
      const authorization = `${until}.${tickets.sign('put', path, until)}`
      const fileId = bucket + path
      return {
        data: {
          url: `${url}/files/${encodePath(path)}`,
          token: 'local',
          authorization,
          fileId,
          cosFileId: encodePath(path),
        },
      }
    }),

    'storage.batchGetDownloadUrl': action(download, ({ file_list: list }) => {
      const found = list.map(({ fileid, max_age: seconds }) => {
        const path = pathOf(fileid)
        if (path === undefined || !files.has(path)) return missing(fileid)
        const until = clock.now() + seconds * SECONDS
        // The SDK encodes the address before it asks.
        const tempFileURL = `${url}/files/${path}?until=${until}&sign=${tickets.sign('get', path, until)}`
        return { code: 'SUCCESS', fileID: fileid, tempFileURL, maxAge: seconds }
      })
      return { data: { download_list: found } }
    }),

    'storage.batchDeleteFile': action(removal, ({ fileid_list: list }) => {
      const removed = list.map((fileID) => {
        const path = pathOf(fileID)
        return { code: path !== undefined && files.remove(path) ? 'SUCCESS' : 'STORAGE_FILE_NONEXIST', fileID }
      })
      return { data: { delete_list: removed } }
    }),
  }
}

const encodePath = (path: string) => path.split('/').map(encodeURIComponent).join('/')
