import path from 'node:path'
import { ESLint } from 'eslint'
import type { Check } from './check'

const config = path.resolve(__dirname, '../../eslint.config.mjs')

export const lint: Check = {
  name: 'lint',
  async find(project) {
    const eslint = new ESLint({ cwd: project, overrideConfigFile: config, errorOnUnmatchedPattern: false })
    const results = await eslint.lintFiles(['**/*.{ts,wxml}'])
    return results.flatMap(({ filePath, messages }) =>
      messages.map(({ line, column, ruleId, message }) => {
        return { file: path.relative(project, filePath), line, column, message: `${message} (${ruleId ?? 'syntax'})` }
      }),
    )
  },
}
