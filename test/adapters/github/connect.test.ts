import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { gitHubApprovals } from '../../../src/adapters/github/approvals.ts'
import { connectGitHub } from '../../../src/adapters/github/connect.ts'
import { ConfigError } from '../../../src/errors.ts'
import type { Approvals } from '../../../src/ports.ts'
import { mistakesOf } from '../../support/github/openapi.ts'
import { startFakeGitHub, type FakeGitHub } from '../../support/github/server.ts'
import { addIssue, addUser, label, unlabel, type User } from '../../support/github/state.ts'
import { clientOf, hurriedClock } from './bench.ts'

let fake: FakeGitHub
let approvals: Approvals
let alice: User

beforeEach(async () => {
  fake = await startFakeGitHub()
  approvals = gitHubApprovals(clientOf(fake))
  alice = addUser(fake.state, 'alice', 'maintain')
  addIssue(fake.state, { number: 17, title: 'Say hello', user: alice })
})

afterEach(() => fake.close())

describe('[A5] what GitHub knows about an approval', () => {
  it('is every label with its giver and its time, over all pages', async () => {
    fake.pageSize = 1
    label(fake.state, 17, 'workflow:Validated', alice, 1_000_000)
    unlabel(fake.state, 17, 'workflow:Validated', fake.state.me, 2_000_000)
    label(fake.state, 17, 'workflow:Validated', { id: 10137, login: 'ghost', type: 'User' }, 3_000_000)
    expect(await approvals.history('#17')).toEqual({
      events: [
        { kind: 'labeled', label: 'workflow:Validated', by: { id: alice.id, login: 'alice', isBot: false }, at: 1_000_000 },
        { kind: 'unlabeled', label: 'workflow:Validated', by: { id: 41_898_282, login: 'github-actions[bot]', isBot: true }, at: 2_000_000 },
        { kind: 'labeled', label: 'workflow:Validated', at: 3_000_000 },
      ],
    })
    expect(fake.calls.flatMap(mistakesOf)).toEqual([])
  })

  it('is the pushes and the head of a pull request', async () => {
    addIssue(fake.state, { number: 18, title: 'A pull', user: alice, pull: { head: 'a'.repeat(40), headRepository: 'octo/shop' } })
    fake.state.issues.get(18)?.timeline.push({ event: 'committed', id: 1, actor: alice, at: 1_000_000, sha: 'b'.repeat(40) }, { event: 'head_ref_force_pushed', id: 2, actor: alice, at: 2_000_000, sha: 'a'.repeat(40) })
    expect(await approvals.history('#18')).toEqual({ events: [{ kind: 'pushed', at: 1_000_000 }, { kind: 'pushed', at: 2_000_000 }], head: 'a'.repeat(40) })
  })

  it('(A06) is no giver where there is no account any more', async () => {
    label(fake.state, 17, 'workflow:Validated', null)
    expect((await approvals.history('#17')).events[0]).not.toHaveProperty('by')
  })

  it('is the role of a person now, whatever the case of the name', async () => {
    expect(await approvals.member('Alice')).toEqual({ id: alice.id, role: 'maintain' })
    fake.state.roles.set('alice', { permission: 'write', role: 'release-crew' })
    expect(await approvals.member('alice')).toEqual({ id: alice.id, role: 'write' })
    expect(await approvals.member('nobody')).toBeUndefined()
  })

  it.each([
    ['events that are no objects', 'GET *timeline', [1]],
    ['a label without a name', 'GET *timeline', [{ event: 'labeled', created_at: '2026-01-01T00:00:00Z' }]],
    ['a label without a time', 'GET *timeline', [{ event: 'labeled', label: { name: 'x' } }]],
    ['a commit without a time', 'GET *timeline', [{ event: 'committed' }]],
    ['a timeline that is gone', 'GET *timeline', undefined],
  ])('(A04) is nothing from %s', async (_, on, body) => {
    fake.fault({ on, what: body === undefined ? { kind: 'answer', status: 404 } : { kind: 'answer', status: 200, body } })
    await expect(approvals.history('#17')).rejects.toMatchObject({ code: 'github_unavailable' })
  })

  it('(A04) is nothing from a role or a head in another form', async () => {
    fake.fault({ on: 'GET coll*', what: { kind: 'answer', status: 200, body: { permission: 'owner', user: { id: 1 } } } })
    await expect(approvals.member('alice')).rejects.toMatchObject({ code: 'github_unavailable' })
    fake.fault({ on: 'GET coll*', times: 9, what: { kind: 'answer', status: 500 } })
    await expect(approvals.member('alice')).rejects.toMatchObject({ code: 'github_unavailable' })
    addIssue(fake.state, { number: 18, title: 'A pull', user: alice, pull: { head: 'a'.repeat(40), headRepository: 'octo/shop' } })
    fake.fault({ on: 'GET pulls/*', what: { kind: 'answer', status: 200, body: {} } })
    await expect(approvals.history('#18')).rejects.toMatchObject({ message: expect.stringContaining('no head') })
  })
})

describe('connecting', () => {
  const good = { GITHUB_REPOSITORY: 'octo/shop', GITHUB_TOKEN: 'abc' }
  const codes = (env: NodeJS.ProcessEnv, token?: string): readonly string[] => {
    try {
      connectGitHub({ env, token, clock: hurriedClock })
      return []
    } catch (error) {
      if (error instanceof ConfigError) return error.problems.map((problem) => problem.code)
      throw error
    }
  }

  it.each<[string, NodeJS.ProcessEnv, readonly string[]]>([
    ['what a runner sets', good, []],
    ['an Enterprise Server', { ...good, GITHUB_API_URL: 'https://ghe.example.com/api/v3/' }, []],
    ['this machine in the clear', { ...good, GITHUB_API_URL: 'http://127.0.0.1:8080' }, []],
    ['nothing', {}, ['github.token', 'github.repository']],
    ['a token with a line break', { ...good, GITHUB_TOKEN: 'a\nb' }, ['github.token']],
    ['a repository that is a path', { ...good, GITHUB_REPOSITORY: 'octo/..' }, ['github.repository']],
    ['a repository with a query', { ...good, GITHUB_REPOSITORY: 'octo/shop?x' }, ['github.repository']],
    ['another machine in the clear', { ...good, GITHUB_API_URL: 'http://ghe.example.com' }, ['github.address']],
    ['no address', { ...good, GITHUB_API_URL: 'github' }, ['github.address']],
    ['an address with a query', { ...good, GITHUB_API_URL: 'https://x.example/?a' }, ['github.address']],
  ])('with %s says everything that is wrong', (_, env, expected) => {
    expect(codes(env)).toEqual(expected)
  })

  it('prefers the input to the variable, and makes no request', () => {
    expect(codes({ ...good, GITHUB_TOKEN: 'a b' }, 'fine')).toEqual([])
    expect(fake.calls).toEqual([])
  })
})
