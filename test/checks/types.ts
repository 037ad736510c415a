import path from 'node:path'
import ts from 'typescript'
import { type Check, type Finding, filesBelow } from './check'

/** Every tsconfig.json in the project is a program of its own: Node, the mini program, pages in a browser. */
export const types: Check = {
  name: 'types',
  find: (project) => unique(filesBelow(project, ['tsconfig.json']).flatMap((config) => diagnose(project, config))),
}

function diagnose(project: string, config: string): Finding[] {
  const file = path.join(project, config)
  const json = ts.readConfigFile(file, (name) => ts.sys.readFile(name))
  const parsed = ts.parseJsonConfigFileContent(json.config, ts.sys, path.dirname(file))
  const program = ts.createProgram(parsed.fileNames, parsed.options)
  const problems = [...(json.error ? [json.error] : []), ...parsed.errors, ...ts.getPreEmitDiagnostics(program)]
  return problems.map((problem) => asFinding(problem, project, config))
}

export function asFinding(problem: ts.Diagnostic, project: string, fallback: string): Finding {
  const message = `TS${String(problem.code)} ${ts.flattenDiagnosticMessageText(problem.messageText, ' ')}`
  if (!problem.file) return { file: fallback, message }
  const at = ts.getLineAndCharacterOfPosition(problem.file, problem.start ?? 0)
  return { file: path.relative(project, problem.file.fileName), line: at.line + 1, column: at.character + 1, message }
}

/** A file of domain/ is part of several programs; its mistakes are told once. */
function unique(findings: Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()]
}
