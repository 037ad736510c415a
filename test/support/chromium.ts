import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium, type Browser } from 'playwright-core'

const MODULE = require.resolve('@sparticuz/chromium')
const { version } = JSON.parse(readFileSync(path.join(MODULE, '../../../package.json'), 'utf8')) as { version: string }

/** Unpacked once per machine and version. */
const HOME = path.join(tmpdir(), `boyi-chromium-${version}`)

/** Says which of the package's libraries to unpack; with this value they are those that a bare Debian lacks. */
const RUNTIME = { AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' }
const UNPACK = 'require(process.argv[1]).executablePath().catch((error) => { console.error(error); process.exit(1) })'

const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none']

/** Starts the Chromium that npm installed: no browser is needed on the machine. */
export async function launchChromium(): Promise<Browser> {
  if (!existsSync(HOME)) unpack()
  return chromium.launch({
    executablePath: path.join(HOME, 'chromium'),
    args: ARGUMENTS,
    env: {
      ...(process.env as Record<string, string>),
      LD_LIBRARY_PATH: path.join(HOME, 'al2023/lib'),
      FONTCONFIG_PATH: path.join(HOME, 'fonts'),
    },
  })
}

/** Unpacks aside and moves the finished folder into place, since several test workers may do so at once. */
function unpack(): void {
  const draft = mkdtempSync(`${HOME}-`)
  execFileSync(process.execPath, ['-e', UNPACK, MODULE], { env: { ...process.env, ...RUNTIME, TMPDIR: draft } })
  writeFileSync(path.join(draft, 'fonts/fonts.conf'), fontConfiguration(path.join(HOME, 'fonts')))
  try {
    renameSync(draft, HOME)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(HOME)) throw error
  }
}

function fontConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}</dir><cachedir>${folder}/cache</cachedir></fontconfig>`
}
