import { describe, expect, it } from '@jest/globals'
import { rolloutReport } from '../../src/commands/rollout-report.ts'
import type { Reading } from '../../src/domain/health/reading.ts'
import type { Deployment } from '../../src/domain/ledger/entry.ts'
import { startRollout } from '../../src/domain/rollout/advance.ts'
import { planRollout } from '../../src/domain/rollout/plan.ts'
import type { Executed } from '../../src/execute.ts'
import { digestOf, environmentWith } from '../support/settings.ts'

const OLD = digestOf('a')
const NEW = digestOf('b')
const environment = environmentWith()
const stable = { digest: OLD, version: '1.0.0', instances: 2 }
const rollout = startRollout(planRollout(environment, { candidate: { digest: NEW, version: '2.0.0' }, snapshot: { id: 's', at: 0, stable } }), 0)
const deployment: Deployment = { id: 'dep_1', digest: NEW, version: '2.0.0', commit: 'c', committedAt: 0, actor: 'ann', command: 'deploy', startedAt: 0, outcome: 'running' }

const reading = (at: number, old: number, fresh: number): Reading => ({
  at,
  epoch: 'e',
  boundsMs: [100],
  releases: [
    { digest: OLD, counters: { requests: old, errors: 0, over: [0], latencySumMs: old * 10 } },
    { digest: NEW, counters: { requests: fresh, errors: 0, over: [0], latencySumMs: fresh * 10 } },
  ],
})

function comparisons(executed: Partial<Executed>): Readonly<Record<string, readonly [number | undefined, number | undefined]>> {
  const report = rolloutReport({ environment, deployment, executed: { rollout, samples: [], moments: [], smoke: [], readings: {}, ...executed }, endedAt: 100_000 })
  return Object.fromEntries(report.comparisons.map(({ metric, before, after }) => [metric, [before, after]]))
}

describe('before and after', () => {
  it('[E4] compares the old release before full weight with the new one after it, as if each had had all the traffic', () => {
    const readings = { first: reading(0, 0, 0), beforeFull: reading(10_000, 900, 100), atFull: reading(10_000, 900, 100), last: reading(30_000, 900, 2100) }
    const { throughput } = comparisons({ rollout: { ...rollout, outcome: 'verified' }, readings })
    expect(throughput).toEqual([100, 100])
  })

  it('[E4] compares both in the same minutes when the new one never had full weight', () => {
    const readings = { first: reading(0, 0, 0), last: reading(10_000, 900, 100) }
    const { throughput } = comparisons({ rollout: { ...rollout, outcome: 'rolled-back' }, readings })
    expect(throughput).toEqual([100, 100])
  })

  it('has nothing to compare without a reading or without an old release', () => {
    expect(comparisons({})).toEqual({})
    const first = startRollout(planRollout(environment, { candidate: { digest: NEW, version: '2.0.0' }, snapshot: { id: 's', at: 0 } }), 0)
    expect(comparisons({ rollout: first, readings: { first: reading(0, 0, 0), last: reading(1, 1, 1) } })).toEqual({})
  })
})
