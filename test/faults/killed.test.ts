// A run that vanishes: killed by the runner, by the kernel, or with its machine.
import { describe, expect, it } from '@jest/globals'
import { startLoad } from '../support/load.ts'
import { brokenInvariants } from '../support/invariants.ts'
import { runCli, runStep, startStep, type Step } from '../support/runner.ts'
import { createWorkspace, QUICK_CANARY, quickConfig, type Workspace } from '../support/workspace.ts'

interface Scene {
  readonly workspace: Workspace
  /** What was live before. */
  readonly good: string
}

/** A repository of its own for each case: they spend their time waiting for leases to run out, and do so together. */
async function scene<T>(body: (scene: Scene) => Promise<T>): Promise<T> {
  const workspace = createWorkspace({ operate: quickConfig({ production: QUICK_CANARY }) })
  try {
    workspace.release({ release: { version: '1.0.0' } })
    const { digest: good = 'none' } = (await runStep(workspace, { inputs: { 'task-id': 'task-1', version: '1.0.0' } })).outputs
    expect(await workspace.live('production')).toBe(good)
    workspace.release({ release: { version: '2.0.0' }, task: 'task-2', title: 'Say hello faster' })
    return await body({ workspace, good })
  } finally {
    await workspace.remove()
  }
}

/** Kills a run while a fifth of the traffic is on the new release. */
async function killInCanary({ workspace }: Scene): Promise<Step> {
  const step = startStep(workspace, { inputs: { 'task-id': 'task-2', version: '2.0.0' } })
  await step.says('20 % of the traffic goes to 2.0.0')
  step.signal('SIGKILL')
  expect(await step.ended).toMatchObject({ signal: 'SIGKILL' })
  const weights = (await workspace.observe('production'))?.releases.map((release) => release.weight)
  expect(weights).toEqual(expect.arrayContaining([20, 80]))
  return step
}

describe('a run that is killed in its canary', () => {
  it.concurrent('[G2, E5] is rolled back by the post step, which says so, and loses no request (D03)', () => scene(async (here) => {
    const { workspace, good } = here
    const load = startLoad(workspace.address('production'), { keepAlive: 2, fresh: 1, pauseMs: 10 })
    const step = await killInCanary(here)
    const after = await step.post()
    await load.stop()
    expect(after.code).toBe(0)
    expect(after.summary).toContain('did not end by itself')
    expect({ live: await workspace.live('production'), lost: load.tally.lost }).toEqual({ live: good, lost: 0 })
    expect(workspace.read('.logs/deployment/hello-deploy.log')).toContain('reconcile')
    expect(await brokenInvariants(workspace, { task: 'task-2' })).toEqual([])
  }))

  it.concurrent.each([
    ['is gone', {}],
    ['is not what was written', { run: 'x\n::set-output name=a::b', done: 'maybe' }],
  ])('[G2] is rolled back by a post step whose state %s, once the lease has run out (D11)', (_, state) => scene(async (here) => {
    const { workspace, good } = here
    const step = await killInCanary(here)
    const after = await step.post(state)
    expect(after.code).toBe(0)
    expect(after.commands.filter((command) => command.name === 'set-output')).toEqual([])
    expect(await workspace.live('production')).toBe(good)
    expect(await brokenInvariants(workspace, { task: 'task-2' })).toEqual([])
  }))

  it.concurrent('[G2] is rolled back by reconcile when the machine never came to its post step (D04)', () => scene(async (here) => {
    const { workspace, good } = here
    await killInCanary(here)
    const early = await runCli(workspace, ['reconcile', '--lock-timeout', '1s'])
    // The lease says that it may still be at work; nothing is taken from it before it has run out.
    expect(early.code).toBe(2)
    expect((await workspace.state('production')).current).toBeDefined()
    const ran = await runCli(workspace, ['reconcile', '--lock-timeout', '60s'])
    expect(ran.code).toBe(0)
    expect(ran.log).toContain('finished an interrupted rollout')
    expect(await workspace.live('production')).toBe(good)
    expect(await brokenInvariants(workspace, { task: 'task-2' })).toEqual([])
    expect((await runCli(workspace, ['reconcile'])).log).toContain('nothing to repair')
  }))

  it.concurrent('[G2, A7] is finished by the next run, which then brings its own release out (D04)', () => scene(async (here) => {
    const { workspace } = here
    await killInCanary(here)
    const load = startLoad(workspace.address('production'), { keepAlive: 3, fresh: 1, pauseMs: 4 })
    const ran = await runCli(workspace, ['run', '--task-id', 'task-2', '--version', '2.0.0', '--lock-timeout', '60s'])
    await load.stop()
    expect(ran.code).toBe(0)
    expect(ran.log).toContain('finishing that first')
    expect({ labels: workspace.labels('task-2'), lost: load.tally.lost }).toEqual({ labels: ['backend', 'workflow:Deployed'], lost: 0 })
    expect(await brokenInvariants(workspace, { task: 'task-2' })).toEqual([])
  }))

  it.concurrent('[G1, G2] is rolled back by a person who asks for the release before', () => scene(async (here) => {
    const { workspace, good } = here
    await killInCanary(here)
    const ran = await runCli(workspace, ['rollback', '--reason', 'the runner died', '--to', good, '--lock-timeout', '60s'])
    expect(ran.code).toBe(0)
    expect(await workspace.live('production')).toBe(good)
    expect(await brokenInvariants(workspace, { task: 'task-2' })).toEqual([])
  }))
})

describe('a label move that was cut off', () => {
  it.concurrent('[A4, A7] is finished by reconcile the way the ledger says (K05)', () => scene(async (here) => {
    const { workspace } = here
    const path = 'backlog/tasks/task-1 - Task.md'
    workspace.write(path, workspace.read(path).replace('"workflow:Deployed"', 'workflow:Deployed').replace('workflow:Deployed', 'workflow:Deployed\n  - workflow:Validated'))
    expect((await runCli(workspace, ['reconcile'])).code).toBe(0)
    expect(workspace.labels('task-1')).toEqual(['backend', 'workflow:Deployed'])
  }))
})
