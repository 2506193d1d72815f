import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { startLoad } from '../support/load.ts'
import { brokenInvariants } from '../support/invariants.ts'
import { runCli, runStep } from '../support/runner.ts'
import { createWorkspace, QUICK_CANARY, quickConfig, type Workspace } from '../support/workspace.ts'

type Ran = Awaited<ReturnType<typeof runStep>>

/** Events of the last run, without its stages. */
function lastRun(workspace: Workspace): readonly string[] {
  const types = workspace.events().map((event) => event.event_type)
  return types.slice(types.lastIndexOf('deployment.started')).filter((type) => !type.startsWith('sub_workflow.'))
}

function incidents(workspace: Workspace): readonly string[] {
  return workspace.exists('docs/incidents') ? readdirSync(join(workspace.root, 'docs/incidents')) : []
}

describe('a release that is bad', () => {
  let workspace: Workspace
  let good: string

  beforeAll(async () => {
    workspace = createWorkspace({ operate: quickConfig({ production: QUICK_CANARY }) })
    workspace.release({ release: { version: '1.0.0' } })
    good = (await runStep(workspace, { inputs: { 'task-id': 'task-1', version: '1.0.0' } })).outputs['digest'] ?? ''
  })
  afterAll(() => workspace.remove())

  it('[D3] and does not start fails in staging: production is not touched, the label stays', async () => {
    workspace.release({ release: { version: '2.0.0', failToStart: true }, task: 'task-2', title: 'Use a database' })
    const before = await workspace.entries('production')
    const ran = await runStep(workspace, { inputs: { 'task-id': 'task-2', version: '2.0.0' } })
    expect(ran.code).toBe(1)
    expect(ran.outputs).toMatchObject({ decision: 'failed', 'reason-code': 'candidate_unhealthy', 'task-state': 'Validated' })
    // The log's tail is where the cause is.
    expect(ran.log).toContain('the setting DATABASE_URL is missing')
    expect(await workspace.live('staging')).toBe(good)
    expect(await workspace.live('production')).toBe(good)
    expect((await workspace.entries('production')).length).toBe(before.length)
    expect(workspace.labels('task-2')).toEqual(['backend', 'workflow:Validated'])
    expect(workspace.git('tag')).toBe('v1.0.0')
    expect(ran.summary).toMatch(/\| production \| skipped \|/)
    expect(ran.left).toEqual([])
  })

  it('[D3] and fails its smoke check in staging is taken away again', async () => {
    workspace.write('.flowspec/operate.yml', workspace.read('.flowspec/operate.yml').replace('    health: { every: 1s }\n  production', '    health: { every: 1s }\n    smoke: { limit: 2s, checks: [{ name: core, http: { path: /, body: goodbye } }] }\n  production'))
    workspace.release({ release: { version: '2.1.0' }, task: 'task-2', title: 'Use a database' })
    const ran = await runStep(workspace, { inputs: { 'task-id': 'task-2', version: '2.1.0' } })
    expect(ran.outputs).toMatchObject({ 'reason-code': 'smoke_failed', 'task-state': 'Validated' })
    expect(ran.code).toBe(1)
    expect([await workspace.live('staging'), await workspace.live('production')]).toEqual([good, good])
    workspace.git('checkout', '--quiet', 'HEAD~1', '--', '.flowspec/operate.yml')
    workspace.commit('fix: the smoke check')
  })

  it('[E5, G3, G1] and fails under traffic is rolled back by itself, quarantined, and leaves an incident', async () => {
    workspace.release({ release: { version: '3.0.0', failOneIn: 3 }, task: 'task-3', title: 'Price orders' })
    const load = startLoad(workspace.address('production'), { keepAlive: 3, fresh: 1, pauseMs: 4 })
    const ran = await runStep(workspace, { inputs: { 'task-id': 'task-3', version: '3.0.0' } }).finally(() => load.stop())
    expect(ran.code).toBe(1)
    expect(ran.outputs).toMatchObject({ decision: 'rolled_back', 'reason-code': 'evidence_against', 'task-state': 'Validated', version: '1.0.0' })
    expect(load.tally.lost).toBe(0)
    expect(await workspace.live('production')).toBe(good)
    expect((await workspace.state('production')).quarantine.map((one) => one.digest)).toEqual([ran.outputs['digest']])
    expect(workspace.labels('task-3')).toEqual(['backend', 'workflow:Validated'])
    expect(lastRun(workspace)).toEqual(expect.arrayContaining(['deploy.failed', 'deploy.rolled_back']))
    expect(lastRun(workspace)).not.toContain('deploy.completed')
    const [incident = ''] = incidents(workspace).filter((name) => name.includes('production'))
    expect(workspace.read(join('docs/incidents', incident))).toMatch(/3\.0\.0[\s\S]*1\.0\.0/)
    expect(workspace.git('tag')).toBe('v1.0.0')
    expect(ran.summary).toMatch(/^\*\*ROLLED BACK:\*\*/)
    expect(await brokenInvariants(workspace, { task: 'task-3' })).toEqual([])
  })

  it('[G3] and is quarantined is refused, by name, until someone lifts that with a reason', async () => {
    const refused = await runStep(workspace, { inputs: { 'task-id': 'task-3', version: '3.0.0' } })
    expect({ code: refused.code, reason: refused.outputs['reason-code'] }).toEqual({ code: 2, reason: 'quarantined' })
    expect(await workspace.live('production')).toBe(good)
    const silent = await runStep(workspace, { inputs: { 'task-id': 'task-3', 'allow-quarantined': 'true' } })
    expect({ code: silent.code, reason: silent.outputs['reason-code'] }).toEqual({ code: 2, reason: 'bad_input' })

    // Without traffic the canary of this release cannot be told from a good one, and an idle one may not pass either.
    const lifted = await runStep(workspace, { inputs: { command: 'deploy', environment: 'production', 'task-id': 'task-3', 'allow-quarantined': 'true', reason: 'the cause was the load test', 'dry-run': 'true' } })
    expect(lifted.outputs['decision']).toBe('planned')
    expect((await workspace.state('production')).quarantine).toHaveLength(1)
    const load = startLoad(workspace.address('production'), { keepAlive: 3, fresh: 1, pauseMs: 4 })
    const ran = await runStep(workspace, { inputs: { command: 'deploy', environment: 'production', 'task-id': 'task-3', 'allow-quarantined': 'true', reason: 'the cause was the load test' } }).finally(() => load.stop())
    // It goes out, is as bad as before, and is quarantined again; the override is on record.
    expect(ran.outputs).toMatchObject({ decision: 'rolled_back' })
    const kinds = (await workspace.entries('production')).flatMap((entry) => (entry.event.kind === 'overridden' || entry.event.kind === 'quarantine-lifted' ? [entry.event] : []))
    expect(kinds).toMatchObject([{ kind: 'quarantine-lifted' }, { kind: 'overridden', override: { what: 'quarantine', actor: 'dana', reason: 'the cause was the load test' } }])
    expect((await workspace.state('production')).quarantine).toHaveLength(1)
  })
})

describe('the first release of a service', () => {
  it('[E5] that fails leaves nothing live, no label moved, and says so (J03)', async () => {
    const workspace = createWorkspace({ operate: quickConfig({ staging: false }) })
    try {
      workspace.release({ release: { version: '1.0.0', failToStart: true } })
      const ran = await runStep(workspace, { inputs: { 'task-id': 'task-1' } })
      expect(ran.code).toBe(1)
      expect(ran.outputs['decision']).toBe('failed')
      expect(ran.log).toMatch(/nothing was live before and nothing is now\./i)
      expect((await workspace.observe('production'))?.releases.filter((release) => release.weight > 0) ?? []).toEqual([])
      expect(workspace.labels('task-1')).toEqual(['backend', 'workflow:Validated'])
      expect((await workspace.state('production')).lease).toBeUndefined()
      expect(ran.left).toEqual([])
    } finally {
      await workspace.remove()
    }
  })
})

describe('a rollback that a person asks for', () => {
  let workspace: Workspace
  let first: Ran
  let second: Ran

  beforeAll(async () => {
    workspace = createWorkspace({ operate: quickConfig({ more: 'gate: { tests: [[node, -e, "process.exit(require(\'fs\').existsSync(\'red\') ? 1 : 0)"]] }' }) })
    workspace.release({ release: { version: '1.0.0' } })
    first = await runStep(workspace, { inputs: { 'task-id': 'task-1', version: '1.0.0' } })
    workspace.release({ release: { version: '2.0.0' }, task: 'task-2', title: 'Say hello faster' })
    second = await runStep(workspace, { inputs: { 'task-id': 'task-2', version: '2.0.0' } })
  })
  afterAll(() => workspace.remove())

  it('[G1] needs a reason', async () => {
    const ran = await runStep(workspace, { inputs: { command: 'rollback' } })
    expect({ code: ran.code, reason: ran.outputs['reason-code'] }).toEqual({ code: 2, reason: 'bad_input' })
    expect(await workspace.live('production')).toBe(second.outputs['digest'])
  })

  it('[G1, B2] stops after the validation when asked to', async () => {
    const ran = await runStep(workspace, { inputs: { command: 'rollback', reason: 'trying', 'validate-only': 'true' } })
    expect(ran.outputs['decision']).toBe('validated')
    expect(await workspace.live('production')).toBe(second.outputs['digest'])
  })

  it('[G1] to a digest that was never verified here is refused', async () => {
    const ran = await runStep(workspace, { inputs: { command: 'rollback', reason: 'trying', to: `sha256:${'1'.repeat(64)}` } })
    expect({ code: ran.code, reason: ran.outputs['reason-code'] }).toEqual({ code: 2, reason: 'no_rollback_target' })
  })

  it('[G1, A7, I1] brings the release before back, moves the label of the one that went, and leaves records', async () => {
    // Red tests are about the checkout; they must not stand between production and the release that worked.
    workspace.write('red', '')
    const ran = await runStep(workspace, { inputs: { command: 'rollback', reason: 'customers see an old price' } })
    workspace.git('clean', '--quiet', '-fd')
    expect(ran.code).toBe(0)
    expect(ran.outputs).toMatchObject({ decision: 'rolled_back', 'reason-code': 'ok', 'previous-version': '2.0.0' })
    expect(await workspace.live('production')).toBe(first.outputs['digest'])
    expect(await workspace.live('staging')).toBe(second.outputs['digest'])
    expect(workspace.labels('task-2')).toEqual(['backend', 'workflow:Validated'])
    expect(workspace.labels('task-1')).toEqual(['backend', 'workflow:Deployed'])
    expect(lastRun(workspace)).toEqual(['deployment.started', 'deploy.started', 'deploy.verified', 'deploy.rolled_back', 'deployment.completed'])
    expect((await workspace.state('production')).live).toMatchObject({ command: 'rollback', reason: 'customers see an old price', actor: 'dana' })
    expect(ran.left).toEqual([])
  })

  it('[G1] to what is live already changes nothing (J08)', async () => {
    const before = (await workspace.entries('production')).length
    const ran = await runStep(workspace, { inputs: { command: 'rollback', reason: 'again', to: first.outputs['digest'] ?? '' } })
    expect(ran.code).toBe(0)
    expect(ran.outputs).toMatchObject({ decision: 'nothing_to_do', 'reason-code': 'already_done' })
    expect((await workspace.entries('production')).length).toBe(before)
  })

  it('[G1] of an environment to which nothing was ever deployed is refused', async () => {
    const fresh = createWorkspace()
    try {
      const ran = await runCli(fresh, ['rollback', '--reason', 'trying'])
      expect(ran.code).toBe(2)
      expect(ran.log).toContain('nothing was ever deployed to production')
    } finally {
      await fresh.remove()
    }
  })

  it('[A7, F1] lets the task go out again afterwards', async () => {
    const ran = await runStep(workspace, { inputs: { 'task-id': 'task-2', version: '2.0.0' } })
    expect(ran.outputs).toMatchObject({ decision: 'deployed', 'task-state': 'Deployed' })
    expect(await workspace.live('production')).toBe(second.outputs['digest'])
    expect(workspace.labels('task-2')).toEqual(['backend', 'workflow:Deployed'])
  })
})
