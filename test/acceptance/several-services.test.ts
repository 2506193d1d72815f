import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { runStep } from '../support/runner.ts'
import { createWorkspace, type Workspace } from '../support/workspace.ts'

const target = '{ process: { command: [node, server.mjs], port: 0, instances: 1, ready: /healthz, drain: 1s, start-limit: 20s } }'
const service = (folder: string, more = ''): string => `
    artifact: { path: ${folder}, stack: files }${more}
    environments:
      production: { target: ${target}, strategy: blue-green, health: { every: 1s }, verification: 0s }`
const OPERATE = `version: 1
services:
  shop:${service('shop')}
  billing:${service('billing')}
  docs:${service('docs-site', '\n    required: false')}
ledger: { lease: 15s }
`

let workspace: Workspace

beforeAll(() => {
  workspace = createWorkspace({ operate: OPERATE, services: { shop: 'shop', billing: 'billing', docs: 'docs-site' } })
  workspace.release({ release: { version: '1.0.0' }, service: 'shop' })
})
afterAll(() => workspace.remove())

describe('a task that several services belong to', () => {
  it('[K4] needs to be told which service, and says which there are', async () => {
    const ran = await runStep(workspace, { inputs: { 'task-id': 'task-1' } })
    expect({ code: ran.code, reason: ran.outputs['reason-code'] }).toEqual({ code: 2, reason: 'bad_input' })
    expect(ran.log).toContain('shop, billing, docs')
  })

  it('[A7] stays Validated while a required service is missing', async () => {
    const ran = await runStep(workspace, { inputs: { 'task-id': 'task-1', service: 'shop', version: '1.0.0' } })
    expect(ran.code).toBe(0)
    expect(ran.outputs['task-state']).toBe('Validated')
    expect(ran.log).toContain('waits for billing')
    expect(workspace.labels('task-1')).toEqual(['backend', 'workflow:Validated'])
  })

  it('[A7, F1] is Deployed once the last required one is verified, each under a tag of its own', async () => {
    const ran = await runStep(workspace, { inputs: { 'task-id': 'task-1', service: 'billing', version: '1.0.0' } })
    expect(ran.code).toBe(0)
    expect(ran.outputs['task-state']).toBe('Deployed')
    expect(workspace.labels('task-1')).toEqual(['backend', 'workflow:Deployed'])
    expect(workspace.git('tag').split('\n')).toEqual(['billing-v1.0.0', 'shop-v1.0.0'])
  })

  it('[A7] and one that is not required can still go out', async () => {
    const ran = await runStep(workspace, { inputs: { 'task-id': 'task-1', service: 'docs', version: '1.0.0', 'skip-state-check': 'true', reason: 'the task is done but for its pages' } })
    expect(ran.code).toBe(0)
    expect(workspace.labels('task-1')).toEqual(['backend', 'workflow:Deployed'])
    expect(await workspace.live('production', 'docs')).toBe(ran.outputs['digest'])
  })
})
