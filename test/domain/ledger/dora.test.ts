import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { doraOf } from '../../../src/domain/ledger/dora.ts'
import type { Deployment } from '../../../src/domain/ledger/entry.ts'
import { deploymentOf, NOW } from './samples.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const WINDOW = { from: NOW, to: NOW + 10 * DAY }

function done(hours: number, outcome: Deployment['outcome'], changes: Partial<Deployment> = {}): Deployment {
  const endedAt = NOW + hours * HOUR
  return deploymentOf({ id: `dep_${hours}`, committedAt: endedAt - 2 * HOUR, startedAt: endedAt - HOUR / 2, endedAt, outcome, ...changes })
}

describe('[K5] the four numbers', () => {
  it('are absent, not zero, when there is nothing to compute them from', () => {
    expect(doraOf([], WINDOW)).toEqual({ deployments: 0, deploymentsPerDay: 0 })
    expect(doraOf([deploymentOf()], WINDOW)).toEqual({ deployments: 0, deploymentsPerDay: 0 })
    expect(doraOf([], { from: NOW, to: NOW })).toEqual({ deployments: 0, deploymentsPerDay: 0 })
  })

  it('count verified deployments of the window', () => {
    const dora = doraOf([done(1, 'verified'), done(2, 'verified', { committedAt: NOW - 2 * HOUR }), done(-1, 'verified'), done(240, 'verified')], WINDOW)
    expect(dora).toEqual({ deployments: 2, deploymentsPerDay: 0.2, leadTimeMs: 3 * HOUR, changeFailureRate: 0 })
  })

  it.each<[string, readonly Deployment[], number | undefined, number | undefined]>([
    ['one of two was rolled back by itself', [done(1, 'verified'), done(2, 'rolled-back', { touched: true })], 0.5, HOUR / 2],
    ['one was rolled back, by an entry that does not say whether it had traffic', [done(1, 'rolled-back')], 1, HOUR / 2],
    ['one failed before it had traffic', [done(1, 'verified'), done(2, 'failed', { touched: false })], 0, undefined],
    ['one failed, by an entry that does not say whether it had traffic', [done(1, 'verified'), done(2, 'failed')], 0, undefined],
    ['one failed with traffic and nothing came after', [done(1, 'verified'), done(2, 'failed', { touched: true })], 0.5, undefined],
    ['one failed with traffic and the next release mended it', [done(1, 'failed', { touched: true }), done(5, 'verified')], 0.5, 4.5 * HOUR],
    ['one was verified and rolled back by hand later', [done(1, 'verified'), done(2, 'verified'), done(6, 'verified', { command: 'rollback' })], 0.5, 4 * HOUR],
    ['a rollback by hand failed first', [done(2, 'verified'), done(3, 'failed', { command: 'rollback' }), done(6, 'verified', { command: 'rollback' })], 1, 4 * HOUR],
    ['two were undone', [done(1, 'rolled-back'), done(3, 'verified'), done(4, 'verified', { command: 'rollback' })], 1, 0.75 * HOUR],
  ])('say how often changes fail and how long that lasts when %s', (_, deployments, rate, restore) => {
    const dora = doraOf(deployments, WINDOW)
    expect(dora.changeFailureRate).toBe(rate)
    expect(dora.timeToRestoreMs).toBe(restore)
  })

  it('do not depend on the order, and stay within their ranges', () => {
    const some = fc.record({ hours: fc.integer({ min: -50, max: 300 }), outcome: fc.constantFrom<Deployment['outcome']>('verified', 'rolled-back', 'failed', 'running'), command: fc.constantFrom<Deployment['command']>('deploy', 'rollback') })
    fc.assert(
      fc.property(fc.uniqueArray(some, { selector: (one) => one.hours, maxLength: 12 }), (list) => {
        const deployments = list.map(({ hours, outcome, command }) => done(hours, outcome, { command, touched: outcome !== 'failed' }))
        const dora = doraOf(deployments, WINDOW)
        expect(doraOf(deployments.toReversed(), WINDOW)).toEqual(dora)
        expect(dora.changeFailureRate ?? 0).toBeGreaterThanOrEqual(0)
        expect(dora.changeFailureRate ?? 0).toBeLessThanOrEqual(1)
        expect(dora.timeToRestoreMs ?? 0).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})
