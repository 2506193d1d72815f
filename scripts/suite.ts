// Runs a suite of tests of its own and ends with `N passed, N failed`: `scripts/suite.ts faults`, `scripts/suite.ts e2e`.
// A suite without a case has failed: nothing was shown.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium } from './chromium.ts'
import { root } from './checks/files.ts'

interface Tally {
  readonly passed: number
  readonly failed: number
}

interface JestResult {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numRuntimeErrorTestSuites: number
}

/** Runs jest with the configuration of the suite; a skipped test counts as failed, since it showed nothing. */
function runJest(config: string, files: readonly string[], env: NodeJS.ProcessEnv): Tally {
  const directory = mkdtempSync(join(tmpdir(), 'operate-suite-'))
  const out = join(directory, 'result.json')
  try {
    const ran = spawnSync(process.execPath, [join(root, 'scripts/dev.mjs'), 'jest', '--config', config, '--verbose', '--json', '--outputFile', out, ...files], { cwd: root, env, stdio: ['ignore', 2, 'inherit'] })
    if (!existsSync(out)) return { passed: 0, failed: 1 }
    const result = JSON.parse(readFileSync(out, 'utf8')) as JestResult
    const failed = result.numFailedTests + result.numPendingTests + result.numRuntimeErrorTestSuites
    return { passed: result.numPassedTests, failed: ran.status === 0 || failed > 0 ? failed : 1 }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** A plain program counts as one case. */
function runPlain(file: string, env: NodeJS.ProcessEnv): Tally {
  const ran = spawnSync(process.execPath, [join(root, file)], { cwd: root, env, stdio: 'inherit' })
  console.log(`${ran.status === 0 ? 'pass' : 'FAIL'}  ${file}`)
  return ran.status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

function filesOf(directory: string, ending: string): readonly string[] {
  if (!existsSync(join(root, directory))) return []
  return readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => `${directory}/${name}`)
    .sort()
}

function runFaults(): Tally {
  return filesOf('test/faults', '.test.ts').length === 0 ? { passed: 0, failed: 0 } : runJest('jest.faults.config.mjs', [], process.env)
}

function runE2e(): Tally {
  const files = filesOf('test/e2e', '.e2e.ts')
  const usesJest = (file: string): boolean => readFileSync(join(root, file), 'utf8').includes("'@jest/globals'")
  if (files.length === 0) return { passed: 0, failed: 0 }
  const chromium = findChromium()
  if (chromium === undefined) console.error('Chromium is missing and could not be installed (that needs root and apt-get): install it, or set CHROMIUM to its path.')
  const env = chromium === undefined ? process.env : { ...process.env, CHROMIUM: chromium, PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH: chromium }
  const jest = files.filter(usesJest)
  const tallies = [
    ...(chromium === undefined ? [{ passed: 0, failed: 1 }] : []),
    ...(jest.length === 0 ? [] : [runJest('jest.e2e.config.mjs', jest, env)]),
    ...files.filter((file) => !usesJest(file)).map((file) => runPlain(file, env)),
  ]
  return tallies.reduce((sum, tally) => ({ passed: sum.passed + tally.passed, failed: sum.failed + tally.failed }))
}

const suite = process.argv[2]
if (suite !== 'faults' && suite !== 'e2e') throw new Error(`No suite is called ${suite ?? '(nothing)'}: it is faults or e2e.`)
const { passed, failed } = suite === 'faults' ? runFaults() : runE2e()
if (passed + failed === 0) console.error(`There is no case in test/${suite}, so nothing was shown.`)
const missing = passed + failed === 0 ? 1 : failed
console.log(`${passed} passed, ${missing} failed`)
process.exitCode = missing === 0 ? 0 : 1
