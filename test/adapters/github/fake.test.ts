// The fake is only worth something while it answers as GitHub says that it answers.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { mistakesOf, operationOf, OPERATIONS } from '../../support/github/openapi.ts'
import { startFakeGitHub, type FakeGitHub } from '../../support/github/server.ts'
import { addIssue, addSourceCommit, addUser, label } from '../../support/github/state.ts'

const SOURCE = 'c'.repeat(40)
const TREE = 'd'.repeat(40)
let fake: FakeGitHub

beforeEach(async () => {
  fake = await startFakeGitHub()
})

afterEach(() => fake.close())

async function call(method: string, path: string, body?: object, headers: Readonly<Record<string, string>> = {}): Promise<{ readonly status: number; readonly headers: Headers; readonly json: unknown }> {
  const response = await fetch(`${fake.baseUrl}/repos/octo/shop/${path}`, {
    method,
    headers: { authorization: `Bearer ${fake.token}`, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, json: text === '' ? undefined : (JSON.parse(text) as unknown) }
}

function fill(): void {
  addSourceCommit(fake.state, SOURCE, TREE)
  const alice = addUser(fake.state, 'alice', 'maintain')
  addIssue(fake.state, { number: 17, title: 'Say hello', user: alice })
  addIssue(fake.state, { number: 18, title: 'A pull', user: alice, pull: { head: SOURCE, headRepository: 'octo/shop' } })
  fake.state.issues.get(18)?.timeline.push({ event: 'committed', id: 1, actor: alice, at: 1000, sha: SOURCE }, { event: 'head_ref_force_pushed', id: 2, actor: alice, at: 2000, sha: SOURCE })
  label(fake.state, 17, 'workflow:Validated', alice)
  fake.state.runs.set('5/1', { status: 'completed', conclusion: 'success' })
}

describe('the fake GitHub', () => {
  it('asks and answers, refusals included, as the OpenAPI description of GitHub has it', async () => {
    fill()
    await call('GET', 'issues/17')
    await call('GET', 'issues/99')
    await call('GET', 'issues/17/labels')
    await call('POST', 'issues/17/labels', { labels: ['bug'] })
    await call('POST', 'issues/17/labels', { labels: [''] })
    await call('DELETE', 'issues/17/labels/bug')
    await call('DELETE', 'issues/17/labels/bug')
    await call('GET', 'issues/17/timeline')
    await call('GET', 'issues/18/timeline')
    await call('GET', 'issues/18')
    await call('GET', 'pulls/18')
    await call('GET', 'collaborators/alice/permission')
    await call('GET', 'collaborators/nobody/permission')
    const first = (await call('POST', 'git/commits', { message: 'a', tree: TREE, parents: [] })).json as { sha: string }
    const second = (await call('POST', 'git/commits', { message: 'b', tree: TREE, parents: [first.sha] })).json as { sha: string }
    await call('POST', 'git/commits', { message: 'b', tree: 'e'.repeat(40), parents: [] })
    expect((await call('POST', 'git/refs', { ref: 'refs/flowspec/a/b', sha: first.sha })).status).toBe(201)
    expect((await call('POST', 'git/refs', { ref: 'refs/flowspec/a/b', sha: second.sha })).status).toBe(422)
    expect((await call('PATCH', 'git/refs/flowspec/a/b', { sha: second.sha, force: false })).status).toBe(200)
    expect((await call('PATCH', 'git/refs/flowspec/a/b', { sha: first.sha, force: false })).status).toBe(422)
    expect((await call('PATCH', 'git/refs/flowspec/a/c', { sha: first.sha, force: false })).status).toBe(422)
    await call('GET', 'git/ref/flowspec/a/b')
    await call('GET', 'git/ref/flowspec/a')
    await call('GET', 'git/matching-refs/flowspec/')
    await call('GET', `git/commits/${second.sha}`)
    await call('GET', `git/commits/${'0'.repeat(40)}`)
    await call('DELETE', 'git/refs/flowspec/a/b')
    await call('DELETE', 'git/refs/flowspec/a/b')
    await call('GET', 'actions/runs/5/attempts/1')
    expect(fake.calls.flatMap(mistakesOf)).toEqual([])
    const used = new Set(fake.calls.map((one) => operationOf(one.method, one.path)))
    expect(OPERATIONS.filter((operation) => !used.has(operation))).toEqual([])
  })

  it('knows who may do what, pages lists, and answers 304 to whoever knows the answer', async () => {
    fill()
    fake.pageSize = 1
    label(fake.state, 17, 'bug', fake.state.me)
    const page = await call('GET', 'issues/17/labels?per_page=100')
    expect(page.json).toHaveLength(1)
    expect(page.headers.get('link')).toContain('page=2>; rel="next"')
    expect((await call('GET', 'issues/17', undefined, { 'if-none-match': (await call('GET', 'issues/17')).headers.get('etag') ?? '' })).status).toBe(304)
    fake.permissions = ['issues=read']
    const refused = await call('POST', 'issues/17/labels', { labels: ['x'] })
    expect([refused.status, refused.headers.get('x-accepted-github-permissions')]).toEqual([403, 'issues=write; pull_requests=write'])
    expect((await call('GET', 'issues/17', undefined, { authorization: 'Bearer other' })).status).toBe(401)
  })

  it('does what it is told to do wrong, at the call it is told', async () => {
    fill()
    fake.fault({ on: 'POST issues/*', nth: 2, what: { kind: 'answer', status: 502, commit: true } })
    await call('POST', 'issues/17/labels', { labels: ['a'] })
    expect((await call('POST', 'issues/17/labels', { labels: ['b'] })).status).toBe(502)
    expect(fake.state.issues.get(17)?.labels).toEqual(['workflow:Validated', 'a', 'b'])
    fake.fault({ on: 'GET issues/17', what: { kind: 'stale', ms: 60_000 } })
    expect((await call('GET', 'issues/17')).json).toMatchObject({ labels: [{ name: 'workflow:Validated' }] })
    fake.fault({ on: 'GET *', times: 2, what: { kind: 'reset' } })
    await expect(call('GET', 'issues/17')).rejects.toThrow('fetch failed')
    fake.calm()
    expect((await call('GET', 'issues/17')).status).toBe(200)
    expect(fake.calls).toMatchObject([{ method: 'GET', path: 'issues/17', status: 200 }])
  })
})
