import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { maskOf } from '../src/adapters/console/mask.ts'
import { OUTPUTS } from '../src/contract.ts'
import { SUMMARY_LIMIT } from '../src/domain/report/summary.ts'
import { createOutputs, outputValues, publish } from '../src/outputs.ts'
import { hostileReport, longRolloutReport, withTexts } from './support/hostile-report.ts'
import { dryRunReport, refusedReport, rolledBackReport, sampleDigest, successReport } from './support/sample-report.ts'

const FILES = ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY', 'GITHUB_STATE'] as const

/** Reads a runner's file as the runner does: `name<<delimiter`, lines, `delimiter`. */
function parseFile(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n')
  const found: Record<string, string> = {}
  while (lines.length > 0) {
    const [name, delimiter] = String(lines.shift()).split('<<')
    if (name === undefined || delimiter === undefined) continue
    const end = lines.indexOf(delimiter)
    found[name] = lines.splice(0, end).join('\n')
    lines.shift()
  }
  return found
}

describe('the outputs of an action', () => {
  let folder = ''
  let env: Record<string, string> = {}
  const before = Object.fromEntries(FILES.map((name) => [name, process.env[name]]))
  const warnings: string[] = []
  const warn = (text: string): void => void warnings.push(text)
  const file = (name: (typeof FILES)[number]): string => readFileSync(join(folder, name), 'utf8')

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'outputs-'))
    warnings.length = 0
    env = Object.fromEntries(FILES.map((name) => [name, join(folder, name)]))
    for (const name of FILES) writeFileSync(join(folder, name), '')
    // The toolkit reads the paths from the process.
    Object.assign(process.env, env)
  })

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
    for (const name of FILES) {
      const old = before[name]
      if (old === undefined) delete process.env[name]
      else process.env[name] = old
    }
  })

  it('are the keys of the contract and nothing else', () => {
    expect(Object.keys(outputValues(successReport(), { reportPath: 'r.html' })).sort()).toEqual(Object.keys(OUTPUTS).sort())
  })

  it('[C1] name digest, size and checksums of the artifact', () => {
    const values = outputValues(successReport())
    expect(values.digest).toBe(sampleDigest('7c'))
    expect(values.size).toBe('486400')
    expect(values.checksums?.split('\n')[0]).toBe(`${'10'.repeat(32)}  dist/server.js`)
    const report = successReport()
    const odd = { ...report, artifact: { ...report.artifact, files: [{ path: 'a\\b\nc\rd', size: 1, digest: sampleDigest('00'), executable: false }] } } as typeof report
    expect(outputValues(odd).checksums).toBe(`\\${'00'.repeat(32)}  a\\\\b\\nc\\rd\n`)
  })

  it('say which version is live and in which state the task is', () => {
    expect(outputValues(successReport())).toMatchObject({ version: '2.5.0', 'previous-version': '2.4.1', 'task-state': 'Deployed', environment: 'production' })
    expect(outputValues(rolledBackReport())).toMatchObject({ version: '2.4.1', 'task-state': 'Validated' })
    expect(outputValues(refusedReport())).toEqual({ decision: 'refused', 'reason-code': 'bad_input', result: JSON.stringify(refusedReport()) })
    const { artifact, environment, ...rest } = successReport()
    expect([artifact?.size, environment]).toEqual([486_400, 'production'])
    expect(outputValues(rest)).toMatchObject({ digest: sampleDigest('7c'), environment: 'production' })
  })

  it('fit together into what a job may put out, however large the report is (K13)', () => {
    const report = longRolloutReport(5000)
    const { artifact } = successReport()
    const files = Array.from({ length: 20_000 }, (_, index) => ({ path: `file-${index}`, size: 1, digest: sampleDigest('0a'), executable: false }))
    const values = outputValues({ ...report, ...(artifact === undefined ? {} : { artifact: { ...artifact, files } }), rollback_command: 'x'.repeat(1_000_000) })
    const units = Object.entries(values).reduce((sum, [key, value]) => sum + key.length + value.length, 0)
    expect(units * 2).toBeLessThan(1_000_000)
    expect(values.checksums).toMatch(/\n# \d+ more in result\.json\n$/u)
    expect(() => JSON.parse(String(values.result))).not.toThrow()
  })

  it('reach the files of the runner as they are, whatever they hold (M01)', async () => {
    const writer = createOutputs({ env, warn })
    for (let turn = 0; turn < 5; turn += 1) {
      writeFileSync(join(folder, 'GITHUB_OUTPUT'), '')
      const values = outputValues(hostileReport(turn), { reportPath: 'out/operate/report.html' })
      await writer.set(values)
      expect(parseFile(file('GITHUB_OUTPUT'))).toEqual(values)
    }
    await writer.state('phase', 'line\nGITHUB<<x')
    expect(parseFile(file('GITHUB_STATE'))).toEqual({ phase: 'line\nGITHUB<<x' })
    expect(warnings).toEqual([])
  })

  it('are written with the summary in one go, without secrets, and JSON stays JSON (M08)', async () => {
    const mask = maskOf(['Limit orders per customer', '"'])
    await publish(createOutputs({ env, warn }), successReport(), { reportPath: 'r.html', mask })
    const values = parseFile(file('GITHUB_OUTPUT'))
    expect(JSON.parse(String(values.result))).toMatchObject({ task: { title: '***' } })
    expect(file('GITHUB_OUTPUT') + file('GITHUB_STEP_SUMMARY')).not.toContain('Limit orders')
    expect(file('GITHUB_STEP_SUMMARY').startsWith('**SUCCESS:** ')).toBe(true)
    await publish(createOutputs({ env, warn }), dryRunReport())
    expect(file('GITHUB_STEP_SUMMARY')).toContain('**PLANNED:** ')
  })

  it('leave out a summary that would make the runner refuse all of it (K12)', async () => {
    const writer = createOutputs({ env, warn })
    await writer.summary('a'.repeat(SUMMARY_LIMIT - 10))
    await writer.summary('b'.repeat(11))
    expect(file('GITHUB_STEP_SUMMARY')).toHaveLength(SUMMARY_LIMIT - 10)
    expect(warnings).toEqual([`The job summary could not be written: it would be larger than ${SUMMARY_LIMIT} bytes`])
    await publish(createOutputs({ env: { GITHUB_STEP_SUMMARY: join(folder, 'fresh') }, warn }), withTexts(successReport(), () => 'x'.repeat(100_000)))
    expect(readFileSync(join(folder, 'fresh'), 'utf8').length).toBeLessThanOrEqual(SUMMARY_LIMIT)
  })

  it('warn and go on when a file cannot be written, because the deployment is done by then', async () => {
    rmSync(folder, { recursive: true })
    const writer = createOutputs({ env, warn })
    await writer.set({ decision: 'deployed' })
    await writer.summary('x')
    await writer.state('a', 'b')
    expect(warnings.map((text) => text.split(' could not')[0])).toEqual(['The output decision', 'The job summary', 'The state a'])
  })

  it('are not written at all on a command line', async () => {
    const writer = createOutputs({ env: { GITHUB_STATE: '' }, warn })
    await writer.set({ decision: 'deployed' })
    await writer.summary('x')
    await writer.state('a', 'b')
    expect([...FILES.map(file), ...warnings]).toEqual(['', '', ''])
  })
})
