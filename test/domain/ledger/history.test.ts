import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Deployment, LedgerState } from '../../../src/domain/ledger/entry.ts'
import { emptyState } from '../../../src/domain/ledger/fold.ts'
import { rollbackTarget, timelineOf } from '../../../src/domain/ledger/history.ts'
import { anyChain, chainOf, deploymentOf, digestOf, EVENTS, EVERY_EVENT, NOW, rolloutOf } from './samples.ts'

function ended(id: string, digest: number, outcome: Deployment['outcome'] = 'verified', changes: Partial<Deployment> = {}): Deployment {
  return deploymentOf({ id, digest: digestOf(digest), version: `1.${digest}`, outcome, endedAt: NOW, ...changes })
}

function stateOf(deployments: readonly Deployment[], quarantined: readonly number[] = []): LedgerState {
  const live = deployments.find((one) => one.outcome === 'verified')
  return { ...emptyState, deployments, quarantine: quarantined.map((n) => ({ digest: digestOf(n), reason: 'bad', at: NOW })), ...(live === undefined ? {} : { live }) }
}

describe('[G1] where to roll back to', () => {
  const history = [ended('d5', 5), ended('d4', 4, 'rolled-back'), ended('d3', 5), ended('d2', 2), ended('d1', 1)]
  const broken = ended('d6', 6, 'failed', { cause: { code: 'rollback_failed', message: 'no', at: NOW } })

  it.each<[string, LedgerState, string, string]>([
    ['the newest verified deployment of another digest', stateOf(history), 'previous', 'd2'],
    ['nothing newer after a rollback: the release that was rolled away from is never brought back', { ...stateOf([ended('d6', 2, 'verified', { command: 'rollback' }), ...history]), live: ended('d6', 2, 'verified', { command: 'rollback' }) }, 'previous', 'd1'],
    ['the one before when that is quarantined', stateOf(history, [2]), 'previous', 'd1'],
    ['a deployment by its id', stateOf(history), 'd1', 'd1'],
    ['a deployment by its digest', stateOf(history), digestOf(1), 'd1'],
    ['the last verified one when a rollback failed, because then nothing is live for certain', stateOf([broken, ...history]), 'previous', 'd5'],
    ['not the live one when a release merely failed before it had traffic', stateOf([ended('d6', 6, 'failed', { cause: { code: 'smoke_failed', message: 'no', at: NOW } }), ...history]), 'previous', 'd2'],
    ['not the live one when a failure has no cause', stateOf([ended('d6', 6, 'failed'), ...history]), 'previous', 'd2'],
  ])('is %s', (_, state, to, id) => {
    const target = rollbackTarget(state, to)
    expect(target.kind === 'target' ? target.deployment.id : target).toBe(id)
  })

  it.each<[string, LedgerState, string, string]>([
    ['nothing was ever deployed', emptyState, 'previous', 'no_rollback_target'],
    ['nothing but the live digest was verified', stateOf([ended('d5', 5), ended('d4', 4, 'failed'), ended('d3', 5)]), 'previous', 'no_rollback_target'],
    ['the deployment is not known', stateOf(history), 'd9', 'no_rollback_target'],
    ['it is not known any more what came before the live one', { ...stateOf(history), live: ended('d0', 0) }, 'previous', 'no_rollback_target'],
    ['everything before the live one was rolled away from', { ...stateOf([ended('d6', 1, 'verified', { command: 'rollback' }), ...history]), live: ended('d6', 1) }, 'previous', 'no_rollback_target'],
    ['the deployment was rolled back itself', stateOf(history), 'd4', 'no_rollback_target'],
    ['everything else is quarantined', stateOf(history, [1, 2]), 'previous', 'quarantined'],
    ['the digest is quarantined', stateOf(history, [1]), digestOf(1), 'quarantined'],
    ['it is live already', stateOf(history), 'd5', 'already_done'],
    ['an older deployment of the live digest is named', stateOf(history), 'd3', 'already_done'],
  ])('is a problem when %s', (_, state, to, code) => {
    const target = rollbackTarget(state, to)
    expect(target.kind === 'problem' ? target.problem.code : target).toBe(code)
  })

  it('(I5) is always a verified deployment that is neither live nor quarantined', () => {
    fc.assert(
      fc.property(anyChain, (heads) => {
        const state = heads[0]?.entry.state ?? emptyState
        const target = rollbackTarget(state, 'previous')
        if (target.kind === 'problem') return
        expect(target.deployment.outcome).toBe('verified')
        expect(target.deployment.digest).not.toBe(state.live?.digest)
        expect(state.quarantine.map((one) => one.digest)).not.toContain(target.deployment.digest)
      }),
    )
  })
})

describe('a timeline', () => {
  it('tells what happened, oldest first, without renewals', () => {
    const restoring = { kind: 'effect-began', effect: 'restore 1.4.1', rollout: rolloutOf({ phase: 'restoring' }) } as const
    const smoking = { kind: 'effect-began', effect: 'smoke checks', rollout: rolloutOf({ phase: 'smoking' }) } as const
    const rollback = { ...EVERY_EVENT['rollout-began'], deployment: deploymentOf({ command: 'rollback' }) }
    const entries = chainOf([...EVENTS, restoring, smoking, rollback]).map((head) => head.entry)
    const timeline = timelineOf(entries)
    expect(timeline.map((moment) => moment.kind)).toEqual(['note', 'note', 'note', 'start', 'shift', 'note', 'end', 'note', 'note', 'verdict', 'note', 'note', 'note', 'rollback', 'effect', 'rollback'])
    expect(timeline.map((moment) => moment.at)).toEqual(timeline.map((moment) => moment.at).toSorted((a, b) => a - b))
    expect(timeline[3]?.text).toBe('rollout began 1.4.2 (aaaaaaaaaaaa)')
    expect(timelineOf(entries.toReversed())).toEqual(timeline)
  })
})
