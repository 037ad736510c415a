import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildPreview } from '../../../local/preview/build/build'
import { cannedAnswers, type CannedAnswers } from '../../../local/preview/canned'
import { servePhone, type PhoneServer } from '../../../local/preview/phone-server'

export const SAMPLE = path.join(__dirname, '../../fixtures/preview-app')

const ANSWERS: CannedAnswers = {
  api: [
    { when: { ask: 'home' }, result: { lot: '人民广场' } },
    {
      when: { ask: 'broken' },
      errCode: -504002,
      errMsg: 'cloud.callFunction:fail Error: errCode: -504002 functions execute fail',
    },
  ],
}

/** Builds the sample mini program and serves it for the tests of a file. */
export function useSample(): { url(): string } {
  const out = mkdtempSync(path.join(tmpdir(), 'boyi-preview-'))
  let server: PhoneServer | undefined
  beforeAll(async () => {
    await buildPreview({ miniprogram: SAMPLE, out })
    server = await servePhone(out, cannedAnswers(ANSWERS))
  })
  afterAll(async () => {
    await server?.close()
    rmSync(out, { recursive: true, force: true })
  })
  return { url: () => server!.url }
}
