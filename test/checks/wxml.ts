import path from 'node:path'
import { TmplGroup } from 'glass-easel-template-compiler'
import type { Check, Finding } from './check'
import { type MiniProgram, miniProgramOf, miniProgramRoot } from './mini-program'

/** As the template compiler tells it; lines and columns count from 0. */
interface Warning {
  message: string
  startLine: number
  startColumn: number
}

/** WeChat's current template compiler as a linter: its warnings are errors here, and what is imported must exist. */
export const wxml: Check = {
  name: 'wxml',
  find(project) {
    const program = miniProgramOf(project)
    const group = TmplGroup.newDev()
    for (const id of program.scripts) group.addScript(id, program.read(`${id}.wxs`))
    const findings = program.templates.flatMap((id) => templateFindings(program, group, id))
    return [...findings, ...program.scripts.flatMap((id) => scriptFindings(program, id))].map((finding) => ({
      ...finding,
      file: path.join(miniProgramRoot, finding.file),
    }))
  },
}

function templateFindings(program: MiniProgram, group: TmplGroup, id: string): Finding[] {
  const file = `${id}.wxml`
  const warnings = (group.addTmpl(id, program.read(file)) as Warning[]).map(({ message, startLine, startColumn }) => {
    return { file, line: startLine + 1, column: startColumn + 1, message }
  })
  const missing = (targets: string[], extension: string) =>
    targets
      .filter((target) => !program.has(target + extension))
      .map((target) => ({ file, message: `imports ${target}${extension}, which is missing` }))
  const templates = missing(group.getDirectDependencies(id) as string[], '.wxml')
  const scripts = missing(group.getScriptDependencies(id) as string[], '.wxs')
  return [...warnings, ...templates, ...scripts]
}

/** The template compiler passes WXS on unread; as a function body it is plain JavaScript. */
function scriptFindings(program: MiniProgram, id: string): Finding[] {
  try {
    new Function('module', 'require', program.read(`${id}.wxs`))
    return []
  } catch (problem) {
    return [{ file: `${id}.wxs`, message: (problem as Error).message }]
  }
}
