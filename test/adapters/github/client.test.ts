import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { GitHub } from '../../../src/adapters/github/client.ts'
import type { Purpose } from '../../../src/adapters/github/failure.ts'
import { pauseFor } from '../../../src/adapters/github/pause.ts'
import { ManualClock } from '../../session/support.ts'
import { startFakeGitHub, type FakeGitHub, type FaultKind } from '../../support/github/server.ts'
import { addIssue, addUser, label } from '../../support/github/state.ts'

const PURPOSE: Purpose = { what: 'read issue #17', permission: 'issues: read' }
let fake: FakeGitHub
let clock: ManualClock
let github: GitHub

beforeEach(async () => {
  fake = await startFakeGitHub({ prefix: '/api/v3' })
  clock = new ManualClock()
  github = new GitHub({ baseUrl: fake.baseUrl, repository: fake.repository, token: fake.token, clock, deadlineMs: 400 })
  addIssue(fake.state, { number: 17, title: 'Say hello', user: addUser(fake.state, 'alice', 'write') })
})

afterEach(() => fake.close())

const answer = (status: number, headers: Readonly<Record<string, string>> = {}, message?: string): FaultKind => ({ kind: 'answer', status, headers, ...(message === undefined ? {} : { body: { message } }) })

async function failure(promise: Promise<unknown>): Promise<{ readonly code: string; readonly message: string; readonly remedy: string }> {
  return (await promise.then(
    () => ({ code: 'no error' }),
    (error: unknown) => error,
  )) as { code: string; message: string; remedy: string }
}

describe('reading', () => {
  it('asks below the path prefix of an Enterprise Server, and costs no limit when nothing has changed', async () => {
    expect(await github.read('issues/17', PURPOSE)).toMatchObject({ status: 200, data: { number: 17 } })
    expect(await github.read('issues/17', PURPOSE)).toMatchObject({ status: 200, data: { number: 17 } })
    expect(fake.calls.map((call) => call.status)).toEqual([200, 304])
    label(fake.state, 17, 'bug', fake.state.me)
    expect(await github.read('issues/17', PURPOSE)).toMatchObject({ data: { labels: [{ name: 'bug' }] } })
  })

  it.each<[string, FaultKind, readonly number[]]>([
    ['(B01) a 500', answer(500), [500]],
    ['a 503 that says when', answer(503, { 'retry-after': '7' }), [7000]],
    ['a 408', answer(408), [500]],
    ['(B06) a connection that is cut', { kind: 'reset' }, [500]],
    ['(B06) half a body', { kind: 'half', commit: true }, [500]],
    ['(B07) silence', { kind: 'hang' }, [500]],
    ['(B08) a body that drips', { kind: 'drip' }, [500]],
    ['(B09) a 429 that says when', answer(429, { 'retry-after': '2' }), [2000]],
    ['(B11) a secondary limit that does not say when', answer(403, {}, 'You have exceeded a secondary rate limit.'), [60_000]],
    ['(B16) HTML', { kind: 'text', text: '<html>Unicorn</html>', type: 'text/html' }, [500]],
    ['(B16) nothing', { kind: 'text', text: '', type: 'application/json' }, [500]],
    ['(B16) broken JSON', { kind: 'text', text: '{"number":', type: 'application/json' }, [500]],
  ])('gets over %s', async (_, what, slept) => {
    fake.fault({ on: 'GET issues/17', what })
    expect(await github.read('issues/17', PURPOSE)).toMatchObject({ data: { number: 17 } })
    expect(clock.slept).toEqual(slept)
  })

  it.each<[string, FaultKind, string, RegExp]>([
    ['(B02) 502 for ever', answer(502), 'github_unavailable', /could not read issue #17: it answered 502/],
    ['(B02) silence for ever', { kind: 'hang' }, 'github_unavailable', /no whole answer within 0\.4 s/],
    ['(B16) HTML for ever', { kind: 'text', text: '<html>', type: 'text/html' }, 'github_unavailable', /no JSON \(text\/html\)/],
    ['(B11) a secondary limit for ever', answer(429), 'github_rate_limited', /for another 120 s/],
  ])('gives up on %s', async (_, what, code, message) => {
    fake.fault({ on: 'GET issues/17', times: 100, what })
    const error = await failure(github.read('issues/17', PURPOSE))
    expect(error).toMatchObject({ code, message: expect.stringMatching(message), remedy: expect.stringContaining('again') })
    expect(fake.calls.length).toBeLessThanOrEqual(4)
  })

  it('waits for no one longer than a run may', async () => {
    fake.fault({ on: 'GET issues/17', what: answer(429, { 'retry-after': '3600' }) })
    expect(await failure(github.read('issues/17', PURPOSE))).toMatchObject({ code: 'github_rate_limited', message: expect.stringContaining('3600 s') })
    expect([clock.slept, fake.calls.length]).toEqual([[], 1])
  })

  it('(B13, A22) does not repeat what is forbidden, and names the permission', async () => {
    fake.permissions = ['contents=write']
    const error = await failure(github.read('issues/17', PURPOSE))
    expect(error).toMatchObject({ code: 'github_forbidden', message: expect.stringContaining('(403: Resource not accessible by integration)'), remedy: expect.stringContaining('`issues: read; pull-requests: read`') })
    expect(fake.calls).toHaveLength(1)
    fake.permissions = undefined
    fake.fault({ on: 'GET issues/17', what: answer(403) })
    expect((await failure(github.read('issues/17', PURPOSE))).remedy).toContain('`issues: read`')
  })

  it('says that a token is not accepted', async () => {
    const other = new GitHub({ baseUrl: fake.baseUrl, repository: fake.repository, token: 'expired', clock })
    const error = await failure(other.read('issues/17', PURPOSE))
    expect(error).toMatchObject({ code: 'github_forbidden', remedy: expect.stringContaining('github-token') })
    expect(JSON.stringify(error) + error.message).not.toContain('expired-')
  })

  it('(B19) follows a redirect on the same host, and takes the token to no other', async () => {
    fake.fault({ on: 'GET issues/17', what: answer(301, { location: `${fake.baseUrl}/repos/octo/shop/issues/17?moved` }) })
    expect(await github.read('issues/17', PURPOSE)).toMatchObject({ data: { number: 17 } })
    const seen: (string | undefined)[] = []
    const elsewhere = createServer((request, response) => {
      seen.push(request.headers.authorization)
      response.end('{}')
    })
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
    fake.fault({ on: 'GET issues/17', what: answer(307, { location: `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/` }) })
    expect(await failure(github.read('issues/17', PURPOSE))).toMatchObject({ code: 'github_unavailable', message: expect.stringContaining('another host') })
    expect(seen).toEqual([])
    fake.fault({ on: 'GET issues/17', times: 9, what: answer(302, { location: `${fake.baseUrl}/repos/octo/shop/issues/17` }) })
    expect((await failure(github.read('issues/17', PURPOSE))).message).toContain('more than 3 times')
    fake.calm()
    fake.fault({ on: 'GET issues/17', what: answer(302) })
    expect((await failure(github.read('issues/17', PURPOSE))).message).toContain('no address')
    await new Promise((resolve) => elsewhere.close(resolve))
  })
})

describe('reading lists', () => {
  beforeEach(() => {
    fake.pageSize = 2
    for (const name of ['a', 'b', 'c', 'd', 'e']) label(fake.state, 17, name, fake.state.me)
  })

  it('(B17) reads every page', async () => {
    expect(await github.readAll('issues/17/labels', PURPOSE)).toHaveLength(5)
    expect(fake.calls).toHaveLength(3)
    expect(await github.readAll('issues/99/labels', PURPOSE)).toBeUndefined()
  })

  it('(B18) makes nothing of a list whose second page fails', async () => {
    fake.fault({ on: 'GET issues/17/labels', nth: 2, times: 9, what: answer(500) })
    expect(await failure(github.readAll('issues/17/labels', PURPOSE))).toMatchObject({ code: 'github_unavailable' })
    fake.calm()
    fake.fault({ on: 'GET issues/17/labels', nth: 2, what: answer(200, {}, 'no list') })
    expect((await failure(github.readAll('issues/17/labels', PURPOSE))).message).toContain('no list')
  })

  it('(B17) ends when the pages go round in a circle, and follows none to another address', async () => {
    const url = `${fake.baseUrl}/repos/octo/shop/issues/17/labels?per_page=100`
    fake.fault({ on: 'GET issues/17/labels', times: 9, what: { kind: 'answer', status: 200, headers: { link: `<${url}>; rel="next"` }, body: [] } })
    expect((await failure(github.readAll('issues/17/labels', PURPOSE))).message).toContain('does not end')
    fake.calm()
    fake.fault({ on: 'GET issues/17/labels', what: { kind: 'answer', status: 200, headers: { link: '<http://example.com/>; rel="next"' }, body: [] } })
    expect((await failure(github.readAll('issues/17/labels', PURPOSE))).message).toContain('another address')
  })
})

describe('writing', () => {
  it.each<FaultKind>([answer(502), { kind: 'reset', commit: true }, { kind: 'hang', commit: true }, { kind: 'half', commit: true }, answer(429, { 'retry-after': '1' }), { kind: 'text', text: '', type: 'text/html' }])('(B03) is done once and left to the caller after %j', async (what) => {
    fake.fault({ on: 'POST *', times: 9, what })
    expect(await github.write('POST', 'issues/17/labels', { labels: ['x'] }, PURPOSE)).toMatchObject({ kind: 'unsure', pause: { ms: expect.any(Number) } })
    expect([fake.calls.length, clock.slept]).toEqual([1, []])
  })

  it('says so when it was refused', async () => {
    expect(await github.write('DELETE', 'issues/17/labels/x', undefined, PURPOSE)).toMatchObject({ kind: 'answer', status: 404 })
    fake.permissions = []
    expect(await failure(github.write('POST', 'issues/17/labels', { labels: ['x'] }, PURPOSE))).toMatchObject({ code: 'github_forbidden' })
    fake.fault({ on: 'POST *', what: answer(400) })
    expect(await github.write('POST', 'issues/17/labels', {}, PURPOSE)).toMatchObject({ kind: 'unsure', pause: undefined })
  })
})

describe('the pause', () => {
  const reset = Math.floor(Date.UTC(2026, 0, 1, 12) / 1000)
  it.each([
    ['(B12) by GitHub\'s clock', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset), date: 'Thu, 01 Jan 2026 11:59:30 GMT' }, 30_000],
    ['(B12) at once when the reset has passed', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset), date: 'Thu, 01 Jan 2026 12:59:30 GMT' }, 1000],
    ['what was asked for', { 'x-ratelimit-remaining': '0', 'retry-after': '3' }, 3000],
  ])('is %s', (_, headers, ms) => {
    expect(pauseFor({ status: 403, headers: new Headers(headers), said: '' }, 0)).toEqual({ kind: 'limited', ms })
  })

  it('(B13) is none for what a repetition would not change', () => {
    expect(pauseFor({ status: 403, headers: new Headers({ 'x-ratelimit-remaining': '4000' }), said: 'Resource not accessible by integration' }, 0)).toBeUndefined()
    expect(pauseFor({ status: 403, headers: new Headers({ 'x-ratelimit-remaining': '0', date: 'nonsense' }), said: '' }, 0)).toBeUndefined()
    expect(pauseFor({ status: 400, headers: new Headers(), said: '' }, 0)).toBeUndefined()
    expect(pauseFor({ status: 429, headers: new Headers(), said: '' }, 2)).toEqual({ kind: 'limited', ms: 240_000 })
  })
})
