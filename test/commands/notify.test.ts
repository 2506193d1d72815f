import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { programs } from '../../src/adapters/exec/programs.ts'
import { notify } from '../../src/commands/notify.ts'
import type { Context } from '../../src/context.ts'
import type { RunRecorder } from '../../src/recorder.ts'
import { refusedReport, rolledBackReport, successReport } from '../support/sample-report.ts'

describe('telling people', () => {
  let root: string
  let told: (readonly string[])[]
  let warnings: string[]

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'notify-'))
    told = []
    warnings = []
    writeFileSync(join(root, 'tell.mjs'), "import { readFileSync, writeFileSync } from 'node:fs'; writeFileSync('told.json', JSON.stringify({ to: process.env.NOTIFY, report: JSON.parse(readFileSync(0, 'utf8')) }))\n")
  })

  afterEach(() => rmSync(root, { recursive: true, force: true }))

  // Only what `notify` asks of its surroundings; the program is a real one.
  function tell(command: readonly [string, ...string[]] | undefined, report = successReport()): Promise<void> {
    const context = {
      settings: { notifications: { stakeholders: ['ops', '#releases'], ...(command === undefined ? {} : { command }) } },
      programs: programs(),
      repository: { root },
      mask: (text: string) => text.replaceAll('orders', '***'),
      console: { warn: (text: string) => warnings.push(text) },
    } as unknown as Context
    const recorder = { setNotified: (who: readonly string[]) => told.push(who) } as unknown as RunRecorder
    return notify(context, recorder, report)
  }

  const program = [process.execPath, 'tell.mjs'] as const

  it('[F1] gives the report to the program, without secrets, and says who was told', async () => {
    await tell(program)
    expect(told).toEqual([['ops', '#releases']])
    expect(JSON.parse(readFileSync(join(root, 'told.json'), 'utf8'))).toMatchObject({ to: 'ops,#releases', report: { result: 'SUCCESS', service: '***' } })
    await tell(program, rolledBackReport())
    expect(told).toHaveLength(2)
  })

  it('[F1] tells nobody, and claims nothing, without a program or without news', async () => {
    await tell(undefined)
    await tell(program, refusedReport())
    expect(told).toEqual([])
    expect(warnings).toEqual([])
  })

  it('[F1] that fails is a warning with the reason, never an error (L01)', async () => {
    await tell([process.execPath, '-e', 'console.error("no network"); process.exit(3)'])
    await tell(['a-program-that-does-not-exist'])
    expect(told).toEqual([])
    expect(warnings).toEqual([expect.stringContaining('ended with 3: no network'), expect.stringContaining('nobody was told')])
  })
})
