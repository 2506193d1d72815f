import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { LedgerEvent, LedgerState } from '../../../src/domain/ledger/entry.ts'
import { DEPLOYMENTS_KEPT, emptyState, fold, OVERRIDES_KEPT, PACKAGED_KEPT } from '../../../src/domain/ledger/fold.ts'
import { ALICE, anyChain, anyEvent, anyRun, BOB, deploymentOf, digestOf, EVENTS, EVERY_EVENT, NOW, PACKAGED, rolloutOf } from './samples.ts'

function folded(...events: readonly LedgerEvent[]): LedgerState {
  return events.reduce((state, event, index) => fold(state, event, { height: index + 1, at: NOW, run: ALICE }), emptyState)
}

const TAKEN = EVERY_EVENT['lease-taken']
const BEGAN = EVERY_EVENT['rollout-began']
const ABORT = EVERY_EVENT['abort-requested']
const OVERRIDDEN = EVERY_EVENT.overridden

describe('the state that events fold into', () => {
  it('takes the lease with the height of the entry as its fence', () => {
    const state = fold(folded(TAKEN, EVERY_EVENT['lease-released']), { ...TAKEN, owner: BOB }, { height: 3, at: NOW + 5, run: BOB })
    expect(state.lease).toEqual({ owner: BOB, fence: 3, expiresAt: TAKEN.expiresAt, since: NOW + 5 })
  })

  it.each(EVENTS.filter((event) => !event.kind.startsWith('lease-') || event.kind === 'lease-renewed'))('renews the lease when its owner writes $kind', (event) => {
    const state = fold(folded(TAKEN, BEGAN), event, { height: 3, at: NOW, run: ALICE, renewUntil: NOW + 120_000 })
    expect(state.lease).toEqual({ owner: ALICE, fence: 1, expiresAt: NOW + 120_000, since: NOW })
  })

  it('is not renewed by anybody else, and never shortened', () => {
    const foreign = fold(folded(TAKEN), ABORT, { height: 2, at: NOW, run: BOB, renewUntil: NOW + 1e9 })
    const shorter = fold(folded(TAKEN), EVERY_EVENT['lease-renewed'], { height: 2, at: NOW, run: ALICE, renewUntil: NOW + 1 })
    const otherAttempt = fold(folded(TAKEN), EVERY_EVENT['lease-renewed'], { height: 2, at: NOW, run: { ...ALICE, attempt: 2 }, renewUntil: NOW + 1e9 })
    expect([foreign, shorter, otherAttempt].map((state) => state.lease?.expiresAt)).toEqual([TAKEN.expiresAt, TAKEN.expiresAt, TAKEN.expiresAt])
  })

  it.each([EVERY_EVENT['lease-released'], EVERY_EVENT['lease-broken']])('has no lease after $kind', (event) => {
    expect(folded(TAKEN, event)).toEqual(emptyState)
  })

  it('[E1] keeps a rollout with its snapshot from beginning to end', () => {
    const began = folded(TAKEN, BEGAN)
    expect(began.current).toEqual({ deployment: BEGAN.deployment, rollout: BEGAN.rollout })
    const effect = folded(TAKEN, BEGAN, EVERY_EVENT['effect-began'])
    expect(effect.current).toEqual({ deployment: BEGAN.deployment, rollout: EVERY_EVENT['effect-began'].rollout, effect: 'shift to 10 %' })
    const progressed = folded(TAKEN, BEGAN, EVERY_EVENT['effect-began'], EVERY_EVENT.progressed)
    expect(progressed.current).toEqual({ deployment: BEGAN.deployment, rollout: EVERY_EVENT.progressed.rollout })
  })

  it('makes a verified deployment the live one', () => {
    const state = folded(TAKEN, BEGAN, EVERY_EVENT['rollout-ended'])
    const ended = { ...BEGAN.deployment, outcome: 'verified', endedAt: NOW + 90_000, touched: true }
    expect(state.live).toEqual(ended)
    expect(state.deployments).toEqual([ended])
    expect(state).not.toHaveProperty('current')
  })

  it.each(['rolled-back', 'failed'] as const)('[G3] leaves the live one and quarantines nothing by itself when a rollout ends %s', (outcome) => {
    const cause = { code: 'smoke_failed', message: 'no answer', at: NOW }
    const before = folded(TAKEN, BEGAN, EVERY_EVENT['rollout-ended'])
    const began = fold(before, { ...BEGAN, deployment: deploymentOf({ id: 'dep_2', digest: digestOf(3) }) }, { height: 4, at: NOW, run: ALICE })
    const state = fold(began, { kind: 'rollout-ended', outcome, rollout: rolloutOf({ cause, touched: false }), at: NOW + 7 }, { height: 5, at: NOW, run: ALICE })
    expect(state.live?.id).toBe('dep_1')
    expect(state.deployments[0]).toEqual({ ...deploymentOf({ id: 'dep_2', digest: digestOf(3) }), outcome, endedAt: NOW + 7, touched: false, cause })
    expect(state.quarantine).toEqual([])
  })

  it('(I7) closes a deployment as failed when another begins in its place', () => {
    const state = folded(TAKEN, BEGAN, ABORT, { ...BEGAN, deployment: deploymentOf({ id: 'dep_2' }) })
    expect(state.current?.deployment.id).toBe('dep_2')
    expect(state.deployments.map((one) => [one.id, one.outcome, one.endedAt])).toEqual([['dep_1', 'failed', NOW]])
  })

  it.each(['effect-began', 'progressed', 'rollout-ended'] as const)('changes nothing by %s without a rollout', (kind) => {
    expect(folded(EVERY_EVENT[kind])).toEqual(emptyState)
  })

  it('keeps the newest deployments, overrides and packages up to their limits', () => {
    const deployments = Array.from({ length: DEPLOYMENTS_KEPT + 3 }, (_, n) => [{ ...BEGAN, deployment: deploymentOf({ id: `dep_${n}` }) }, EVERY_EVENT['rollout-ended']]).flat()
    const overrides = Array.from({ length: OVERRIDES_KEPT + 3 }, (_, n) => ({ kind: 'overridden' as const, override: { ...OVERRIDDEN.override, reason: `${n}` } }))
    const packages = Array.from({ length: PACKAGED_KEPT + 3 }, (_, n) => ({ kind: 'packaged' as const, packaged: { ...PACKAGED, size: n } }))
    const state = folded(...deployments, ...overrides, ...packages)
    expect(state.deployments.map((one) => one.id)).toEqual(Array.from({ length: DEPLOYMENTS_KEPT }, (_, n) => `dep_${DEPLOYMENTS_KEPT + 2 - n}`))
    expect(state.overrides.map((one) => one.reason)).toEqual(Array.from({ length: OVERRIDES_KEPT }, (_, n) => `${n + 3}`))
    expect(state.packaged?.map((one) => one.size)).toEqual(Array.from({ length: PACKAGED_KEPT }, (_, n) => PACKAGED_KEPT + 2 - n))
  })

  it('[G3] quarantines a digest once and lifts it', () => {
    const again = { ...EVERY_EVENT.quarantined, quarantine: { ...EVERY_EVENT.quarantined.quarantine, reason: 'again' } }
    expect(folded(EVERY_EVENT.quarantined, again).quarantine.map((one) => one.reason)).toEqual(['again'])
    expect(folded(EVERY_EVENT.quarantined, { ...EVERY_EVENT['quarantine-lifted'], digest: digestOf(9) }).quarantine).toHaveLength(1)
    expect(folded(EVERY_EVENT.quarantined, EVERY_EVENT['quarantine-lifted']).quarantine).toEqual([])
  })

  it.each([
    ['everything', { tag: 'v1', label: 'done' }],
    ['no tag', { label: 'done' }],
    ['no label', { tag: 'v1' }],
  ])('remembers what was finalized, with %s', (_, extra) => {
    expect(folded({ kind: 'finalized', deployment: 'dep_1', ...extra }).finalized).toEqual({ deployment: 'dep_1', ...extra })
  })

  it('starts a new owner with a clean slate', () => {
    const state = folded(ABORT, OVERRIDDEN, TAKEN)
    expect(state).not.toHaveProperty('abort')
    expect(state.overrides).toEqual([])
  })

  it('(C18) keeps the abort and the overrides of a rollout that was left behind for whoever takes it over', () => {
    const state = folded(TAKEN, OVERRIDDEN, BEGAN, ABORT, EVERY_EVENT['lease-released'], { ...TAKEN, owner: BOB, from: ALICE })
    expect(state.abort).toEqual({ actor: 'bob', reason: 'errors on the dashboard' })
    expect(state.overrides).toEqual([OVERRIDDEN.override])
    expect(state.current?.deployment.id).toBe('dep_1')
  })

  it('forgets an abort when the rollout has ended or the lease was given back without one', () => {
    expect(folded(TAKEN, BEGAN, ABORT, EVERY_EVENT['rollout-ended'])).not.toHaveProperty('abort')
    expect(folded(TAKEN, ABORT, EVERY_EVENT['lease-released'])).not.toHaveProperty('abort')
    expect(folded(TAKEN, ABORT, BEGAN).abort).toEqual({ actor: 'bob', reason: 'errors on the dashboard' })
    expect(folded(TAKEN, BEGAN, EVERY_EVENT['lease-released'])).not.toHaveProperty('abort')
  })

  it('never changes the state it is given, and needs nothing but what it is given', () => {
    fc.assert(
      fc.property(anyChain, anyEvent, anyRun, (heads, event, run) => {
        const state = heads[0]?.entry.state ?? emptyState
        const before = JSON.stringify(state)
        const context = { height: heads.length + 1, at: NOW, run }
        expect(fold(state, event, context)).toEqual(fold(JSON.parse(before) as LedgerState, event, context))
        expect(JSON.stringify(state)).toBe(before)
      }),
    )
  })

  it('keeps its lists within their limits and every live deployment verified, whatever happens', () => {
    fc.assert(
      fc.property(anyChain, (heads) => {
        for (const { entry } of heads) {
          const { live, deployments, quarantine } = entry.state
          expect(deployments.length).toBeLessThanOrEqual(DEPLOYMENTS_KEPT)
          expect(live === undefined || live.outcome === 'verified').toBe(true)
          expect(deployments.every((one) => one.outcome !== 'running' && one.endedAt !== undefined)).toBe(true)
          expect(new Set(quarantine.map((one) => one.digest)).size).toBe(quarantine.length)
        }
      }),
    )
  })
})
