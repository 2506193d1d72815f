import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { gitHubRunProbe } from '../../../src/adapters/github/run-probe.ts'
import { gitHubTasks, issueNumber } from '../../../src/adapters/github/tasks.ts'
import type { TaskStore } from '../../../src/ports.ts'
import { taskStoreContract } from '../../contract/task-store-contract.ts'
import { mistakesOf } from '../../support/github/openapi.ts'
import { startFakeGitHub, type FakeGitHub, type FaultKind } from '../../support/github/server.ts'
import { addIssue, addUser, BOT, label, unlabel } from '../../support/github/state.ts'
import { clientOf } from './bench.ts'

taskStoreContract('GitHub', async (tasks) => {
  const fake = await startFakeGitHub()
  const alice = addUser(fake.state, 'alice', 'write')
  for (const { number, title, labels } of tasks) {
    addIssue(fake.state, { number, title, user: alice })
    for (const name of labels) label(fake.state, number, name, alice)
  }
  return {
    store: gitHubTasks(clientOf(fake)),
    idOf: (number) => `#${number}`,
    dispose: async () => {
      expect(fake.calls.flatMap(mistakesOf)).toEqual([])
      await fake.close()
    },
  }
})

let fake: FakeGitHub
let store: TaskStore

beforeEach(async () => {
  fake = await startFakeGitHub()
  store = gitHubTasks(clientOf(fake, { deadlineMs: 400 }))
  const alice = addUser(fake.state, 'alice', 'write')
  addIssue(fake.state, { number: 17, title: 'Say hello', user: alice })
  addIssue(fake.state, { number: 18, title: 'Résumé', user: alice, pull: { head: 'a'.repeat(40), headRepository: 'octo/shop' } })
  label(fake.state, 17, 'bug', alice)
  label(fake.state, 17, 'workflow:Validated', alice)
})

afterEach(() => fake.close())

const labels = (): readonly string[] => fake.state.issues.get(17)?.labels ?? []

describe('an id', () => {
  it.each([['#17', 17], ['17', 17], ['task-17', 17]])('[A1] %s is issue %d', (id, number) => {
    expect(issueNumber(id)).toBe(number)
  })

  it.each(['task-17.1', 'ops-17', '#0', '', 'x'])('[A1] %j is none', (id) => {
    expect(() => issueNumber(id)).toThrow()
  })
})

describe('a task on GitHub', () => {
  it('[A1] may be a pull request', async () => {
    expect(await store.find('#18')).toEqual({ id: '#18', title: 'Résumé', labels: [], source: 'https://github.com/octo/shop/pull/18', feature: 'resume' })
  })

  it('(A11) that was deleted is not there, and one that answers nonsense is not read', async () => {
    fake.fault({ on: 'GET issues/17', what: { kind: 'answer', status: 410, body: { message: 'This issue was deleted' } } })
    expect(await store.find('#17')).toBeUndefined()
    fake.fault({ on: 'GET issues/17', what: { kind: 'answer', status: 200, body: { number: 18, title: 'Other', labels: [] } } })
    await expect(store.find('#17')).rejects.toMatchObject({ code: 'github_unavailable' })
    fake.fault({ on: 'GET issues/17', what: { kind: 'answer', status: 200, body: { number: 17, title: 'Say hello' } } })
    await expect(store.find('#17')).rejects.toMatchObject({ message: expect.stringContaining('no labels') })
  })

  it('[A7] keeps what others do to its labels meanwhile', async () => {
    const moving = Promise.all([store.addLabel('#17', 'workflow:Deployed'), store.removeLabel('#17', 'workflow:Validated')])
    label(fake.state, 17, 'urgent', BOT)
    unlabel(fake.state, 17, 'bug', BOT)
    await moving
    expect(labels().toSorted()).toEqual(['urgent', 'workflow:Deployed'])
    expect(fake.calls.map((call) => call.method)).not.toContain('PUT')
  })

  it('(C13) counts a label that someone else removed first as removed', async () => {
    fake.fault({ on: 'DELETE *', what: { kind: 'meanwhile', change: (state) => unlabel(state, 17, 'workflow:Validated', BOT) } })
    await store.removeLabel('#17', 'workflow:Validated')
    expect(labels()).toEqual(['bug'])
    await expect(store.removeLabel('#99', 'bug')).rejects.toMatchObject({ code: 'task_not_found' })
  })

  it.each<[string, FaultKind]>([
    ['(B03) done and then 502', { kind: 'answer', status: 502, commit: true }],
    ['(B01) 500', { kind: 'answer', status: 500 }],
    ['(B07) silence', { kind: 'hang' }],
    ['(B06) a cut connection', { kind: 'reset', commit: true }],
    ['(B16) nothing', { kind: 'text', text: '', type: 'text/plain' }],
    ['a 429', { kind: 'answer', status: 429, headers: { 'retry-after': '1' } }],
  ])('[A7] moves the label over %s at every call', async (_, what) => {
    for (const nth of [1, 2, 3]) {
      fake.fault({ on: '*', nth, what })
      await store.addLabel('#17', 'workflow:Deployed')
      await store.removeLabel('#17', 'workflow:Validated')
      expect(labels()).toEqual(['bug', 'workflow:Deployed'])
      fake.calm()
      unlabel(fake.state, 17, 'workflow:Deployed', BOT)
      label(fake.state, 17, 'workflow:Validated', BOT)
    }
  })

  it('(B02) gives up with nothing hidden', async () => {
    fake.fault({ on: 'POST *', times: 99, what: { kind: 'answer', status: 503 } })
    await expect(store.addLabel('#17', 'x')).rejects.toMatchObject({ code: 'github_unavailable' })
    fake.fault({ on: 'DELETE *', times: 99, what: { kind: 'answer', status: 404, body: { message: 'Not Found' } } })
    await expect(store.removeLabel('#17', 'bug')).rejects.toMatchObject({ code: 'bookkeeping_pending', remedy: expect.stringContaining('issues: write') })
  })

  it('names a label that GitHub does not take, and a permission that is missing', async () => {
    fake.fault({ on: 'POST *', what: { kind: 'answer', status: 422, body: { message: 'Validation Failed' } } })
    await expect(store.addLabel('#17', 'workflow:Deployed')).rejects.toMatchObject({ code: 'bookkeeping_pending', remedy: expect.stringContaining('`workflow:Deployed`') })
    fake.permissions = ['issues=read']
    await expect(store.addLabel('#17', 'workflow:Deployed')).rejects.toMatchObject({ code: 'github_forbidden', remedy: expect.stringContaining('issues: write') })
  })
})

describe('the probe of runs', () => {
  const others = { state: () => Promise.resolve('finished' as const) }
  const run = { id: 'gh-5-deploy-3f', attempt: 2, url: 'https://github.com/octo/shop/actions/runs/5' }

  it.each([
    ['completed', 'finished'],
    ['in_progress', 'running'],
    ['queued', 'running'],
    ['waiting', 'running'],
    ['something new', 'unknown'],
  ])('(C08) takes %s for %s', async (status, state) => {
    fake.state.runs.set('5/2', { status, conclusion: null })
    fake.state.runs.set('5/1', { status: 'completed', conclusion: 'cancelled' })
    expect(await gitHubRunProbe(clientOf(fake), others).state(run)).toBe(state)
    expect(fake.calls.flatMap(mistakesOf).filter((mistake) => !mistake.includes('status'))).toEqual([])
  })

  it('(C09) knows nothing when GitHub does not answer, or has no such run', async () => {
    const probe = gitHubRunProbe(clientOf(fake), others)
    expect(await probe.state(run)).toBe('unknown')
    fake.state.runs.set('5/2', { status: 'completed', conclusion: null })
    for (const what of [{ kind: 'answer', status: 500 }, { kind: 'answer', status: 403 }, { kind: 'answer', status: 200, body: { id: 6, run_attempt: 2, status: 'completed' } }] as const) {
      fake.fault({ on: 'GET *', times: 9, what })
      expect(await probe.state(run)).toBe('unknown')
      fake.calm()
    }
  })

  it('believes nothing local about a run on GitHub, and asks elsewhere about others', async () => {
    const probe = gitHubRunProbe(clientOf(fake), others)
    expect(await probe.state({ ...run, url: 'https://github.com/octo/other/actions/runs/5' })).toBe('unknown')
    expect(await probe.state({ id: 'gh-5-deploy-3f', attempt: 2 })).toBe('unknown')
    expect(await probe.state({ id: 'local-1', attempt: 1 })).toBe('finished')
    expect(fake.calls).toEqual([])
  })
})
