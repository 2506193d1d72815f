import { describe, expect, it } from '@jest/globals'
import type { HttpCheck } from '../../../src/domain/health/checks.ts'
import { judgeAnswer, type HttpAnswer } from '../../../src/domain/health/expectation.ts'

const ANSWER: HttpAnswer = { status: 200, latencyMs: 12.4, body: '{"ok":true,"checks":[{"name":"db","ok":true}]}', cut: false }

type Case = readonly [what: string, expect: Partial<HttpCheck['expect']>, answer: Partial<HttpAnswer>, detail: string]

describe('what an answer is held against', () => {
  it.each<Case>([
    ['the status', { status: [200] }, {}, 'status 200 in 12 ms'],
    ['any 2xx when no status is named', {}, { status: 204 }, 'status 204 in 12 ms'],
    ['the latency', { latencyMs: 12.4 }, {}, 'status 200'],
    ['a part of the body', { bodyContains: '"ok"' }, {}, 'status 200'],
    ['an expression that matched', { bodyMatches: 'ok' }, { matches: true }, 'status 200'],
    ['a place in JSON', { json: [{ path: '$.checks[0].ok', equals: true }] }, {}, 'status 200'],
    ['a place in JSON that only has to exist', { json: [{ path: '$.checks' }] }, {}, 'status 200'],
  ])('[D2] passes by %s', (_what, wanted, found, detail) => {
    expect(judgeAnswer({ status: [], ...wanted }, { ...ANSWER, ...found })).toEqual({ verdict: 'pass', detail: expect.stringContaining(detail) })
  })

  it.each<Case>([
    ['another status', { status: [200, 204] }, { status: 500 }, 'expected status 200 or 204, found 500'],
    ['a status that is not 2xx', {}, { status: 404 }, 'expected status 2xx, found 404'],
    ['a redirect (G06)', { status: [200] }, { status: 302, location: '/login' }, 'a redirect to /login, which is not followed'],
    ['slowness', { latencyMs: 10 }, {}, 'within 10 ms, it took 12 ms'],
    ['a missing text', { bodyContains: 'nope' }, {}, 'expected "nope" in the body, the body does not contain it'],
    ['a missing text in a body that was cut', { bodyContains: 'nope' }, { cut: true }, 'the first part of the body'],
    ['an expression that did not match', { bodyMatches: '^x$' }, { matches: false }, 'to match /^x$/'],
    ['an expression that took too long (M13)', { bodyMatches: '(a+)+$' }, {}, 'took too long'],
    ['a body that is not JSON', { json: [{ path: '$' }] }, { body: '<html>' }, 'the body is not JSON'],
    ['a JSON body that was cut (G05)', { json: [{ path: '$' }] }, { body: '{"a":', cut: true }, 'longer than what may be read'],
    ['a missing place', { json: [{ path: '$.ready' }] }, {}, 'expected $.ready in the body, there is none'],
    ['another value', { json: [{ path: '$.ok', equals: 'true' }] }, {}, 'expected $.ok to be "true", found true'],
    ['null where something is expected', { json: [{ path: '$.a', equals: 0 }] }, { body: '{"a":null}' }, 'to be 0, found null'],
  ])('[D2] fails by %s', (_what, wanted, found, detail) => {
    expect(judgeAnswer({ status: [], ...wanted }, { ...ANSWER, ...found })).toEqual({ verdict: 'fail', detail: expect.stringContaining(detail) })
  })

  it('[D2] is an error, not a verdict, when the check itself is malformed', () => {
    expect(judgeAnswer({ status: [], json: [{ path: 'ok' }] }, ANSWER)).toEqual({ verdict: 'error', detail: expect.stringContaining('not a path into JSON: ok') })
  })
})
