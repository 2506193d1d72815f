import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { mkdirSync } from 'node:fs'
import { schemaFaults } from '../support/invariants.ts'
import { runCli, runStep, type StepEnded } from '../support/runner.ts'
import { createWorkspace, QUICK_CANARY, quickConfig, type Workspace } from '../support/workspace.ts'

let workspace: Workspace

beforeAll(async () => {
  workspace = createWorkspace({ operate: quickConfig({ production: QUICK_CANARY }) })
  workspace.release({ release: { version: '1.0.0' } })
  await runStep(workspace, { inputs: { 'task-id': 'task-1', version: '1.0.0' } })
  workspace.release({ release: { version: '2.0.0' }, task: 'task-2', title: 'Say hello faster' })
  // What a person has lying about must stay as it is, too.
  workspace.write('notes.txt', 'not committed\n')
})
afterAll(() => workspace.remove())

/** Paths whose bytes or existence a run changed. */
async function changedBy(run: () => Promise<unknown>): Promise<readonly string[]> {
  const before = workspace.fingerprint()
  await run()
  const after = workspace.fingerprint()
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((path) => before[path] !== after[path])
}

describe('a dry run', () => {
  it('[B2] prints every effect in order and changes not one byte', async () => {
    let ran: StepEnded | undefined
    const changed = await changedBy(async () => {
      ran = await runStep(workspace, { inputs: { 'dry-run': 'true', version: '2.0.0' } })
    })
    expect(changed).toEqual([])
    expect(ran?.code).toBe(0)
    expect(ran?.outputs).toMatchObject({ decision: 'planned', 'reason-code': 'dry_run' })
    const { plan } = JSON.parse(ran?.outputs['result'] ?? '') as { plan: readonly { order: number; effect: string; where: string; estimatedSeconds: number }[] }
    expect(plan.map((effect) => effect.order)).toEqual(plan.map((_, index) => index + 1))
    const text = plan.map((effect) => `${effect.where}: ${effect.effect}`).join('\n')
    // Packed, staged, the steps of the canary, tag and label: in this order.
    expect(text).toMatch(/pack service[\s\S]*staging[\s\S]*production[\s\S]*20 %[\s\S]*50 %[\s\S]*100 %[\s\S]*tag 2\.0\.0[\s\S]*move task-2 from Validated/)
    expect(ran?.log).toContain('pack service')
  })

  it('[B2] changes nothing for a deployment and a rollback either', async () => {
    expect(await changedBy(() => runCli(workspace, ['deploy', '--environment', 'staging', '--task-id', 'task-2', '--dry-run']))).toEqual([])
    expect(await changedBy(() => runCli(workspace, ['rollback', '--reason', 'trying', '--dry-run']))).toEqual([])
    expect(await changedBy(() => runCli(workspace, ['finalize', '--task-id', 'task-2', '--dry-run']))).toEqual([])
    expect(await changedBy(() => runCli(workspace, ['package', '--dry-run']))).toEqual([])
    expect(await changedBy(() => runCli(workspace, ['reconcile', '--dry-run']))).toEqual([])
  })

  it('[B2] touches no target: where nothing was ever deployed, nothing is made', async () => {
    const fresh = createWorkspace()
    try {
      fresh.release({ release: { version: '1.0.0' } })
      const ran = await runStep(fresh, { inputs: { 'dry-run': 'true' } })
      expect(ran.outputs).toMatchObject({ decision: 'planned' })
      expect({ targets: fresh.targets(), store: fresh.exists('.flowspec/store'), keys: fresh.exists('.flowspec/keys'), refs: fresh.git('for-each-ref', 'refs/flowspec') }).toEqual({ targets: [], store: false, keys: false, refs: '' })
    } finally {
      await fresh.remove()
    }
  })
})

describe('validate-only', () => {
  it('[B1, B2] writes the validation report and stops', async () => {
    let ran: StepEnded | undefined
    const changed = await changedBy(async () => {
      ran = await runStep(workspace, { inputs: { 'validate-only': 'true', version: '2.0.0' } })
    })
    expect(changed.filter((path) => !path.startsWith('out/operate/'))).toEqual([])
    expect(ran?.outputs).toMatchObject({ decision: 'validated', 'reason-code': 'validate_only', 'task-state': 'Validated' })
    expect(schemaFaults('validation', JSON.parse(ran?.outputs['validation'] ?? ''))).toEqual([])
    expect(ran?.summary).toContain('| production | target | pass |')
  })
})

describe('questions', () => {
  it('[K5] status and verify change nothing', async () => {
    mkdirSync(`${workspace.root}/out/operate`, { recursive: true })
    expect(await changedBy(() => runCli(workspace, ['status']))).toEqual([])
    const live = (await workspace.state('production')).live?.digest ?? ''
    expect((await changedBy(() => runCli(workspace, ['verify', '--digest', live]))).filter((path) => !path.startsWith('out/operate/'))).toEqual([])
  })
})
