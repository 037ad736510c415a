import path from 'node:path'
import type { Check } from './check'

const configFile = path.resolve(__dirname, '../../stylelint.config.mjs')

export const styles: Check = {
  name: 'styles',
  async find(project) {
    const { default: stylelint } = await import('stylelint')
    const { results } = await stylelint.lint({
      files: 'miniprogram/**/*.wxss',
      cwd: project,
      configFile,
      allowEmptyInput: true,
    })
    return results.flatMap(({ source = '', warnings }) =>
      warnings.map(({ line, column, text }) => ({ file: path.relative(project, source), line, column, message: text })),
    )
  },
}
