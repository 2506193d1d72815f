// The demo as a newcomer runs it: one command, and what it leaves behind. Takes a minute.
import { describe, expect, it } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../scripts/checks/files.ts'

interface DemoResult {
  readonly ok: boolean
  readonly requests: { readonly answered: number; readonly lostByTool: number }
  readonly scenes: readonly { readonly decision: string; readonly live: string }[]
  readonly labels: Readonly<Record<string, string>>
}

describe('npm run demo', () => {
  it('[K1] lets good releases out, brings bad ones back, rolls back on request, and leaves a report to open', () => {
    const ran = spawnSync(process.execPath, [join(root, 'scripts', 'demo.ts')], { cwd: root, encoding: 'utf8', timeout: 280_000 })
    expect({ status: ran.status, log: ran.status === 0 ? '' : `${ran.stdout}${ran.stderr}` }).toEqual({ status: 0, log: '' })
    const result = JSON.parse(readFileSync(join(root, 'out', 'demo', 'result.json'), 'utf8')) as DemoResult
    expect(result.scenes.map(({ decision, live }) => `${decision}, ${live} live`)).toEqual([
      'deployed, 1.0.0 live',
      'deployed, 2.0.0 live',
      'rolled_back, 2.0.0 live',
      'failed, 2.0.0 live',
      'rolled_back, 1.0.0 live',
    ])
    expect(result.requests.answered).toBeGreaterThan(1000)
    expect(result.requests.lostByTool).toBe(0)
    expect(result.labels).toEqual({ 'task-1': 'workflow:Deployed', 'task-2': 'workflow:Validated', 'task-3': 'workflow:Validated', 'task-4': 'workflow:Validated' })
    expect(readFileSync(join(root, 'out', 'demo', 'report.html'), 'utf8')).toContain('3.0.0')
  })
})
