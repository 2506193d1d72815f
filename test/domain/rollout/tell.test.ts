import { describe, expect, it } from '@jest/globals'
import { startRollout } from '../../../src/domain/rollout/advance.ts'
import { isServing, liveDigestOf, readingOf, releaseOf, type Observed, type ObservedRelease } from '../../../src/domain/rollout/live.ts'
import { narrate, progressText } from '../../../src/domain/rollout/narrate.ts'
import { planRollout } from '../../../src/domain/rollout/plan.ts'
import { armSince, sampleOf } from '../../../src/domain/rollout/sample.ts'
import type { Effect, Rollout, RolloutEvent } from '../../../src/domain/rollout/rollout.ts'
import type { Reading } from '../../../src/domain/health/reading.ts'
import { digestOf, environmentWith } from '../../support/settings.ts'

const OLD = digestOf('a')
const NEW = digestOf('b')
const stable = { digest: OLD, version: '1.0.0', instances: 2 }
const rollout = startRollout(planRollout(environmentWith(), { candidate: { digest: NEW, version: '2.0.0' }, snapshot: { id: 's', at: 0, stable } }), 0)
const first = startRollout(planRollout(environmentWith(), { candidate: { digest: NEW, version: '2.0.0' }, snapshot: { id: 's', at: 0 } }), 0)
const zero = { requests: 0, errors: 0, over: [0], latencySumMs: 0 }
const release = (changes: Partial<ObservedRelease> = {}): ObservedRelease => ({
  digest: NEW,
  version: '2.0.0',
  weight: 100,
  instances: [{ health: 'healthy', restarts: 0, rssBytes: 10, cpuSeconds: 1 }, { health: 'healthy', restarts: 0 }],
  counters: zero,
  ...changes,
})
const observed = (...releases: readonly ObservedRelease[]): Observed => ({ at: 5, epoch: 'e', boundsMs: [100], releases })

describe('what is live', () => {
  it('[E6] is the digest with all the traffic and an instance that answers', () => {
    expect(liveDigestOf(observed(release()))).toBe(NEW)
    expect(liveDigestOf(observed(release({ weight: 99 })))).toBeUndefined()
    expect(liveDigestOf(observed(release({ instances: [{ health: 'unhealthy', restarts: 3 }] })))).toBeUndefined()
    expect(liveDigestOf(observed())).toBeUndefined()
    expect(isServing({ health: 'starting', restarts: 0 })).toBe(false)
    expect(releaseOf(observed(release()), OLD)).toBeUndefined()
  })

  it('sums memory and processor time over the instances that know them', () => {
    expect(readingOf(observed(release()))).toMatchObject({ at: 5, epoch: 'e', releases: [{ digest: NEW, rssBytes: 10, cpuSeconds: 1 }] })
    expect(readingOf(observed(release({ instances: [] }))).releases[0]).toEqual({ digest: NEW, counters: zero })
  })
})

const reading = (at: number, epoch: string, requests: number, errors: number, more: { cpuSeconds?: number; rssBytes?: number } = {}): Reading => ({
  at,
  epoch,
  boundsMs: [100],
  releases: [{ digest: NEW, counters: { requests, errors, over: [requests / 2], latencySumMs: requests * 20 }, ...more }],
})

describe('a sample', () => {
  it('[K3] is what each arm did since the last reading, with the evidence', () => {
    const before: Rollout = { ...rollout, weight: 10, reading: reading(0, 'e', 100, 1, { cpuSeconds: 1 }) }
    const sample = sampleOf(before, before, reading(5000, 'e', 300, 5, { cpuSeconds: 3, rssBytes: 7 }))
    expect(sample).toMatchObject({ at: 5000, weight: 10, candidate: { requests: 200, errors: 4, meanMs: 20, over: [0.5], cpuSeconds: 2, rssBytes: 7 }, baseline: { requests: 0, errors: 0 } })
    expect(sample.threshold).toBeCloseTo(Math.log(100))
    expect(sampleOf(first, first, reading(1, 'e', 1, 0)).baseline).toEqual({ requests: 0, errors: 0 })
  })

  it('counts from zero after the counters were reset, by epoch or by falling', () => {
    expect(armSince(reading(0, 'e', 100, 1), reading(1, 'f', 10, 1), NEW)).toMatchObject({ requests: 10, errors: 1 })
    expect(armSince(reading(0, 'e', 100, 1), reading(1, 'e', 10, 1, { cpuSeconds: 2 }), NEW)).toMatchObject({ requests: 10, errors: 1, cpuSeconds: 2 })
    expect(armSince(undefined, reading(1, 'e', 10, 1), NEW)).toMatchObject({ requests: 10 })
    expect(armSince(reading(0, 'e', 10, 1, { cpuSeconds: 5 }), reading(1, 'e', 10, 1, { cpuSeconds: 1 }), NEW)).toEqual({ requests: 0, errors: 0, cpuSeconds: 0 })
    const unbounded: Reading = { ...reading(0, 'e', 2, 0), releases: [{ digest: NEW, counters: { requests: 2, errors: 0, over: [], latencySumMs: 40 } }] }
    expect(armSince(unbounded, reading(1, 'e', 4, 0), NEW).over).toEqual([1])
  })
})

describe('the sentences', () => {
  it('[K3] say what each effect is', () => {
    const effects: readonly Effect[] = [
      { kind: 'prepare', digest: NEW, instances: 2 },
      { kind: 'smoke', against: 'candidate' },
      { kind: 'smoke', against: 'public' },
      { kind: 'shift', step: 0, weight: 10, instances: { candidate: 2, stable: 2 } },
      { kind: 'measure', waitSeconds: 5 },
      { kind: 'read-live' },
      { kind: 'retire', keep: NEW },
      { kind: 'restore', snapshot: { id: 's', at: 0, stable } },
      { kind: 'restore', snapshot: { id: 's', at: 0 } },
    ]
    expect(effects.map((effect) => narrate.effect(effect))).toEqual([
      'start 2 of bbbbbbbbbbbb',
      'smoke checks, before traffic',
      'smoke checks, public address',
      'shift to 10 %',
      'measure',
      'read the live digest',
      'stop everything but bbbbbbbbbbbb',
      'restore 1.0.0',
      'stop the new release',
    ])
    expect(() => narrate.effect({ kind: 'dance' } as unknown as Effect)).toThrow('dance')
  })

  it('[K3] say what each event meant, and nothing where nothing needs saying', () => {
    const result = { name: 's', area: 'health', verdict: 'pass', attempts: 1, durationMs: 1, detail: '' } as const
    const events: readonly RolloutEvent[] = [
      { kind: 'prepared', at: 1 },
      { kind: 'smoked', at: 1, results: [result, { ...result, verdict: 'fail' }] },
      { kind: 'shifted', at: 1, weight: 10 },
      { kind: 'live', at: 1, digest: NEW, weight: 100 },
      { kind: 'live', at: 1, weight: 0 },
      { kind: 'failed', at: 1, code: 'x', message: 'no answer' },
      { kind: 'began', at: 1 },
      { kind: 'measured', at: 1, checks: [] },
      { kind: 'abort', at: 1, code: 'x', message: 'y' },
    ]
    expect(events.map((event) => narrate.event(rollout, event))).toEqual([
      '2.0.0 is up and healthy, without traffic',
      '1 of 2 smoke checks passed',
      '10 % of the traffic goes to 2.0.0',
      'live digest read back: bbbbbbbbbbbb',
      'nothing is live',
      'failed: no answer',
      undefined,
      undefined,
      undefined,
    ])
    const ends: readonly RolloutEvent[] = [{ kind: 'retired', at: 1 }, { kind: 'restored', at: 1 }]
    expect(ends.map((event) => narrate.event(rollout, event))).toEqual(['1.0.0 stopped', 'the new release is stopped, 1.0.0 serves as before'])
    expect(narrate.event({ ...rollout, touched: true }, { kind: 'restored', at: 1 })).toBe('all traffic is on 1.0.0 again')
    expect(ends.map((event) => narrate.event(first, event))).toEqual([undefined, 'the new release is stopped'])
    expect(() => narrate.event(rollout, { kind: 'sung' } as unknown as RolloutEvent)).toThrow('sung')
  })

  it('[K3] say how it began, turned, passed and ended', () => {
    const cause = { code: 'x', message: '9 of 100 failed', at: 1 }
    expect(narrate.start(rollout)).toBe('canary of 2.0.0 (bbbbbbbbbbbb); 1.0.0 runs now')
    expect(narrate.start(first)).toBe('canary of 2.0.0 (bbbbbbbbbbbb); nothing runs yet')
    expect(narrate.turn({ ...rollout, cause, touched: true, weight: 10 })).toBe('rolling back at 10 %: 9 of 100 failed')
    expect(narrate.turn(rollout)).toBe('stopping before any traffic: it was told to stop')
    expect(narrate.passed({ ...rollout, stepRequests: 12 })).toBe('10 % passed after 12 requests')
    expect(narrate.passed(rollout)).toBe('10 % passed on probes alone, no traffic was seen')
    expect(narrate.end({ ...rollout, outcome: 'verified' })).toBe('2.0.0 is live and verified')
    expect(narrate.end({ ...rollout, outcome: 'rolled-back' })).toBe('rolled back to 1.0.0')
    expect(narrate.end({ ...first, outcome: 'rolled-back' })).toBe('rolled back to nothing')
    expect(narrate.end({ ...rollout, outcome: 'failed', cause: { ...cause, code: 'rollback_failed' } })).toBe('THE ROLLBACK FAILED: 9 of 100 failed')
    expect(narrate.end({ ...rollout, outcome: 'failed', cause })).toBe('failed; 1.0.0 was not touched')
    expect(narrate.end({ ...first, outcome: 'failed' })).toBe('failed; nothing runs')
    expect(narrate.instances(undefined)).toBe('no instance of the new release runs')
    expect(narrate.instances(release({ instances: [] }))).toBe('no instance of the new release runs')
    expect(narrate.instances(release())).toBe('2 of 2 instances of the new release are healthy')
  })

  it('[K3] draw one line of progress', () => {
    const arm = { requests: 100, errors: 2 }
    const sample = { at: 31_000, weight: 25, baseline: arm, candidate: arm, logE: 1.23, threshold: 4.6 }
    expect(progressText('production', rollout, sample)).toBe(
      'production 25 % [###-------] step 1 of 3, 31 s; candidate 2/100 bad, baseline 2/100; evidence 1.2 of 4.6',
    )
    expect(progressText('production', rollout, { ...sample, logE: -0.01 })).toContain('evidence 0.0 of 4.6')
    const { logE: _, ...blind } = sample
    expect(progressText('production', { ...rollout, phase: 'verifying' }, blind)).toContain('verifying, 31 s; candidate 2/100 bad, baseline 2/100; evidence - of 4.6')
  })
})
