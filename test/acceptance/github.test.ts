// The same product with its tasks in issues and its ledger on refs of GitHub: built code, a fake GitHub over HTTP, real targets.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mistakesOf } from '../support/github/openapi.ts'
import type { FakeGitHub } from '../support/github/server.ts'
import { addUser, label, unlabel } from '../support/github/state.ts'
import { DEPLOYED, startTeam, VALIDATED, type Team } from '../support/github/team.ts'
import { runStep, startStep, type StepOptions } from '../support/runner.ts'
import type { Workspace } from '../support/workspace.ts'

let team: Team
let workspace: Workspace
let fake: FakeGitHub

beforeEach(async () => {
  team = await startTeam()
  ;({ workspace, fake } = team)
})

afterEach(() => team.close())

const count = (method: string, ...statuses: readonly number[]): number => fake.calls.filter((call) => call.method === method && (statuses.length === 0 || statuses.includes(call.status))).length

describe('a task that is an issue', () => {
  it('[A1, A6, A7] goes from Validated to Deployed, with the ledger on refs of GitHub, and a second run finds it done', async () => {
    const ran = await runStep(workspace, team.step())
    // The numbers of docs/guides/github.md: users pay them out of a limit that other jobs share.
    expect(count('GET', 200, 404)).toBeLessThanOrEqual(20)
    expect(count('POST') + count('PATCH') + count('DELETE')).toBeLessThanOrEqual(52)
    expect(ran.log).toContain('SUCCESS')
    expect(ran.outputs).toMatchObject({ decision: 'deployed', 'reason-code': 'ok', 'task-state': 'Deployed', version: expect.any(String) })
    expect(team.labels()).toEqual(['backend', DEPLOYED])
    expect([...fake.state.refs.keys()].toSorted()).toEqual(['refs/flowspec/hello/build', 'refs/flowspec/hello/production', 'refs/flowspec/hello/staging'])
    expect(await team.history()).toEqual(expect.arrayContaining(['lease-taken', 'rollout-began', 'rollout-ended', 'finalized', 'lease-released']))
    expect(workspace.git('for-each-ref', 'refs/flowspec')).toBe('')
    expect(ran.outputs['validation']).toContain('workflow:Validated by dana (write)')
    expect(fake.calls.flatMap(mistakesOf)).toEqual([])
    expect(ran.log).not.toContain(fake.token)

    const before = team.labels()
    fake.calm()
    const again = await runStep(workspace, team.step())
    expect(again.outputs).toMatchObject({ decision: 'nothing_to_do', 'reason-code': 'already_done' })
    expect(team.labels()).toEqual(before)
    expect(await workspace.live('production')).toBe(ran.outputs['digest'])
  })

  it('[A7, B2] stays as it is in a dry run, and goes back to Validated when its release is rolled back', async () => {
    await runStep(workspace, team.step())
    team.task(18)
    team.release('2.0.0')
    fake.calm()
    const planned = await runStep(workspace, team.step({ inputs: { 'task-id': '18', 'dry-run': 'true' } }))
    expect(planned.outputs).toMatchObject({ decision: 'planned' })
    expect(fake.calls.filter((call) => call.method !== 'GET')).toEqual([])
    const second = await runStep(workspace, team.step({ inputs: { 'task-id': '18' } }))
    expect([second.outputs['decision'], team.labels(18)]).toEqual(['deployed', [DEPLOYED]])
    const back = await runStep(workspace, team.step({ inputs: { command: 'rollback', environment: 'production', reason: 'too fast' } }))
    expect(back.outputs).toMatchObject({ decision: 'rolled_back', 'reason-code': 'ok' })
    expect(team.labels(18)).toEqual([VALIDATED])
    expect(team.labels()).toEqual(['backend', DEPLOYED])
  })

  it('(C01, A10) is deployed once when two runs race for it', async () => {
    const runs = [startStep(workspace, team.step()), startStep(workspace, team.step())]
    const ended = await Promise.all(runs.map((run) => run.ended))
    expect(ended.map((one) => one.outputs['decision']).toSorted()).toContain('deployed')
    expect(team.labels()).toEqual(['backend', DEPLOYED])
    const kinds = await team.history()
    expect(kinds.filter((kind) => kind === 'rollout-began')).toHaveLength(1)
    expect(kinds.filter((kind) => kind === 'finalized')).toHaveLength(1)
  })
})

describe('a label', () => {
  async function refused(options: StepOptions = team.step()): Promise<{ readonly reason: string | undefined; readonly log: string }> {
    const ran = await runStep(workspace, options)
    expect(ran.outputs['decision']).toBe('refused')
    expect([team.labels().includes(DEPLOYED), fake.state.refs.size, await workspace.live('production')]).toEqual([false, 0, undefined])
    return { reason: ran.outputs['reason-code'], log: ran.log }
  }

  it('[A5] (A01, A02, A09) does nothing from someone who may not, from a form, and once it is gone', async () => {
    const eve = addUser(fake.state, 'eve', 'triage')
    unlabel(fake.state, 17, VALIDATED, team.dana)
    label(fake.state, 17, VALIDATED, eve)
    expect(await refused()).toMatchObject({ reason: 'actor_not_authorized', log: expect.stringContaining('eve has the role triage; write is needed') })
    unlabel(fake.state, 17, VALIDATED, eve)
    expect(await refused()).toMatchObject({ reason: 'wrong_state' })
    label(fake.state, 17, VALIDATED, team.dana)
    expect(await refused(team.step({ event: { action: 'opened', issue: { number: 17 } } }))).toMatchObject({ reason: 'actor_not_authorized' })
    unlabel(fake.state, 17, VALIDATED, team.dana)
    const bypass = { env: { GITHUB_API_URL: fake.baseUrl, GITHUB_ACTOR: 'eve' }, inputs: { 'skip-state-check': 'true', reason: 'because' } }
    expect(await refused(team.step(bypass))).toMatchObject({ reason: 'actor_not_authorized', log: expect.stringContaining('to go on without the label') })
    expect(await refused(team.step({ event: {}, inputs: { 'task-id': '18' } }))).toMatchObject({ reason: 'task_not_found' })
  })

  it('[A5] (A05) counts no more in production when its giver lost the role meanwhile', async () => {
    fake.fault({ on: 'GET collaborators/dana/permission', nth: 2, what: { kind: 'meanwhile', change: (state) => void state.roles.set('dana', { permission: 'read', role: 'triage' }) } })
    const ran = await runStep(workspace, team.step())
    expect(ran.outputs).toMatchObject({ decision: 'refused', 'reason-code': 'actor_not_authorized' })
    expect([await workspace.live('production'), team.labels()]).toEqual([undefined, ['backend', VALIDATED]])
    expect(await workspace.live('staging')).toBe(ran.outputs['digest'])
  })
})

describe('what the runner provides', () => {
  it.each([
    ['is missing', undefined],
    ['is empty', ''],
    ['is cut off', '{"action":"labeled","issue":{"num'],
    ['has 25 MB', `{"x":"${'x'.repeat(25_000_000)}"}`],
  ])('(A14) refuses an event that %s', async (_, text) => {
    const path = join(workspace.home, 'event.json')
    if (text !== undefined) writeFileSync(path, text)
    const ran = await runStep(workspace, team.step({ env: { GITHUB_API_URL: fake.baseUrl, GITHUB_EVENT_PATH: path } }))
    expect([ran.code, ran.outputs['reason-code']]).toEqual([2, 'bad_event'])
    expect(ran.log).toContain('GITHUB_EVENT_PATH')
    expect(ran.log).not.toMatch(/\n\s+at /)
    expect(fake.calls).toEqual([])
  })

  it('refuses a missing token and an address to which none may be sent, both at once', async () => {
    const ran = await runStep(workspace, { ...team.step(), inputs: {}, env: { GITHUB_API_URL: 'http://example.com' } })
    expect([ran.code, ran.outputs['reason-code']]).toEqual([2, 'bad_input'])
    expect(ran.log).toContain('there is no token for GitHub')
    expect(ran.log).toContain('GITHUB_API_URL is no https address')
  })

  it('(A22) names the permission that is missing, before anything is changed', async () => {
    fake.permissions = ['issues=write', 'contents=read']
    const ran = await runStep(workspace, team.step())
    expect(ran.outputs).toMatchObject({ 'reason-code': 'github_forbidden' })
    expect(ran.log).toContain('`contents: write`')
    expect([fake.state.refs.size, await workspace.live('staging')]).toEqual([0, undefined])
  })
})
