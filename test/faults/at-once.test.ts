// Two runs that want the same environment at the same time.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { setTimeout as sleep } from 'node:timers/promises'
import { startLoad } from '../support/load.ts'
import { brokenInvariants } from '../support/invariants.ts'
import { runCli, runStep, startStep } from '../support/runner.ts'
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

describe('two runs at once', () => {
  it('[E1] of the same release: both end well, and it went out once (C01)', async () => {
    const load = startLoad(workspace.address('production'), { keepAlive: 3, fresh: 1, pauseMs: 4 })
    const both = await Promise.all([runStep(workspace, { inputs: INPUTS, job: 'a' }), runStep(workspace, { inputs: INPUTS, job: 'b' })])
    await load.stop()
    expect(both.map((ran) => ran.code)).toEqual([0, 0])
    expect(load.tally.lost).toBe(0)
    const began = (await workspace.entries('production')).filter((entry) => entry.event.kind === 'rollout-began')
    expect(began).toHaveLength(2)
    expect(await brokenInvariants(workspace, { task: 'task-2' })).toEqual([])
  })

  it('[E1] of two releases to one environment: one after the other, none mixed into the other (C01)', async () => {
    const digests: string[] = []
    for (const version of ['3.0.0', '3.1.0']) {
      workspace.release({ release: { version }, task: 'task-2', title: 'Say hello faster' })
      digests.push((await runStep(workspace, { inputs: { command: 'package', version } })).outputs['digest'] ?? '')
    }
    const runs = await Promise.all(digests.map((digest) => runCli(workspace, ['deploy', '--environment', 'staging', '--task-id', 'task-2', '--digest', digest])))
    expect(runs.map((ran) => ran.code)).toEqual([0, 0])
    const kinds = (await workspace.entries('staging')).map((entry) => entry.event.kind).reverse().filter((kind) => kind === 'rollout-began' || kind === 'rollout-ended')
    expect(kinds.slice(-4)).toEqual(['rollout-began', 'rollout-ended', 'rollout-began', 'rollout-ended'])
    expect(digests).toContain(await workspace.live('staging'))
    expect(await brokenInvariants(workspace, { task: 'task-2' })).toEqual([])
  })

  it('[E1] where one may not wait long enough: it is told who holds the lock, and changes nothing (C21)', async () => {
    const holder = startStep(workspace, { inputs: INPUTS })
    await holder.says('20 % of the traffic goes to 2.0.0')
    const weights = async (): Promise<unknown> => (await workspace.observe('production'))?.releases.map((release) => [release.digest, release.weight])
    const before = await weights()
    const other = await runStep(workspace, { inputs: { command: 'deploy', environment: 'production', 'task-id': 'task-2', 'lock-timeout': '1s' } })
    expect({ code: other.code, reason: other.outputs['reason-code'] }).toEqual({ code: 2, reason: 'lock_timeout' })
    expect(other.log).toContain('Held by run gh-')
    expect(await weights()).toEqual(before)
    await holder.cancel()
    expect(await brokenInvariants(workspace, { task: 'task-2' })).toEqual([])
  })

  it('[E1] where the first one sleeps past its lease: the second waits for it, and both end well (C11, D19)', async () => {
    const load = startLoad(workspace.address('production'), { keepAlive: 3, fresh: 1, pauseMs: 4 })
    const sleeper = startStep(workspace, { inputs: INPUTS })
    await sleeper.says('20 % of the traffic goes to 2.0.0')
    sleeper.signal('SIGSTOP')
    const expires = (await workspace.state('production')).lease?.expiresAt ?? 0
    const second = runStep(workspace, { inputs: { command: 'deploy', environment: 'production', 'task-id': 'task-2', 'lock-timeout': '120s' } })
    await sleep(Math.max(0, expires - Date.now()) + 2_000)
    // It lives, so nobody may take its lock; it sleeps, so nothing moves.
    expect((await workspace.state('production')).lease?.expiresAt).toBe(expires)
    sleeper.signal('SIGCONT')
    const first = await sleeper.ended
    expect({ first: first.code, second: (await second).code }).toEqual({ first: 0, second: 0 })
    await load.stop()
    expect(load.tally.lost).toBe(0)
    expect(await brokenInvariants(workspace, { task: 'task-2' })).toEqual([])
  })
})
