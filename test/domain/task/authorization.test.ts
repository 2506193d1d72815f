import { describe, expect, it } from '@jest/globals'
import { approverOf, authorize, authorizeBypass, type Account, type ApprovalFacts, type TaskEvent } from '../../../src/domain/task/authorization.ts'
import { readEvent, type RunEvent } from '../../../src/domain/task/event.ts'

const LABEL = 'workflow:Validated'
const HEAD = 'a'.repeat(40)
const alice: Account = { id: 7, login: 'alice', isBot: false }
const bot: Account = { id: 8, login: 'release[bot]', isBot: true }
const labeled = (by: Account | undefined, at = 100, label = LABEL): TaskEvent => ({ kind: 'labeled', label, at, ...(by === undefined ? {} : { by }) })
const unlabeled = (at: number): TaskEvent => ({ kind: 'unlabeled', label: LABEL, by: alice, at })
const pushed = (at: number): TaskEvent => ({ kind: 'pushed', at })
const opened: RunEvent = { name: 'issues', action: 'opened', tasks: ['#17'], isFork: false }

function facts(changes: Partial<ApprovalFacts> & { readonly events?: readonly TaskEvent[]; readonly head?: string } = {}): ApprovalFacts {
  const { events = [labeled(alice)], head, ...others } = changes
  return { task: '#17', label: LABEL, history: { events, ...(head === undefined ? {} : { head }) }, member: { id: 7, role: 'write' }, policy: { role: 'write', bots: [] }, ...others }
}

describe('an approval', () => {
  it.each<[string, ApprovalFacts, string]>([
    ['someone with the role', facts(), 'workflow:Validated by alice (write)'],
    ['someone with a higher role', facts({ member: { id: 7, role: 'admin' } }), 'workflow:Validated by alice (admin)'],
    ['whoever labelled last, after it was taken off', facts({ events: [labeled(bot, 1), unlabeled(2), labeled(alice, 3)] }), 'by alice'],
    ['someone who was renamed since', facts({ events: [labeled({ ...alice, login: 'Alice-2' })] }), 'by Alice-2'],
    ['a listed bot', facts({ events: [labeled(bot)], policy: { role: 'write', bots: ['release[bot]'] } }), 'release[bot] (a listed bot)'],
    ['a label that came after the last push', facts({ events: [pushed(50), labeled(alice, 100)], head: HEAD }), `for ${HEAD.slice(0, 12)}`],
    ['a run for the very head', facts({ head: HEAD, event: { name: 'pull_request', action: 'labeled', tasks: ['#17'], head: HEAD, isFork: false } }), 'by alice'],
    ['a run that another task started', facts({ event: { ...opened, tasks: ['#1'] } }), 'by alice'],
  ])('[A5] is good from %s', (_, given, detail) => {
    expect(authorize(given)).toEqual({ kind: 'approved', check: { name: 'approval', group: 'state', verdict: 'pass', detail: expect.stringContaining(detail) } })
  })

  it.each<[string, ApprovalFacts, string, RegExp]>([
    ['(A01) someone who may only triage', facts({ member: { id: 7, role: 'triage' } }), 'actor_not_authorized', /alice has the role triage; write is needed/],
    ['(A02) the opening of the issue', facts({ event: opened }), 'actor_not_authorized', /opening of #17/],
    ['(A04) someone unknown', { ...facts(), member: { id: 9, role: 'admin' } }, 'actor_not_authorized', /no collaborator/],
    ['(A06) an account that is gone', facts({ events: [labeled(undefined)] }), 'actor_not_authorized', /is gone/],
    ['(A07) a label that differs in case', facts({ events: [labeled(alice, 1, 'workflow:validated')] }), 'label_withdrawn', /nobody is seen/],
    ['(A09) a label that was taken off', facts({ events: [labeled(alice, 1), unlabeled(2)] }), 'label_withdrawn', /was taken off/],
    ['(A12) a fork', facts({ event: { name: 'pull_request', tasks: ['#17'], head: HEAD, isFork: true } }), 'actor_not_authorized', /fork/],
    ['a bot that is not listed', facts({ events: [labeled(bot)] }), 'actor_not_authorized', /release\[bot\] is a bot that is not listed/],
    ['(A17) a push after the label', facts({ events: [labeled(alice, 100), pushed(90)], head: HEAD }), 'label_withdrawn', /pushed to after/],
    ['(A17) a push that is dated after the label', facts({ events: [pushed(101), labeled(alice, 100)], head: HEAD }), 'label_withdrawn', /pushed to after/],
    ['(A17) a run for another head', facts({ head: 'b'.repeat(40), event: { name: 'pull_request', tasks: ['#17'], head: HEAD, isFork: false } }), 'label_withdrawn', /started for aaaaaaaaaaaa, the head of #17 is bbbbbbbbbbbb/],
    ['(A17) a head that is not known', facts({ event: { name: 'pull_request', tasks: ['#17'], head: HEAD, isFork: false } }), 'label_withdrawn', /not known/],
  ])('[A5] is none from %s', (_, given, code, detail) => {
    const approval = authorize(given)
    expect(approval).toMatchObject({ kind: 'refused', code, check: { name: 'approval', verdict: 'fail', detail: expect.stringMatching(detail), remedy: expect.any(String) } })
  })

  it('[A5] is none from someone who is no member at all', () => {
    const { member: _, ...nobody } = facts()
    expect(authorize(nobody)).toMatchObject({ kind: 'refused', code: 'actor_not_authorized' })
  })

  it('[A5] names whose role is to be asked for', () => {
    expect(approverOf(facts().history, LABEL)).toEqual(alice)
    expect(approverOf({ events: [labeled(alice), unlabeled(2)] }, LABEL)).toBeUndefined()
    expect(approverOf({ events: [] }, LABEL)).toBeUndefined()
  })
})

describe('going on without the label', () => {
  it('[A3] needs the same role', () => {
    const policy = { role: 'maintain', bots: [] } as const
    expect(authorizeBypass('alice', { id: 7, role: 'maintain' }, policy)).toMatchObject({ kind: 'approved', check: { detail: 'alice (maintain) goes on without the label' } })
    expect(authorizeBypass('alice', { id: 7, role: 'write' }, policy)).toMatchObject({ kind: 'refused', check: { detail: expect.stringContaining('the role write') } })
    expect(authorizeBypass('alice', undefined, policy)).toMatchObject({ kind: 'refused', check: { detail: expect.stringContaining('no role') } })
  })
})

describe('an event', () => {
  const pull = { number: 18, head: { sha: HEAD, repo: { full_name: 'octo/shop' } }, base: { repo: { full_name: 'octo/shop' } } }

  it.each<[string, unknown, RunEvent]>([
    ['issues', { action: 'labeled', issue: { number: 17 } }, { name: 'issues', action: 'labeled', tasks: ['#17'], isFork: false }],
    ['pull_request', { action: 'labeled', pull_request: pull }, { name: 'pull_request', action: 'labeled', tasks: ['#18'], head: HEAD, isFork: false }],
    ['pull_request', { pull_request: { ...pull, head: { sha: HEAD, repo: { full_name: 'eve/shop' } } } }, { name: 'pull_request', tasks: ['#18'], head: HEAD, isFork: true }],
    ['pull_request', { pull_request: { ...pull, head: { sha: HEAD, repo: null } } }, { name: 'pull_request', tasks: ['#18'], head: HEAD, isFork: true }],
    ['push', { ref: 'refs/heads/main' }, { name: 'push', tasks: [], isFork: false }],
  ])('[A6] %s %j is read', (name, payload, event) => {
    expect(readEvent(name, payload)).toEqual({ ok: true, value: event })
  })

  it.each([[[]], ['text'], [null], [{ issue: {} }], [{ issue: 17 }], [{ issue: { number: '17; rm' } }], [{ issue: { number: 0 } }], [{ issue: { number: 1e12 } }], [{ issue: { number: 1.5 } }], [{ pull_request: { number: 18 } }], [{ pull_request: { ...pull, head: { sha: 'main' } } }], [{ pull_request: { ...pull, base: {} } }], [{ pull_request: 'x' }]])('(A14) %j is refused', (payload) => {
    expect(readEvent('issues', payload)).toMatchObject({ ok: false, problems: [{ code: 'bad_event' }] })
  })
})
