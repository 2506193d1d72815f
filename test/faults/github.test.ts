// GitHub goes away while a release is on its way.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { FakeGitHub } from '../support/github/server.ts'
import { DEPLOYED, startTeam, VALIDATED, type Team } from '../support/github/team.ts'
import { runStep } from '../support/runner.ts'
import type { Workspace } from '../support/workspace.ts'

let team: Team
let workspace: Workspace
let fake: FakeGitHub

beforeEach(async () => {
  team = await startTeam()
  ;({ workspace, fake } = team)
})

afterEach(() => team.close())

describe('a first release', () => {
  it('(B26) is not touched while the API is down', async () => {
    fake.fault({ on: '*', times: 10_000, what: { kind: 'answer', status: 502 } })
    const ran = await runStep(workspace, team.step())
    expect(ran.code).not.toBe(0)
    expect(ran.outputs).toMatchObject({ 'reason-code': 'github_unavailable' })
    expect([team.labels(), fake.state.refs.size, await workspace.live('production')]).toEqual([['backend', VALIDATED], 0, undefined])
  })

  it('(B27) is deployed by the next run when the API died right after the lock was taken', async () => {
    // The first write to production's ledger takes the lock; then nothing answers any more.
    fake.fault({ on: 'POST git/refs', nth: 3, what: { kind: 'meanwhile', change: () => fake.fault({ on: '*', times: 10_000, what: { kind: 'reset' } }) } })
    const ran = await runStep(workspace, team.step())
    expect(ran.code).not.toBe(0)
    expect(team.labels()).toEqual(['backend', VALIDATED])
    fake.calm()
    expect(fake.state.refs.has('refs/flowspec/hello/production')).toBe(true)
    team.end(ran)
    const next = await runStep(workspace, team.step({ inputs: { 'lock-timeout': '60s' } }))
    expect(next.log).toContain('SUCCESS')
    expect(team.labels()).toEqual(['backend', DEPLOYED])
    expect((await team.history()).filter((kind) => kind === 'rollout-began')).toHaveLength(1)
  })
})

describe('a second release, while the API dies at production', () => {
  it.each([1, 3, 5])('[G2] (B28) leaves traffic on one release, and the next run finishes it: write %d after the lock', async (nth) => {
    const first = await runStep(workspace, team.step())
    team.task(18)
    team.release('2.0.0')
    // The lock is the first write to this ref.
    fake.fault({ on: 'PATCH git/refs/flowspec/hello/production', nth: nth + 1, what: { kind: 'meanwhile', change: () => fake.fault({ on: '*', times: 100_000, what: { kind: 'reset' } }) } })
    const second = await runStep(workspace, team.step({ inputs: { 'task-id': '18' } }))
    expect(second.code).not.toBe(0)
    expect(team.labels(18)).toEqual([VALIDATED])
    const live = await workspace.live('production')
    expect([first.outputs['digest'], second.outputs['digest']]).toContain(live)
    fake.calm()
    team.end(second)
    const third = await runStep(workspace, team.step({ inputs: { 'task-id': '18', 'lock-timeout': '60s' } }))
    expect(third.log).toContain('SUCCESS')
    expect(await workspace.live('production')).toBe(third.outputs['digest'])
    expect(team.labels(18)).toEqual([DEPLOYED])
    await team.history()
  })
})
