// Texts that other people write: into titles, commits, branches, names and reasons. None of them may do anything.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { schemaFaults } from '../support/invariants.ts'
import { runCli, runStep, startStep, type StepEnded } from '../support/runner.ts'
import { createWorkspace, quickConfig, type Workspace } from '../support/workspace.ts'

let workspace: Workspace
let canary: string

beforeAll(() => {
  workspace = createWorkspace({ operate: quickConfig({ staging: false }) })
  canary = join(workspace.home, 'canary')
})
afterAll(() => workspace.remove())

/** Texts that would make a file, forge a line of a log or a record, or leave a folder, if anything took them at their word. */
function texts(): readonly string[] {
  return [
    `$(touch ${canary})`,
    `\`touch ${canary}\``,
    `'; touch ${canary}; '`,
    `"; touch ${canary}; "`,
    `| touch ${canary}`,
    '::set-output name=decision::hacked',
    '##[add-path]/tmp/evil',
    '%0A::add-path::/tmp/evil',
    '</script><script>alert(1)</script><img src=x onerror=alert(1)>',
    '](javascript:alert(1)) @everyone #1 <!-- -->',
    '\u001b[2J\u001b]0;owned\u0007\u202egnp.exe',
    '../../../../etc/passwd',
    '${{ secrets.TOKEN }} {{ x }}',
    'ghadelimiter_x\nname<<ghadelimiter_x\nvalue',
    'line one\r\n::error::forged\nline three',
  ]
}

const HARMLESS = ['group', 'endgroup', 'warning', 'error', 'notice', 'debug']

/** What a run with hostile texts in it must look like from outside. */
function expectInert(ran: StepEnded): void {
  expect(existsSync(canary)).toBe(false)
  expect(ran.commands.filter((command) => !HARMLESS.includes(command.name))).toEqual([])
  expect(ran.commands.filter((command) => command.line.startsWith('::error::forged'))).toEqual([])
  // The old form of a command counts anywhere in a line.
  expect(ran.log).not.toContain('##[add-path]')
  expect(ran.log).not.toMatch(/\u001b\[2J|\u202e|\u0007/)
  expect({ environment: ran.environment, path: ran.path }).toEqual({ environment: {}, path: '' })
  expect(ran.summary).not.toMatch(/<script|<img/)
  expect(ran.outputs['decision']).not.toBe('hacked')
}

function expectInertRecords(): void {
  expect(workspace.read('out/operate/report.html')).not.toMatch(/<script>alert|<img src=x/)
  for (const event of workspace.events()) expect(schemaFaults('event', event)).toEqual([])
  expect(existsSync(join(workspace.root, '..', 'etc'))).toBe(false)
}

describe('hostile texts', () => {
  it('[K4] in the title of a task, the message of a commit, an actor and a reason do nothing, and the release goes out (M01, M02, K11)', async () => {
    for (const [index, text] of texts().entries()) {
      const task = `task-${index + 1}`
      workspace.release({ release: { version: `1.0.${index}` }, task, title: text, message: `feat: ${text}\n\nTask: ${task}` })
      // No control characters pass as a name: a reason and an actor with them are refused before anything begins.
      const plain = text.replace(/[\u0000-\u001f\u007f-\u009f\u202e]+/g, ' ')
      const ran = await runStep(workspace, { inputs: { 'task-id': task, reason: plain, 'skip-tests': 'true', version: `1.0.${index}` }, env: { GITHUB_ACTOR: plain } })
      expectInert(ran)
      expect({ text, decision: ran.outputs['decision'], label: workspace.labels(task).at(-1) }).toEqual({ text, decision: 'deployed', label: 'workflow:Deployed' })
      expectInertRecords()
    }
    expect(await workspace.chain('production')).toEqual([])
  }, 200_000)

  it('[K4] as inputs are refused or taken as the text they are (M01)', async () => {
    const inputs = ['version', 'actor', 'reason', 'task-id', 'environment', 'to', 'config']
    for (const [index, text] of texts().entries()) {
      // Each text in three of the inputs, each input with every third text and more.
      for (const input of [0, 2, 5].map((step) => inputs[(index + step) % inputs.length] ?? 'version')) {
        expectInert(await startStep(workspace, { inputs: { command: 'gate', 'task-id': 'task-1', [input]: text } }).ended)
      }
    }
    expect(existsSync(canary)).toBe(false)
  }, 200_000)

  it('[A6, K4] as the name of a branch do nothing (M02)', async () => {
    for (const branch of ['$(touch${IFS}canary)', ';id;', '`id`', 'a"b', "feature/'x", '##x]', '%0A%0Dx', '-x/--help']) {
      workspace.git('symbolic-ref', 'HEAD', `refs/heads/x/${branch}`)
      workspace.release({ release: { version: '3.0.0', branch }, task: 'task-1', message: 'feat: x\n\nTask: task-1' })
      const ran = await runStep(workspace, { inputs: { version: `3.0.0-${branch.length}.${Math.abs(branch.charCodeAt(0))}` } })
      expectInert(ran)
      expect({ branch, decision: ran.outputs['decision'] }).toEqual({ branch, decision: 'deployed' })
    }
    expect(existsSync(join(workspace.root, 'canary'))).toBe(false)
  }, 100_000)

  it('[K4] as a version that git allows no tag for are refused before anything is deployed (M01)', async () => {
    workspace.git('symbolic-ref', 'HEAD', 'refs/heads/main')
    workspace.release({ release: { version: '4.0.0' }, task: 'task-1', message: 'feat: x\n\nTask: task-1' })
    const before = (await workspace.state('production')).live?.digest
    for (const version of ['a b', 'x..y', 'x~1', 'x^', 'x:y', 'x?', 'x*', 'x[', 'x\\y', '-x', 'x.lock', '@{', 'x'.repeat(300)]) {
      const ran = await runCli(workspace, ['run', '--task-id', 'task-1', `--version=${version}`])
      expect({ version, code: ran.code }).toEqual({ version, code: 2 })
    }
    expect((await workspace.state('production')).live?.digest).toBe(before)
  }, 100_000)

  it('[C5] as a version that another commit has already are refused before anything is deployed', async () => {
    const before = (await workspace.state('production')).live?.digest
    const ran = await runCli(workspace, ['run', '--task-id', 'task-1', '--version', '1.0.1'])
    expect(ran.code).toBe(2)
    expect(ran.log).toContain('v1.0.1')
    expect((await workspace.state('production')).live?.digest).toBe(before)
  })
})
