import { type CloudUnderTest, startForTest } from './start'
import { openSdk, refusalOf, sdk } from './sdk'

/* eslint-disable @typescript-eslint/no-explicit-any */
let cloud: CloudUnderTest

beforeAll(async () => {
  cloud = await startForTest()
  openSdk()
})
afterAll(() => cloud.end())

const upload = async (cloudPath: string, text: string): Promise<string> =>
  (await sdk.uploadFile({ cloudPath, fileContent: Buffer.from(text) })).fileID
const download = async (fileID: string): Promise<string> => (await sdk.downloadFile({ fileID })).fileContent.toString()
const addressOf = async (fileID: string): Promise<any> => (await sdk.getTempFileURL({ fileList: [fileID] })).fileList[0]

test('a file comes back as it went, under any name, also after a restart', async () => {
  const fileID = await upload('maps/地图 1%/B1.json', '一层')
  expect(await download(fileID)).toBe('一层')
  cloud = await cloud.restart()
  openSdk()
  expect(await download(fileID)).toBe('一层')
})

test('a second upload replaces the file', async () => {
  await upload('a.txt', 'one')
  expect(await download(await upload('a.txt', 'two'))).toBe('two')
})

test('a deleted file is gone', async () => {
  const fileID = await upload('gone.txt', 'x')
  const deleting = async () => (await sdk.deleteFile({ fileList: [fileID] })).fileList[0].status
  expect(await deleting()).toBe(0)
  expect(await deleting()).not.toBe(0)
  expect((await addressOf(fileID)).status).not.toBe(0)
  expect(await refusalOf(download(fileID))).toContain('downloadFile:fail')
})

test('an address works for its file and its time only', async () => {
  const [mine, other] = [await upload('mine.txt', 'mine'), await upload('other.txt', 'other')]
  const { tempFileURL } = await addressOf(mine)
  const status = async (url: string) => (await fetch(url)).status
  expect(await status(tempFileURL)).toBe(200)
  expect(await status(tempFileURL.replace('mine.txt', 'other.txt'))).toBe(403)
  expect(await status((await addressOf(other)).tempFileURL.split('?')[0])).toBe(403)
  cloud.clock.push(25 * 3_600_000)
  expect(await status(tempFileURL)).toBe(403)
})

test('nobody uploads without a permission', async () => {
  expect((await fetch(cloud.httpUrl('/files/mine.txt'), { method: 'PUT', body: 'theirs' })).status).toBe(403)
})
