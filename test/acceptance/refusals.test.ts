import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runCli, runStep, type StepOptions } from '../support/runner.ts'
import { createWorkspace, quickConfig, type Workspace } from '../support/workspace.ts'

let workspace: Workspace
let commit: string

beforeAll(() => {
  workspace = createWorkspace()
  workspace.release({ release: { version: '1.0.0' } })
  commit = workspace.head()
})
beforeEach(() => {
  workspace.git('reset', '--quiet', '--hard', commit)
  workspace.git('clean', '--quiet', '-fd')
})
afterAll(() => workspace.remove())

/** A refusal starts nothing: no target, no artifact; only the report, its log and the ledger's words about a bypass may be new. */
function nothingStarted(): unknown {
  return { targets: workspace.targets(), store: workspace.exists('.flowspec/store/index.json'), tags: workspace.git('tag') }
}
const NOTHING = { targets: [], store: false, tags: '' }

async function refused(options: StepOptions): Promise<{ readonly code: number | undefined; readonly reason: string | undefined; readonly log: string; readonly summary: string }> {
  const ran = await runStep(workspace, options)
  expect(nothingStarted()).toEqual(NOTHING)
  expect(ran.outputs['decision']).toBe('refused')
  return { code: ran.code, reason: ran.outputs['reason-code'], log: ran.log, summary: ran.summary }
}

function labelled(...labels: readonly string[]): void {
  workspace.release({ release: { version: '1.0.0' }, labels })
}

describe('the state of the task', () => {
  it('[A3] in another state is refused with the state, what is needed, what is valid and the way round', async () => {
    labelled('workflow:Planned')
    const { code, reason, log } = await refused({ inputs: { 'task-id': 'task-1' } })
    expect({ code, reason }).toEqual({ code: 2, reason: 'wrong_state' })
    expect(log).toContain('the task is Planned; operate needs Validated')
    expect(log).toMatch(/From Planned these are valid: /)
    expect(log).toContain('skip-state-check')
  })

  it('[A4] with two workflow labels is refused, both named', async () => {
    labelled('workflow:Validated', 'workflow:Planned')
    const { code, reason, log } = await refused({ inputs: { 'task-id': 'task-1' } })
    expect({ code, reason }).toEqual({ code: 2, reason: 'ambiguous_state' })
    expect(log).toContain('workflow:Validated, workflow:Planned')
  })

  it('[A1] is compared letter by letter (A07)', async () => {
    labelled('workflow:validated')
    expect(await refused({ inputs: { 'task-id': 'task-1' } })).toMatchObject({ code: 2, reason: 'wrong_state' })
  })

  it('[A6] of a task that is not there is refused with its name', async () => {
    const { code, reason, log } = await refused({ inputs: { 'task-id': 'task-404' } })
    expect({ code, reason }).toEqual({ code: 2, reason: 'task_not_found' })
    expect(log).toContain('there is no task task-404')
  })

  it('[A6] of a commit that names two tasks is refused, both named', async () => {
    workspace.commit('feat: two things\n\nTask: task-1\nTask: task-2')
    const { reason, log } = await refused({})
    expect(reason).toBe('task_not_found')
    expect(log).toContain('task-1, task-2')
  })
})

describe('the constitution', () => {
  it.each(['Medium', 'Heavy'])('[A9] of tier %s with an unvalidated part stops the run and names the part', async (tier) => {
    workspace.write('memory/constitution.md', `# Constitution\n\nTIER: ${tier}\n\nNEEDS_VALIDATION: data retention\n`)
    const { code, reason, log } = await refused({ inputs: { 'task-id': 'task-1' } })
    expect({ code, reason }).toEqual({ code: 2, reason: 'constitution_unvalidated' })
    expect(log).toContain('data retention')
    expect(log).toContain(tier === 'Medium' ? 'confirm-unvalidated' : 'skip-validation')
  })

  it('[A9] of tier Heavy is not confirmed away', async () => {
    workspace.write('memory/constitution.md', '# Constitution\n\nTIER: Heavy\n\nNEEDS_VALIDATION: data retention\n')
    expect(await refused({ inputs: { 'task-id': 'task-1', 'confirm-unvalidated': 'true', reason: 'in a hurry' } })).toMatchObject({ code: 2 })
  })

  it('[A9] of tier Medium goes on when confirmed', async () => {
    workspace.write('memory/constitution.md', '# Constitution\n\nTIER: Medium\n\nNEEDS_VALIDATION: data retention\n')
    const ran = await runStep(workspace, { inputs: { command: 'gate', 'task-id': 'task-1', 'confirm-unvalidated': 'true', reason: 'seen by legal' } })
    expect(ran.outputs).toMatchObject({ decision: 'validated' })
    expect(ran.summary).toContain('seen by legal')
  })
})

describe('the gate', () => {
  const failing = 'gate: { tests: [{ name: unit, command: [node, -e, "console.error(\'two tests failed\'); process.exit(3)"] }] }'

  it('[B1] refuses when a test command fails, with what it said', async () => {
    workspace.write('.flowspec/operate.yml', quickConfig({ more: failing }))
    const { code, reason, log } = await refused({ inputs: { 'task-id': 'task-1' } })
    expect({ code, reason }).toEqual({ code: 2, reason: 'tests_failed' })
    expect(log).toContain('two tests failed')
  })

  it('[B1] lets skip-tests skip that one gate, and shows it', async () => {
    workspace.write('.flowspec/operate.yml', quickConfig({ more: failing }))
    const ran = await runStep(workspace, { inputs: { command: 'gate', 'task-id': 'task-1', 'skip-tests': 'true', reason: 'flaky machine' } })
    expect(ran.outputs).toMatchObject({ decision: 'validated' })
    expect(ran.summary).toContain('bypassed by dana')
  })

  it('[B1] names every missing prerequisite, not only the first', async () => {
    workspace.write('.flowspec/operate.yml', quickConfig({ more: 'gate: { programs: [no-such-program, "node >= 99"], environment: [NO_SUCH_VARIABLE] }' }))
    const { code, summary } = await refused({ inputs: { 'task-id': 'task-1' } })
    expect(code).toBe(2)
    for (const name of ['no-such-program', 'node', 'NO.{2}SUCH.{2}VARIABLE']) expect(summary).toMatch(new RegExp(`\\| ${name} \\|[^\\n]*\\*\\*fail\\*\\*`))
  })
})

describe('what was given', () => {
  it('[K4] is refused with every mistake of every file at once, each with its place', async () => {
    workspace.write('.flowspec/operate.yml', quickConfig().replace('strategy: blue-green', 'strategy: bluegreen').replace('port: 0', 'port: 99999').replace('version: 1', 'version: 1\nservcie: x'))
    workspace.write('flowspec_workflow.yml', 'version: "1.1"\nstates: 7\n')
    const { code, reason, log } = await refused({ inputs: { 'task-id': 'task-1' } })
    expect({ code, reason }).toEqual({ code: 2, reason: 'bad_input' })
    for (const found of ['bluegreen', '99999', 'servcie', 'states']) expect(log).toContain(found)
    const places = [...log.matchAll(/^::error [^\n]*file=([^,]+),line=(\d+),col=(\d+)/gm)].map(([, file]) => file)
    expect(places.filter((file) => file === '.flowspec/operate.yml').length).toBeGreaterThanOrEqual(3)
    expect(places).toContain('flowspec_workflow.yml')
  })

  it('[K4] is refused with every wrong input at once, nothing guessed (M03, M05)', async () => {
    const { code, reason, log } = await refused({ inputs: { 'dry-run': 'yes', 'lock-timeout': '10', digest: 'sha256:abc', noop: 'true' } })
    expect({ code, reason }).toEqual({ code: 2, reason: 'bad_input' })
    for (const found of ['dry-run', 'lock-timeout', 'digest', 'noop']) expect(log).toContain(found)
  })

  it('[K4] is refused where there is no configuration, with one to begin from (M06)', async () => {
    workspace.git('rm', '--quiet', '.flowspec/operate.yml')
    const { reason, log } = await refused({ inputs: { 'task-id': 'task-1' } })
    expect(reason).toBe('bad_input')
    expect(log).toContain('service: shop')
  })

  it('[K4] is refused when it names an environment that is not there, with those that are', async () => {
    const ran = await runCli(workspace, ['deploy', '--environment', 'prod', '--task-id', 'task-1'])
    expect(ran.code).toBe(2)
    expect(ran.log).toContain('staging, production')
    expect(nothingStarted()).toEqual(NOTHING)
  })

  it('[K4] is refused on a command line with a near name for an unknown flag (M05)', async () => {
    const ran = await runCli(workspace, ['run', '--task-idd', 'task-1'])
    expect(ran.code).toBe(2)
    expect(ran.log).toContain('--task-id')
    expect(nothingStarted()).toEqual(NOTHING)
  })

  it('[C2] is refused when the artifact would hold a secret', async () => {
    workspace.write('service/.env', 'PAYMENT_TOKEN=ghp_0123456789abcdefghijklmnopqrstuvwxyzAB\n')
    workspace.commit('feat: configure\n\nTask: task-1')
    const ran = await runStep(workspace, { inputs: { 'task-id': 'task-1' } })
    expect({ code: ran.code, reason: ran.outputs['reason-code'], targets: workspace.targets() }).toEqual({ code: 2, reason: 'artifact_unsafe', targets: [] })
    expect(ran.log).toContain('.env')
    expect(ran.log).not.toContain('ghp_0123456789')
  })
})

describe('a bypass', () => {
  it('[A3] of the state check goes through, and is in the ledger and the report with actor and reason', async () => {
    const own = createWorkspace()
    try {
      own.release({ release: { version: '1.0.0' }, labels: ['workflow:In Implementation'] })
      const ran = await runStep(own, { inputs: { 'task-id': 'task-1', 'skip-state-check': 'true', reason: 'hotfix for the outage' } })
      expect(ran.outputs).toMatchObject({ decision: 'deployed', 'task-state': 'Deployed' })
      expect(own.labels('task-1')).toEqual(['backend', 'workflow:Deployed'])
      const overrides = (await own.entries('production')).flatMap((entry) => (entry.event.kind === 'overridden' ? [entry.event.override] : []))
      expect(overrides).toMatchObject([{ what: 'skip-state-check', actor: 'dana', reason: 'hotfix for the outage' }])
      expect(ran.summary).toContain('hotfix for the outage')
      expect(own.read('out/operate/report.html')).toContain('hotfix for the outage')
    } finally {
      await own.remove()
    }
  })

  it('[B1] of the tests is in the ledger with actor and reason', async () => {
    const own = createWorkspace()
    try {
      own.release({ release: { version: '1.0.0' } })
      await runStep(own, { inputs: { 'task-id': 'task-1', 'skip-tests': 'true', reason: 'flaky machine' } })
      const overrides = (await own.entries('production')).flatMap((entry) => (entry.event.kind === 'overridden' ? [entry.event.override] : []))
      expect(overrides).toMatchObject([{ what: 'skip-tests', actor: 'dana', reason: 'flaky machine' }])
    } finally {
      await own.remove()
    }
  })

  it('[A3] needs a reason', async () => {
    labelled('workflow:Planned')
    const { code, reason, log } = await refused({ inputs: { 'task-id': 'task-1', 'skip-state-check': 'true' } })
    expect({ code, reason }).toEqual({ code: 2, reason: 'bad_input' })
    expect(log).toContain('reason')
  })
})

describe('the place', () => {
  it('[K4] outside a repository is refused in one sentence (D16)', async () => {
    writeFileSync(join(workspace.home, 'plain.txt'), '')
    const ran = await runCli(workspace, ['run', '--working-directory', workspace.home])
    expect(ran.code).toBeGreaterThan(0)
    expect(ran.log).toContain('git repository')
    expect(ran.log).not.toMatch(/\n\s+at /)
  })
})
