import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as prettier from 'prettier'
import { type Check, filesBelow } from './check'

const formatted = ['.ts', '.mjs', '.js', '.json', '.wxml', '.wxss', '.wxs', '.css', '.html', '.yaml', '.yml']
const generated = ['package-lock.json', path.join('miniprogram', 'domain.js')]

export const formatting: Check = {
  name: 'formatting',
  async find(project) {
    const options = await prettier.resolveConfig(path.resolve(__dirname, '../../package.json'))
    const files = filesBelow(project, formatted).filter((file) => !generated.some((name) => file.endsWith(name)))
    const verdicts = await Promise.all(
      files.map(async (file) => ({ file, message: await verdict(project, file, options) })),
    )
    return verdicts.filter((finding) => finding.message !== '')
  },
}

async function verdict(project: string, file: string, fallback: prettier.Options | null): Promise<string> {
  const filepath = path.join(project, file)
  const options = { ...((await prettier.resolveConfig(filepath)) ?? fallback), filepath }
  try {
    return (await prettier.check(readFileSync(filepath, 'utf8'), options))
      ? ''
      : 'is not formatted: npx prettier --write it'
  } catch (problem) {
    return `cannot be formatted: ${(problem as Error).message.split('\n')[0] ?? ''}`
  }
}
