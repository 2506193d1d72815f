import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { OUTPUTS } from '../../src/contract.ts'
import { ask } from '../support/load.ts'
import { brokenInvariants, schemaFaults } from '../support/invariants.ts'
import { runStep } from '../support/runner.ts'
import { createWorkspace, type Workspace } from '../support/workspace.ts'

type Ran = Awaited<ReturnType<typeof runStep>>

let workspace: Workspace
let first: Ran
let again: Ran
let before: Readonly<Record<string, string>>
let after: Readonly<Record<string, string>>
let second: Ran

beforeAll(async () => {
  workspace = createWorkspace()
  workspace.release({ release: { version: '1.0.0' }, title: 'Say hello' })
  first = await runStep(workspace, { inputs: { 'task-id': 'task-1', version: '1.0.0' } })
  before = workspace.fingerprint()
  again = await runStep(workspace, { inputs: { 'task-id': 'task-1', version: '1.0.0' } })
  after = workspace.fingerprint()
  workspace.release({ release: { version: '2.0.0' }, task: 'task-2', title: 'Say hello faster' })
  second = await runStep(workspace, { inputs: { version: '2.0.0' } })
})
afterAll(() => workspace.remove())

describe('a task from Validated to Deployed', () => {
  it('[F2, A7] ends with exit code 0, one sentence and SUCCESS', () => {
    expect({ code: first.code, signal: first.signal }).toEqual({ code: 0, signal: undefined })
    expect(first.outputs).toMatchObject({ decision: 'deployed', 'reason-code': 'ok', environment: 'production', version: '1.0.0', 'task-state': 'Deployed' })
    expect(first.summary).toMatch(/^\*\*SUCCESS:\*\* 1\.0\.0 is live and verified in production; task-1 is Deployed\./)
    expect(first.log).toContain('SUCCESS')
  })

  it('[F2] shows a row for each stage, and who was told', () => {
    for (const stage of ['validation', 'build', 'staging', 'production', 'verification', 'finalize']) expect(first.summary).toMatch(new RegExp(`\\| ${stage} \\| passed \\|`))
    expect(first.summary).toContain('#hello-releases')
  })

  it('[F2, G1] says what was live before and how to go back, once there is something to go back to', () => {
    expect(first.outputs).not.toHaveProperty('previous-version')
    expect(second.outputs).toMatchObject({ 'previous-version': '1.0.0', version: '2.0.0' })
    expect(second.outputs['rollback-command']).toContain(`--to ${first.outputs['digest'] ?? ''}`)
    expect(second.summary).toContain('rollback')
  })

  it('[F3] puts out every key of the contract, and nothing else', () => {
    expect(Object.keys(second.outputs).sort()).toEqual(Object.keys(OUTPUTS).sort())
    expect(schemaFaults('result', JSON.parse(second.outputs['result'] ?? ''))).toEqual([])
    expect(schemaFaults('validation', JSON.parse(second.outputs['validation'] ?? ''))).toEqual([])
  })

  it('[C1] names the digest, the size and the checksum of every file', () => {
    expect(first.outputs['digest']).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(Number(first.outputs['size'])).toBeGreaterThan(0)
    expect(first.outputs['checksums']?.split('\n').map((line) => line.slice(66))).toEqual(expect.arrayContaining(['server.mjs', 'release.json']))
  })

  it('[A7, A8] moves the label of the Backlog.md task and leaves the rest of the file to its people', () => {
    expect(workspace.labels('task-1')).toEqual(['backend', 'workflow:Deployed'])
    expect(workspace.read('backlog/tasks/task-1 - Task.md')).toContain('Something a person wrote.')
  })

  it('[A6] finds the task of the second release in the commit when no input names it', () => {
    expect(workspace.labels('task-2')).toEqual(['backend', 'workflow:Deployed'])
  })

  it('[F1, C5] tags the commit that is live', () => {
    expect(workspace.git('rev-parse', 'v2.0.0^{commit}')).toBe(workspace.head())
    expect(workspace.git('rev-parse', 'v1.0.0^{commit}')).toBe(workspace.git('rev-parse', 'HEAD~1'))
    expect(workspace.read('CHANGELOG.md')).toMatch(/2\.0\.0[\s\S]*1\.0\.0/)
  })

  it('[E6] runs the digest that it put out, and answers with the version', async () => {
    expect(await workspace.live('production')).toBe(second.outputs['digest'])
    expect(await workspace.live('staging')).toBe(second.outputs['digest'])
    expect(await ask(`${workspace.address('production')}/version`)).toMatchObject({ status: 200, version: '2.0.0' })
  })

  it('[F3] leaves every record, each as its schema says', () => {
    for (const environment of ['staging', 'production']) {
      for (const record of ['deployment-manifest', 'rollback-manifest', 'health-report']) {
        expect(schemaFaults(record, workspace.json(`deploy/records/hello/${environment}/${record}.json`))).toEqual([])
      }
    }
    expect(schemaFaults('registry', workspace.json('deploy/records/registry.json'))).toEqual([])
    expect(schemaFaults('result', workspace.json('out/operate/result.json'))).toEqual([])
    expect(workspace.read('.logs/deployment/say-hello-deploy.log')).toContain('1.0.0')
    expect(workspace.read('docs/runbooks/say-hello-runbook.md')).toContain('hello')
    expect(workspace.read('out/operate/report.html')).toContain('2.0.0')
  })

  it('[F3] lists in its report only records that are there', () => {
    const { records } = JSON.parse(second.outputs['result'] ?? '') as { records: readonly string[] }
    expect(records.length).toBeGreaterThan(8)
    expect(records.filter((path) => !workspace.exists(path))).toEqual([])
  })

  it('[I1] tells it in events, in order, each as its schema says', () => {
    const events = workspace.events()
    for (const event of events) expect(schemaFaults('event', event)).toEqual([])
    const end = events.findIndex((event) => event.event_type === 'meta_workflow.completed')
    const types = events.slice(0, end + 1).map((event) => event.event_type).filter((type) => !type.startsWith('sub_workflow.'))
    expect(types).toEqual([
      'meta_workflow.started',
      'deployment.started',
      'deploy.started',
      'deploy.verified',
      'deploy.started',
      'deploy.promoted',
      'deploy.verified',
      'deploy.completed',
      'deployment.completed',
      'meta_workflow.completed',
    ])
  })

  it('[K5] keeps a ledger whose chain holds, with the lock free', async () => {
    expect(await brokenInvariants(workspace, { task: 'task-2' })).toEqual([])
    expect((await workspace.entries('production')).length).toBeGreaterThan(10)
  })

  it('[G2] leaves nothing running but the supervisor and its releases (I12), and nothing for the post step to do', () => {
    expect(first.left).toEqual([])
    expect(first.after).toMatchObject({ code: 0, summary: '', outputs: {} })
  })

  it('[F1] writes neither variables nor paths into the job', () => {
    expect([first, second].map(({ environment, path }) => ({ environment, path }))).toEqual([{ environment: {}, path: '' }, { environment: {}, path: '' }])
    expect(first.commands.filter((command) => !['group', 'endgroup', 'warning'].includes(command.name))).toEqual([])
  })
})

describe('the same run again', () => {
  it('[A7, F1] finds everything done (I11)', () => {
    expect(again.code).toBe(0)
    expect(again.outputs).toMatchObject({ decision: 'nothing_to_do', 'reason-code': 'already_done', digest: first.outputs['digest'] })
  })

  it('[F3] changes nothing but what says that it ran (I11)', () => {
    const changed = Object.keys(after).filter((path) => after[path] !== before[path])
    expect(changed.filter((path) => !/^(all refs|\.git\/|out\/operate\/|\.logs\/|\.flowspec\/events\.jsonl$|deploy\/records\/registry\.json$)/.test(path))).toEqual([])
    const refs = (all = ''): readonly string[] => all.split('\n').filter((line) => !line.includes('refs/flowspec/'))
    expect(refs(after['all refs'])).toEqual(refs(before['all refs']))
    expect(Object.keys(before).filter((path) => !(path in after))).toEqual([])
  })
})
