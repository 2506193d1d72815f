import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { openGitHubLedger } from '../../../src/adapters/github/ledger.ts'
import { verifyChain } from '../../../src/domain/ledger/chain.ts'
import type { Head, LedgerEvent } from '../../../src/domain/ledger/entry.ts'
import { refOf } from '../../../src/domain/ledger/ref.ts'
import { AdapterError } from '../../../src/errors.ts'
import { appendFreely } from '../../../src/session.ts'
import { collect, entryAfter, ledgerContract } from '../../contract/ledger-contract.ts'
import { mistakesOf } from '../../support/github/openapi.ts'
import type { FakeGitHub, FaultKind } from '../../support/github/server.ts'
import { makeCommit } from '../../support/github/state.ts'
import { clientOf, hurriedClock, ledgerOf, SOURCE, startBench, TREE } from './bench.ts'

ledgerContract('on GitHub', async () => {
  const fake = await startBench()
  return {
    commit: SOURCE,
    open: async () => ledgerOf(fake),
    overwrite: async (key, message) => void fake.state.refs.set(refOf(key, 'refs/flowspec'), makeCommit(fake.state, { tree: TREE, parents: [], message }).sha),
    remove: async (key) => void fake.state.refs.delete(refOf(key, 'refs/flowspec')),
    close: async () => {
      expect(fake.calls.flatMap(mistakesOf)).toEqual([])
      await fake.close()
    },
  }
})

const KEY = { service: 'shop', environment: 'production' }
const REF = 'refs/flowspec/shop/production'
const RUN = { id: 'run-a', attempt: 1 }
const TAKEN: LedgerEvent = { kind: 'lease-taken', owner: RUN, expiresAt: 2_000_000 }
const RELEASED: LedgerEvent = { kind: 'lease-released' }

let fake: FakeGitHub

beforeEach(async () => {
  fake = await startBench()
})

afterEach(() => fake.close())

async function appended(event: LedgerEvent, parent?: Head): Promise<Head> {
  const result = await ledgerOf(fake).append(entryAfter(parent, event), parent?.oid, { commit: SOURCE })
  if (result.kind === 'conflict') throw new Error('conflict')
  return result.head
}

/** The chain as it truly is, whatever faults there were. */
async function truth(): Promise<readonly Head[]> {
  fake.calm()
  const heads = await collect(ledgerOf(fake).history(KEY))
  expect(verifyChain(heads)).toEqual([])
  return heads
}

async function outcome(promise: Promise<{ readonly kind: string }>): Promise<string> {
  return promise.then(
    (result) => result.kind,
    (error: unknown) => (error instanceof AdapterError ? error.code : `not foreseen: ${String(error)}`),
  )
}

describe('requests', () => {
  it('[K5] reads with two requests, or one that costs nothing when nothing has changed, and appends with two', async () => {
    const store = ledgerOf(fake)
    const first = await appended(TAKEN)
    fake.calm()
    expect(await store.read(KEY)).toEqual(first)
    expect(fake.calls.map((call) => call.path)).toEqual(['git/ref/flowspec/shop/production', `git/commits/${first.oid}`])
    await store.append(entryAfter(first, { kind: 'lease-renewed' }), first.oid, { commit: SOURCE })
    fake.calm()
    const second = await store.read(KEY)
    await store.append(entryAfter(second, RELEASED), second?.oid, { commit: SOURCE })
    expect(fake.calls.map((call) => `${call.method} ${call.status}`)).toEqual(['GET 200', 'POST 201', 'PATCH 200'])
    fake.calm()
    await store.read(KEY)
    await store.read(KEY)
    expect(fake.calls.map((call) => call.status)).toEqual([200, 304])
  })

  it('gives entries the tree of the deployed commit, and leaves the signature to GitHub', async () => {
    const head = await appended(TAKEN)
    expect(fake.state.commits.get(head.oid)).toMatchObject({ tree: TREE, parents: [] })
    expect(fake.calls.find((call) => call.path === 'git/commits')?.request).toEqual({ message: expect.stringContaining('shop/production: '), tree: TREE, parents: [] })
    expect(fake.calls.find((call) => call.path === 'git/refs')?.request).toEqual({ ref: REF, sha: head.oid })
  })
})

describe('[E1] races', () => {
  it('(C01) lets one of twenty that create a ledger at once win, time after time', async () => {
    for (let round = 0; round < 40; round += 1) {
      const key = { service: 'shop', environment: `e${round}` }
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, index) => ledgerOf(fake).append(entryAfter(undefined, TAKEN, { key, run: { id: `run-${index}`, attempt: 1 } }), undefined, { commit: SOURCE })),
      )
      expect(results.filter((result) => result.kind === 'appended')).toHaveLength(1)
      expect(await collect(ledgerOf(fake).history(key))).toHaveLength(1)
    }
  })

  it('(C01) loses no entry of many that append at once', async () => {
    const writers = Array.from({ length: 8 }, (_, index) =>
      appendFreely(
        { store: ledgerOf(fake), clock: hurriedClock, key: KEY, run: { id: `run-${index}`, attempt: 1 }, actor: `${index}`, commit: SOURCE },
        { kind: 'overridden', override: { what: 'freeze', actor: `${index}`, reason: '', at: 1 } },
      ),
    )
    await Promise.all(writers)
    const heads = await truth()
    expect(heads.map((head) => head.entry.actor).toSorted()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7'])
  })
})

const FAULTS: readonly (readonly [string, FaultKind])[] = [
  ['a 500', { kind: 'answer', status: 500 }],
  ['(B03, B04) done and then 502', { kind: 'answer', status: 502, commit: true }],
  ['a 429', { kind: 'answer', status: 429, headers: { 'retry-after': '1' } }],
  ['a secondary limit', { kind: 'answer', status: 403, body: { message: 'You have exceeded a secondary rate limit' } }],
  ['(B07) silence', { kind: 'hang' }],
  ['(B07) silence after it was done', { kind: 'hang', commit: true }],
  ['(B06) a cut connection', { kind: 'reset' }],
  ['(B06) a connection cut after it was done', { kind: 'reset', commit: true }],
  ['(B06) half an answer', { kind: 'half', commit: true }],
  ['(B16) HTML', { kind: 'text', text: '<html>', type: 'text/html' }],
  ['(B16) nothing, after it was done', { kind: 'text', text: '', type: 'application/json', commit: true }],
  ['(B14) a 404', { kind: 'answer', status: 404, body: { message: 'Not Found' } }],
  ['(C14) a 422', { kind: 'answer', status: 422, body: { message: 'Reference update failed' } }],
  ['a 409', { kind: 'answer', status: 409, body: { message: 'Git Repository is empty.' } }],
  ['a 400', { kind: 'answer', status: 400 }],
  ['(B13) a 403', { kind: 'answer', status: 403, body: { message: 'Resource not accessible' } }],
  ['an old answer', { kind: 'stale', ms: 3_600_000 }],
]

describe.each(FAULTS)('an append that meets %s', (_, what) => {
  const cases = ['creating', 'moving'].flatMap((mode) => [1, 2, 3, 4].flatMap((nth) => [1, 50].map((times) => ({ mode, nth, times }))))

  it.each(cases)('(B02) ends in one entry or in an error, never in two or in a lost one: $mode, call $nth, $times times', async ({ mode, nth, times }) => {
    const parent = mode === 'creating' ? undefined : await appended(TAKEN)
    const entry = entryAfter(parent, mode === 'creating' ? TAKEN : RELEASED)
    fake.calm()
    fake.fault({ on: '*', nth, times, what })
    const ended = await outcome(ledgerOf(fake, { deadlineMs: 200 }).append(entry, parent?.oid, { commit: SOURCE }))
    const heads = await truth()
    const ours = heads.filter((head) => JSON.stringify(head.entry) === JSON.stringify(entry))
    expect(['appended', 'conflict', 'github_unavailable', 'github_forbidden', 'github_rate_limited', 'ledger_unwritable']).toContain(ended)
    expect(heads.length).toBe((parent === undefined ? 0 : 1) + ours.length)
    if (ended === 'appended') expect(ours).toHaveLength(1)
    if (ended === 'conflict') expect(ours).toHaveLength(0)
    expect(ours.length).toBeLessThanOrEqual(1)
  })
})

describe('after the answer to a write was lost', () => {
  it.each(['creating', 'moving'])('(B04) recognises its own entry below one that someone else wrote since: %s', async (mode) => {
    const parent = mode === 'creating' ? undefined : await appended(TAKEN)
    const call = mode === 'creating' ? 'POST git/refs' : 'PATCH *'
    fake.fault({ on: call, what: { kind: 'reset', commit: true } })
    fake.fault({
      on: 'GET git/ref/*',
      what: {
        kind: 'meanwhile',
        change: (state) => {
          const tip = state.refs.get(REF) ?? ''
          const ours = JSON.parse(state.commits.get(tip)?.message.split('\n\n')[1] ?? '') as Head['entry']
          const next = entryAfter({ oid: tip, entry: ours }, { kind: 'abort-requested', actor: 'bob', reason: 'no' }, { run: { id: 'run-b', attempt: 1 } })
          state.refs.set(REF, makeCommit(state, { tree: TREE, parents: [tip], message: `x\n\n${JSON.stringify(next)}` }).sha)
        },
      },
    })
    const entry = entryAfter(parent, mode === 'creating' ? TAKEN : { kind: 'lease-renewed' })
    expect(await ledgerOf(fake).append(entry, parent?.oid, { commit: SOURCE })).toMatchObject({ kind: 'appended', head: { entry } })
    expect(await truth()).toHaveLength(parent === undefined ? 2 : 3)
  })

  it('(B14) is sure of a creation that no read shows yet', async () => {
    fake.fault({ on: 'POST git/refs', what: { kind: 'answer', status: 502, commit: true } })
    fake.fault({ on: 'GET git/*', nth: 2, times: 8, what: { kind: 'stale', ms: 3_600_000 } })
    expect(await outcome(ledgerOf(fake).append(entryAfter(undefined, TAKEN), undefined, { commit: SOURCE }))).toBe('appended')
    expect(await truth()).toHaveLength(1)
  })
})

describe('old answers to reads', () => {
  it('do not fork the chain', async () => {
    const first = await appended(TAKEN)
    const second = await appended({ kind: 'lease-renewed' }, first)
    fake.fault({ on: 'GET git/ref/*', times: 50, what: { kind: 'stale', ms: 3_600_000 } })
    // What the oldest snapshot shows: no ledger at all.
    const store = ledgerOf(fake)
    expect(['conflict', 'ledger_unwritable', 'github_unavailable']).toContain(await outcome(store.append(entryAfter(undefined, TAKEN), undefined, { commit: SOURCE })))
    expect(['conflict', 'ledger_unwritable', 'github_unavailable']).toContain(await outcome(store.append(entryAfter(first, RELEASED), first.oid, { commit: SOURCE })))
    expect(await truth()).toEqual([second, first])
  })

  it('(B14) do not make a ledger look absent that the list shows, nor a commit lost that appears a little later', async () => {
    const head = await appended(TAKEN)
    fake.fault({ on: 'GET git/ref/*', times: 2, what: { kind: 'answer', status: 404, body: { message: 'Not Found' } } })
    fake.fault({ on: 'GET git/commits/*', times: 2, what: { kind: 'answer', status: 404, body: { message: 'Not Found' } } })
    expect(await ledgerOf(fake).read(KEY)).toEqual(head)
    fake.fault({ on: 'GET git/commits/*', times: 9, what: { kind: 'answer', status: 404, body: { message: 'Not Found' } } })
    await expect(ledgerOf(fake).read(KEY)).rejects.toMatchObject({ code: 'ledger_unreadable' })
  })
})

describe('refusals', () => {
  it('(C15) names the ruleset that may forbid the ref', async () => {
    fake.state.forbiddenRefs.push('refs/flowspec')
    await expect(ledgerOf(fake).append(entryAfter(undefined, TAKEN), undefined, { commit: SOURCE })).rejects.toMatchObject({
      code: 'ledger_unwritable',
      message: expect.stringContaining('Repository rule violations'),
      remedy: expect.stringMatching(/ruleset.*ledger\.namespace/),
    })
  })

  it('(A22) names the permission that is missing, before anything is written', async () => {
    fake.permissions = ['contents=read']
    expect(await ledgerOf(fake).read(KEY)).toBeUndefined()
    await expect(ledgerOf(fake).append(entryAfter(undefined, TAKEN), undefined, { commit: SOURCE })).rejects.toMatchObject({ code: 'github_forbidden', remedy: expect.stringContaining('`contents: write`') })
    expect(fake.state.refs.size).toBe(0)
  })

  it('says that a commit must be pushed, and that a repository is not there for this token', async () => {
    await expect(ledgerOf(fake).append(entryAfter(undefined, TAKEN), undefined, { commit: 'f'.repeat(40) })).rejects.toMatchObject({ code: 'ledger_unwritable', remedy: expect.stringContaining('Push it first') })
    fake.fault({ on: 'GET *', times: 9, what: { kind: 'answer', status: 404 } })
    await expect(ledgerOf(fake).read(KEY)).rejects.toMatchObject({ code: 'github_forbidden', message: expect.stringContaining('no repository octo/shop') })
  })

  it('(C06) takes a ref that points at no commit for unreadable, and refuses what is no namespace', async () => {
    fake.state.refs.set(REF, TREE)
    await expect(ledgerOf(fake).read(KEY)).rejects.toMatchObject({ code: 'ledger_unreadable', message: expect.stringContaining('a tree') })
    expect(() => openGitHubLedger(clientOf(fake), '../x')).toThrow('not a ref namespace')
  })

  it('(B16) reads nothing out of answers in another form', async () => {
    await appended(TAKEN)
    for (const body of [{ ref: 'refs/other', object: { sha: 'a'.repeat(40), type: 'commit' } }, { ref: REF }, { ref: REF, object: { sha: 'main', type: 'commit' } }]) {
      fake.fault({ on: 'GET git/ref/*', what: { kind: 'answer', status: 200, body } })
      await expect(ledgerOf(fake).read(KEY)).rejects.toMatchObject({ code: 'github_unavailable' })
      fake.calm()
    }
    fake.fault({ on: 'GET git/commits/*', what: { kind: 'answer', status: 200, body: { sha: 'x', parents: [{}], message: '' } } })
    await expect(ledgerOf(fake).read(KEY)).rejects.toMatchObject({ message: expect.stringContaining('no commit') })
  })
})
