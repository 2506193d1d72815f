// What runs dies without anybody having asked for it: a worker, a supervisor, a machine.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { setTimeout as sleep } from 'node:timers/promises'
import { readJsonFile } from '../../src/adapters/targets/process/durable-file.ts'
import { lives, type ProcessIdentity } from '../../src/adapters/targets/process/identity.ts'
import { guardianFile, readSaved, workerFile } from '../../src/adapters/targets/process/places.ts'
import { brokenInvariants } from '../support/invariants.ts'
import { runCli, runStep } from '../support/runner.ts'
import { createWorkspace, type Workspace } from '../support/workspace.ts'

let workspace: Workspace
let good: string | undefined

beforeEach(async () => {
  workspace = createWorkspace()
  workspace.release({ release: { version: '1.0.0' } })
  expect((await runStep(workspace, { inputs: { 'task-id': 'task-1', version: '1.0.0' } })).code).toBe(0)
  good = await workspace.live('production')
})
afterEach(() => workspace.remove())

type Part = 'guardian' | 'worker' | 'release'

/** Kills parts of a target at once, as nothing but a kernel does, and waits until they are gone. */
async function kill(environment: string, parts: readonly Part[]): Promise<void> {
  const directory = workspace.directory(environment)
  const identities = parts.flatMap((part): readonly ProcessIdentity[] => {
    if (part === 'release') return readSaved(directory)?.processes.map((process) => process.identity) ?? []
    return [readJsonFile(part === 'guardian' ? guardianFile(directory) : workerFile(directory)) as ProcessIdentity]
  })
  expect(identities.length).toBeGreaterThanOrEqual(parts.length)
  for (const { pid } of identities) process.kill(pid, 'SIGKILL')
  while (identities.some(lives)) await sleep(20)
}

const MACHINE: readonly Part[] = ['guardian', 'worker', 'release']

describe('a target whose machine was restarted', () => {
  it('[G2, E6] is brought back by reconcile to what the ledger says (I33)', async () => {
    await kill('staging', MACHINE)
    await kill('production', MACHINE)
    expect(await workspace.live('production')).toBeUndefined()
    const ran = await runCli(workspace, ['reconcile'])
    expect(ran.code).toBe(0)
    expect(ran.log).toContain('production: 1.0.0 is live again')
    expect(await workspace.live('production')).toBe(good)
    expect(await brokenInvariants(workspace)).toEqual([])
  })

  it('[E1, E6] is deployed to as if nothing had happened (I33)', async () => {
    await kill('production', MACHINE)
    workspace.release({ release: { version: '2.0.0' }, task: 'task-2', title: 'Say hello faster' })
    const ran = await runStep(workspace, { inputs: { 'task-id': 'task-2', version: '2.0.0' } })
    expect(ran.outputs).toMatchObject({ decision: 'deployed', 'previous-version': '1.0.0' })
    expect(await brokenInvariants(workspace, { task: 'task-2' })).toEqual([])
  })

  it('[G1] is rolled back on', async () => {
    workspace.release({ release: { version: '2.0.0' }, task: 'task-2', title: 'Say hello faster' })
    await runStep(workspace, { inputs: { 'task-id': 'task-2', version: '2.0.0' } })
    await kill('production', MACHINE)
    const ran = await runCli(workspace, ['rollback', '--reason', 'the machine went down with it'])
    expect(ran.code).toBe(0)
    expect(await workspace.live('production')).toBe(good)
    expect(workspace.labels('task-2')).toEqual(['backend', 'workflow:Validated'])
  })
})

describe('a target that loses a part', () => {
  it.each<readonly [string, readonly Part[]]>([
    ['worker', ['worker']],
    ['guardian', ['guardian']],
    ['release', ['release']],
    ['supervisor', ['guardian', 'worker']],
  ])('[E2] its %s: the next deployment works and what runs is what the ledger says (I32, I33)', async (_, parts) => {
    await kill('production', parts)
    workspace.release({ release: { version: '2.0.0' }, task: 'task-2', title: 'Say hello faster' })
    const ran = await runStep(workspace, { inputs: { 'task-id': 'task-2', version: '2.0.0' } })
    expect({ code: ran.code, decision: ran.outputs['decision'] }).toEqual({ code: 0, decision: 'deployed' })
    expect(await brokenInvariants(workspace, { task: 'task-2' })).toEqual([])
  })
})
