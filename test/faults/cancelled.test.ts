// A job that is cancelled: the runner signals this one process, waits 7.5 s and 2.5 s, and then kills it.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { startLoad } from '../support/load.ts'
import { brokenInvariants } from '../support/invariants.ts'
import { runCli, runStep, startCli, startStep } from '../support/runner.ts'
import { createWorkspace, QUICK_CANARY, quickConfig, type Workspace } from '../support/workspace.ts'

let workspace: Workspace

beforeEach(async () => {
  workspace = createWorkspace({ operate: quickConfig({ production: QUICK_CANARY }) })
  workspace.release({ release: { version: '1.0.0' } })
  expect((await runStep(workspace, { inputs: { 'task-id': 'task-1', version: '1.0.0' } })).code).toBe(0)
  workspace.release({ release: { version: '2.0.0' }, task: 'task-2', title: 'Say hello faster' })
})
afterEach(() => workspace.remove())

const INPUTS = { 'task-id': 'task-2', version: '2.0.0' }
const IN_CANARY = '20 % of the traffic goes to 2.0.0'

describe('a run that is cancelled', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('[E5, G2] by %s in the canary gives all traffic back within the seconds it has, losing no request (D01, D02)', async (signal) => {
    const { live } = await workspace.state('production')
    const load = startLoad(workspace.address('production'), { keepAlive: 2, fresh: 1, pauseMs: 10 })
    const step = startStep(workspace, { inputs: INPUTS })
    await step.says(IN_CANARY)
    step.signal(signal)
    const ended = await step.ended
    await load.stop()
    // It ended by itself: nobody had to kill it.
    expect({ code: ended.code, signal: ended.signal }).toEqual({ code: 130, signal: undefined })
    expect(ended.outputs).toMatchObject({ 'reason-code': 'cancelled', 'task-state': 'Validated', version: '1.0.0' })
    expect(load.tally.lost).toBe(0)
    expect(await workspace.live('production')).toBe(live?.digest)
    expect((await workspace.state('production')).quarantine).toEqual([])
    expect(await brokenInvariants(workspace, { task: 'task-2' })).toEqual([])
    const after = await step.post()
    expect({ code: after.code, summary: after.summary }).toEqual({ code: 0, summary: '' })
  })

  it('[G2] as the runner does it needs no kill, and a second signal hurts nothing (D08)', async () => {
    const step = startStep(workspace, { inputs: INPUTS })
    await step.says(IN_CANARY)
    step.signal('SIGINT')
    const ended = await step.cancel()
    expect(ended.code).toBe(130)
    expect(await brokenInvariants(workspace, { task: 'task-2' })).toEqual([])
  })

  it('[G2] while it builds ends the build with all that it started (D01, D17)', async () => {
    const build = 'build: [sh, -c, "sleep 300 & sleep 301"]'
    workspace.write('.flowspec/operate.yml', workspace.read('.flowspec/operate.yml').replace('stack: files }', `stack: files, ${build} }`))
    const step = startStep(workspace, { inputs: INPUTS })
    await step.says('build: sh')
    const ended = await step.cancel()
    expect({ code: ended.code, reason: ended.outputs['reason-code'] }).toEqual({ code: 130, reason: 'cancelled' })
    expect(await brokenInvariants(workspace, { task: 'task-2' })).toEqual([])
  })

  it('[D3, G2] in staging takes the candidate away and leaves production alone (D01)', async () => {
    const before = (await workspace.entries('production')).length
    const smoke = '    smoke: { limit: 60s, checks: [{ name: core, http: { path: /, body: goodbye } }] }\n'
    workspace.write('.flowspec/operate.yml', workspace.read('.flowspec/operate.yml').replace('  production:', `${smoke}  production:`))
    const step = startStep(workspace, { inputs: INPUTS })
    await step.says('staging: 2.0.0 is up and healthy')
    const ended = await step.cancel()
    expect(ended.code).toBe(130)
    expect((await workspace.entries('production')).length).toBe(before)
    expect(await brokenInvariants(workspace, { task: 'task-2' })).toEqual([])
  })

  it('[E1, G2] while it waits for the lock changes nothing (D01, C21)', async () => {
    const holder = startStep(workspace, { inputs: INPUTS })
    await holder.says(IN_CANARY)
    const other = startCli(workspace, ['deploy', '--task-id', 'task-2', '--environment', 'production'])
    await other.says('Held by')
    other.signal('SIGINT')
    expect((await other.ended).code).toBe(130)
    await holder.cancel()
    expect(await brokenInvariants(workspace, { task: 'task-2' })).toEqual([])
  })

  it('[A7, F1] can be run again and then goes out', async () => {
    const step = startStep(workspace, { inputs: INPUTS })
    await step.says(IN_CANARY)
    await step.cancel()
    const load = startLoad(workspace.address('production'), { keepAlive: 3, fresh: 1, pauseMs: 4 })
    const ran = await runCli(workspace, ['run', '--task-id', 'task-2', '--version', '2.0.0'])
    await load.stop()
    expect({ code: ran.code, lost: load.tally.lost, labels: workspace.labels('task-2') }).toEqual({ code: 0, lost: 0, labels: ['backend', 'workflow:Deployed'] })
    expect(await brokenInvariants(workspace, { task: 'task-2' })).toEqual([])
  })
})
