import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { wxmlToJs } from 'miniprogram-compiler'
import { type Check, type Finding, filesBelow } from './check'
import { type MiniProgram, miniProgramOf, miniProgramRoot } from './mini-program'

/** WeChat's own wcc and wcsc: old, but they refuse what old phones cannot run, such as `a ?? b` in a binding. */
export const official: Check = {
  name: 'wcc, wcsc',
  find(project) {
    const program = miniProgramOf(project)
    return program.templates.length === 0 ? [] : [...templates(program), ...styleSheets(program)]
  },
}

/** wcc stops at the first mistake; if there is one, a second round, one file at a time, tells them all. */
function templates(program: MiniProgram): Finding[] {
  const wxmlList = program.templates.map((id) => `${id}.wxml`)
  const wxsList = program.scripts.map((id) => `${id}.wxs`)
  if (compile(program, wxmlList, wxsList) === undefined) return []
  const inScripts = wxsList.flatMap((file) => compile(program, [], [file]) ?? [])
  const sound = wxsList.filter((file) => !inScripts.some((finding) => finding.file.endsWith(file)))
  return [...inScripts, ...wxmlList.flatMap((file) => compile(program, [file], sound) ?? [])]
}

function compile(program: MiniProgram, wxmlList: string[], wxsList: string[]): Finding | undefined {
  try {
    wxmlToJs(program.root, { maxBuffer: 64 * 1024 * 1024, wxmlList, wxsList })
    return undefined
  } catch (problem) {
    const text = (problem as Error).message.trim()
    const [, file, line, column, message] = /：(.+?):(\d+):(\d+):(.*)$/s.exec(text) ?? []
    if (!file || !message) return { file: miniProgramRoot, message: text }
    return { file: path.join(miniProgramRoot, file), line: Number(line), column: Number(column), message }
  }
}

/** Called directly, because the package's own wrapper hides what wcsc says. */
function styleSheets(program: MiniProgram): Finding[] {
  const sheets = filesBelow(program.root, ['.wxss'])
  const out = mkdtempSync(path.join(tmpdir(), 'boyi-wcsc-'))
  try {
    const { status, stderr } = spawnSync(wcsc(), ['-lc', '-o', path.join(out, 'styles.js'), ...sheets], {
      cwd: program.root,
      encoding: 'utf8',
    })
    return status === 0 ? [] : [{ file: miniProgramRoot, message: stderr.trim() }]
  } finally {
    rmSync(out, { recursive: true })
  }
}

function wcsc(): string {
  const system = { darwin: 'mac/wcsc', win32: 'windows/wcsc.exe' }[process.platform as string] ?? 'linux/wcsc'
  const binary = path.join(path.dirname(require.resolve('miniprogram-compiler')), 'bin', system)
  chmodSync(binary, 0o755) // npm does not keep it executable
  return binary
}
