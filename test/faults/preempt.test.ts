import { afterEach, describe, expect, it } from '@jest/globals'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { openSession, type Session } from '../../src/session.ts'
import { deploymentOf, rolloutOf } from '../domain/ledger/samples.ts'
import { brokenInvariants } from '../support/invariants.ts'
import { runCli, startCli, type Ended } from '../support/runner.ts'
import { createWorkspace, quickConfig, QUICK_CANARY, type Workspace } from '../support/workspace.ts'

const why = ['--reason', 'errors on the dashboard']
let workspace: Workspace
afterEach(() => workspace.remove())

async function deployed(version: string, task: string): Promise<Ended> {
  workspace.release({ release: { version }, task })
  return runCli(workspace, ['run', '--task-id', task, '--version', version])
}

async function expectDeployed(version: string, task: string): Promise<string> {
  const ran = await deployed(version, task)
  if (ran.code !== 0) throw new Error(ran.log)
  return String(await workspace.live('production'))
}

/** What was said, whatever the width of the terminal. */
function said(ran: Ended): string {
  return ran.log.replace(/\s+/g, ' ')
}

describe('a rollback while something else has the lock', () => {
  it('[G1] (C18) stops the deployment under way, and what was live before it stays', async () => {
    workspace = createWorkspace({ operate: quickConfig({ staging: false, production: QUICK_CANARY }) })
    const before = await expectDeployed('1.0.0', 'task-1')
    workspace.release({ release: { version: '2.0.0' }, task: 'task-2' })
    const deploying = startCli(workspace, ['run', '--task-id', 'task-2', '--version', '2.0.0'])
    await deploying.says('20 % of the traffic goes to 2.0.0')
    const [rollback, deploy] = await Promise.all([runCli(workspace, ['rollback', ...why]), deploying.ended])

    expect(said(rollback)).toContain('2.0.0 was stopped in production before it was verified; 1.0.0 is live.')
    expect(rollback.code).toBe(0)
    expect(deploy.code).toBe(130)
    expect(said(deploy)).toContain('asked to stop: errors on the dashboard')
    expect(await workspace.live('production')).toBe(before)
    expect(workspace.labels('task-2')).toContain('workflow:Validated')
    const state = await workspace.state('production')
    expect({ lease: state.lease, current: state.current, abort: state.abort, quarantine: state.quarantine }).toEqual({ quarantine: [] })
    expect(state.deployments.map((one) => [one.version, one.command, one.outcome])).toEqual([['2.0.0', 'deploy', 'rolled-back'], ['1.0.0', 'deploy', 'verified']])
    expect((await workspace.entries('production')).map((entry) => entry.event.kind)).toContain('abort-requested')
    expect(await brokenInvariants(workspace, { task: 'task-2' })).toEqual([])
  })

  it('[G1] (C18) changes nothing when it is only planned', async () => {
    workspace = createWorkspace({ operate: quickConfig({ staging: false, production: QUICK_CANARY }) })
    await expectDeployed('1.0.0', 'task-1')
    workspace.release({ release: { version: '2.0.0' }, task: 'task-2' })
    const deploying = startCli(workspace, ['run', '--task-id', 'task-2', '--version', '2.0.0'])
    await deploying.says('20 % of the traffic goes to 2.0.0')
    await runCli(workspace, ['rollback', ...why, '--dry-run'])
    expect((await workspace.entries('production')).map((entry) => entry.event.kind)).not.toContain('abort-requested')
    deploying.signal('SIGHUP')
    expect(said(await deploying.ended)).toContain('the terminal of this run was closed')
    expect(await workspace.state('production')).not.toHaveProperty('current')
  })

  it('[G1] (C19) is done once when two ask for it at the same time', async () => {
    workspace = createWorkspace({ operate: quickConfig({ staging: false }) })
    const before = await expectDeployed('1.0.0', 'task-1')
    await expectDeployed('2.0.0', 'task-2')
    const both = await Promise.all([runCli(workspace, ['rollback', ...why]), runCli(workspace, ['rollback', ...why])])
    expect(both.map((ran) => ran.code)).toEqual([0, 0])
    expect(await workspace.live('production')).toBe(before)
    const { deployments } = await workspace.state('production')
    expect(deployments.filter((one) => one.command === 'rollback' && one.outcome === 'verified')).toHaveLength(1)
    expect(workspace.labels('task-2')).toContain('workflow:Validated')
  })
})

describe('a rollback on a machine in trouble', () => {
  it('[G1] is warned and not stopped by what only building and testing need: space, programs, credentials, tests, staging', async () => {
    const gate = 'gate: { tests: [[git, no-such-command]], programs: [no-such-program], environment: [NO_SUCH_VARIABLE], free-space: 999999GiB }'
    workspace = createWorkspace({ operate: quickConfig({ staging: false }) })
    const before = await expectDeployed('1.0.0', 'task-1')
    await expectDeployed('2.0.0', 'task-2')
    workspace.write('.flowspec/operate.yml', quickConfig({ more: gate }))
    const ran = await runCli(workspace, ['rollback', ...why])
    expect(said(ran)).toContain('production runs 1.0.0 again, verified')
    expect(ran.code).toBe(0)
    expect(await workspace.live('production')).toBe(before)
  })
})

describe('reconcile', () => {

  /** A lock taken an hour ago by a run of which nothing can be told. */
  async function lockOfAGoneRun(environment: string): Promise<Session> {
    const clock = { ...systemClock(), now: () => Date.now() - 3_600_000 }
    const run = { id: 'gone', attempt: 1, host: 'build-7', pid: 1 }
    return openSession({
      store: workspace.ledger,
      probe: { state: () => Promise.resolve('unknown') },
      clock,
      key: { service: 'hello', environment },
      run,
      actor: 'pat',
      commit: workspace.head(),
      leaseSeconds: 15,
      lockTimeoutMs: 0,
      signal: new AbortController().signal,
      onWait: () => undefined,
    })
  }

  it('[G2] breaks an expired lock whose holder nobody can ask after, only when a person says why', async () => {
    workspace = createWorkspace({ operate: quickConfig({ staging: false }) })
    const before = await expectDeployed('1.0.0', 'task-1')
    await lockOfAGoneRun('production')
    const refused = await runCli(workspace, ['reconcile', '--lock-timeout', '1s'])
    expect(refused.code).toBe(2)
    expect(said(refused)).toContain('run `flowspec-operate reconcile` with a --reason')
    const mended = await runCli(workspace, ['reconcile', '--lock-timeout', '5s', '--reason', 'build-7 was scrapped'])
    expect(said(mended)).toContain('production: broke the lock of gone')
    expect(mended.code).toBe(0)
    expect((await workspace.entries('production')).map((entry) => entry.event)).toContainEqual({ kind: 'lease-broken', actor: expect.any(String), reason: 'build-7 was scrapped' })
    expect(await workspace.chain('production')).toEqual([])
    expect(await workspace.state('production')).not.toHaveProperty('lease')
    expect(await workspace.live('production')).toBe(before)
  })

  it('[G2] does not call in order what was left in an environment that the configuration no longer names', async () => {
    workspace = createWorkspace({ operate: quickConfig({ staging: false }) })
    const session = await lockOfAGoneRun('production-eu')
    await session.append({ kind: 'rollout-began', deployment: deploymentOf(), rollout: rolloutOf() })
    const ran = await runCli(workspace, ['reconcile'])
    expect(ran.code).toBe(2)
    expect(said(ran)).toContain('production-eu has a rollout of 1.4.2 that was left at 10 % (watching), and .flowspec/operate.yml does not name production-eu any more')
  })
})
