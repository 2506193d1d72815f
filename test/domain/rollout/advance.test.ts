import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { advance, begin, due, RESTORE_LIMIT, startRollout } from '../../../src/domain/rollout/advance.ts'
import { planRollout } from '../../../src/domain/rollout/plan.ts'
import type { CheckResult } from '../../../src/domain/health/checks.ts'
import type { Reading } from '../../../src/domain/health/reading.ts'
import type { Phase, Rollout, RolloutEvent } from '../../../src/domain/rollout/rollout.ts'
import { stepOf } from '../../../src/domain/rollout/step.ts'
import { interrupt } from '../../../src/domain/rollout/turn.ts'
import { judgeStateOf, MEASURE_ERROR_LIMIT } from '../../../src/domain/rollout/watch.ts'
import { digestOf, environmentWith } from '../../support/settings.ts'

const OLD = digestOf('a')
const NEW = digestOf('b')
const snapshot = { id: 'snap_1', at: 0, stable: { digest: OLD, version: '1.0.0', instances: 2 } }
const candidate = { digest: NEW, version: '2.0.0' }
const passing: CheckResult = { name: 'health', area: 'health', verdict: 'pass', attempts: 1, durationMs: 3, detail: '200' }
const failing: CheckResult = { ...passing, verdict: 'fail', detail: 'expected 200, got 500' }

/** A reading in which each arm has served so many requests with so many errors since the epoch began. */
function reading(at: number, old: readonly [number, number], fresh: readonly [number, number]): Reading {
  const counters = ([requests, errors]: readonly [number, number]): Reading['releases'][number]['counters'] => ({ requests, errors, over: [], latencySumMs: requests * 10 })
  return { at, epoch: 'e1', boundsMs: [], releases: [{ digest: OLD, counters: counters(old) }, { digest: NEW, counters: counters(fresh) }] }
}

const canary = (changes: Parameters<typeof environmentWith>[0] = {}): Rollout =>
  startRollout(planRollout(environmentWith(changes), { candidate, snapshot }), 0)

const smoke: CheckResult = { ...passing, name: 'smoke' }
const withSmoke = { smoke: [{ name: 'smoke', kind: 'tcp', area: 'health', timeoutMs: 1000, consecutive: 1 }] } as const

function play(rollout: Rollout, ...events: readonly RolloutEvent[]): Rollout {
  return events.reduce(advance, rollout)
}

/** At the first step with ten per cent, baseline reading taken. */
function watching(changes: Parameters<typeof environmentWith>[0] = {}): Rollout {
  return play(canary(changes), { kind: 'prepared', at: 1 }, { kind: 'shifted', at: 1000, weight: 10, reading: reading(1000, [0, 0], [0, 0]) })
}

const measured = (at: number, old: readonly [number, number], fresh: readonly [number, number], more: Partial<Extract<RolloutEvent, { kind: 'measured' }>> = {}): RolloutEvent => ({
  kind: 'measured',
  at,
  reading: reading(at, old, fresh),
  checks: [passing],
  ...more,
})

/** At full weight, verifying. */
function verifying(changes: Parameters<typeof environmentWith>[0] = {}): Rollout {
  return play(
    watching(changes),
    measured(32_000, [9000, 9], [1000, 1]),
    { kind: 'shifted', at: 33_000, weight: 50, reading: reading(33_000, [9000, 9], [1000, 1]) },
    measured(64_000, [14_000, 14], [6000, 6]),
    { kind: 'shifted', at: 65_000, weight: 100, reading: reading(65_000, [14_000, 14], [6000, 6]) },
    { kind: 'live', at: 66_000, digest: NEW, weight: 100 },
  )
}

describe('a healthy release', () => {
  it('[E2] passes every step of its canary, is read back, verified and left alone with the traffic', () => {
    const kinds: string[] = []
    const note = (rollout: Rollout): Rollout => {
      const effect = due(rollout)
      kinds.push(effect?.kind === 'shift' ? `shift ${effect.weight}` : (effect?.kind ?? 'done'))
      return rollout
    }
    const events: readonly RolloutEvent[] = [
      { kind: 'began', at: 0 },
      { kind: 'prepared', at: 1 },
      { kind: 'smoked', at: 2, results: [smoke] },
      { kind: 'shifted', at: 1000, weight: 10, reading: reading(1000, [0, 0], [0, 0]) },
      measured(32_000, [9000, 9], [1000, 1], { weight: 10 }),
      { kind: 'shifted', at: 33_000, weight: 50, reading: reading(33_000, [9000, 9], [1000, 1]) },
      measured(64_000, [14_000, 14], [6000, 6]),
      { kind: 'shifted', at: 65_000, weight: 100, reading: reading(65_000, [14_000, 14], [6000, 6]) },
      { kind: 'live', at: 66_000, digest: NEW, weight: 100 },
      measured(70_000, [14_000, 14], [7000, 7]),
      measured(87_000, [14_000, 14], [9000, 9]),
      { kind: 'smoked', at: 88_000, results: [smoke] },
      { kind: 'retired', at: 89_000 },
    ]
    const end = events.reduce((rollout, event) => note(advance(rollout, event)), note(canary(withSmoke)))
    expect(end.outcome).toBe('verified')
    expect(kinds).toEqual([
      'prepare', 'prepare', 'smoke', 'shift 10', 'measure', 'shift 50', 'measure', 'shift 100', 'read-live', 'measure', 'measure', 'smoke', 'retire', 'done',
    ])
  })

  it('[E2] goes live in one step where nothing ran before, and needs no comparison', () => {
    const spec = planRollout(environmentWith({ verifySeconds: 0 }), { candidate, snapshot: { id: 's', at: 0 } })
    const end = play(startRollout(spec, 0), { kind: 'prepared', at: 1 }, { kind: 'shifted', at: 2, weight: 100 }, { kind: 'live', at: 3, digest: NEW, weight: 100 }, { kind: 'retired', at: 4 })
    expect(end).toMatchObject({ outcome: 'verified', touched: true })
  })

  it('[E3] waits at a step until its bake time is over, however good the numbers', () => {
    expect(due(play(watching(), measured(20_000, [9000, 9], [1000, 1])))).toMatchObject({ kind: 'measure' })
  })

  it('[E4] stays live when an old instance cannot be stopped, and says so', () => {
    const end = play(verifying(), measured(90_000, [14_000, 14], [9000, 9]), { kind: 'failed', at: 91_000, code: 'target_unreachable', message: 'gone' })
    expect(end).toMatchObject({ outcome: 'verified', cause: { code: 'bookkeeping_pending', message: 'gone' } })
  })
})

describe('a bad release', () => {
  it.each<[string, Rollout, RolloutEvent, string]>([
    ['does not start', canary(), { kind: 'failed', at: 5, code: 'candidate_unhealthy', message: 'exit code 1' }, 'candidate_unhealthy'],
    ['fails a smoke check', play(canary(withSmoke), { kind: 'prepared', at: 1 }), { kind: 'smoked', at: 5, results: [smoke, failing] }, 'smoke_failed'],
    ['gives no smoke result', play(canary(withSmoke), { kind: 'prepared', at: 1 }), { kind: 'smoked', at: 5, results: [] }, 'smoke_failed'],
    ['gets another weight than asked for', play(canary(), { kind: 'prepared', at: 1 }), { kind: 'shifted', at: 5, weight: 5 }, 'drifted'],
    ['has its weight changed by someone else', watching(), measured(5000, [10, 0], [1, 0], { weight: 60 }), 'drifted'],
    ['fails in one request of ten', watching(), measured(5000, [9000, 9], [1000, 100]), 'evidence_against'],
    ['breaks the objective without a baseline', verifying({ judge: { ...environmentWith().judge, maxErrorRate: 0.01 } }), measured(70_000, [14_000, 14], [7000, 906]), 'slo_breached'],
    ['is not live after the last shift', play(verifying(), { kind: 'abort', at: 1, code: 'x', message: 'y' }), { kind: 'restored', at: 2 }, 'x'],
  ])('[E3, E5] that %s turns round', (_, before, event, code) => {
    const after = advance(before, event)
    expect(after.cause?.code).toBe(code)
    expect(['restoring', 'confirming']).toContain(after.phase)
  })

  it.each([
    ['another digest', { digest: digestOf('c'), weight: 100 }],
    ['no digest', { weight: 0 }],
    ['half of the traffic', { digest: NEW, weight: 50 }],
  ])('[E6] turns round when %s is read back', (_, seen) => {
    const full = play(watching(), measured(32_000, [9000, 9], [1000, 1]), { kind: 'shifted', at: 33_000, weight: 50 }, measured(64_000, [14_000, 14], [6000, 6]), { kind: 'shifted', at: 65_000, weight: 100 })
    expect(due(full)).toEqual({ kind: 'read-live' })
    expect(advance(full, { kind: 'live', at: 66_000, ...seen }).cause?.code).toBe('live_digest_mismatch')
  })

  it('[E3] turns round at the second failed health check in a row, not at the first', () => {
    const once = play(watching(), measured(5000, [90, 0], [10, 0], { checks: [failing] }))
    expect(once.phase).toBe('watching')
    expect(play(once, measured(10_000, [180, 0], [20, 0])).probeFailures).toBe(0)
    expect(play(once, measured(10_000, [180, 0], [20, 0], { checks: [failing] }))).toMatchObject({ phase: 'restoring', cause: { code: 'health_failed' } })
  })

  it('[E3] is not measured away: after too many polls without a reading it turns round (H01)', () => {
    const blind: RolloutEvent = { kind: 'measured', at: 2000, checks: [passing], error: 'connection refused' }
    const almost = play(watching(), ...Array.from({ length: MEASURE_ERROR_LIMIT }, () => blind))
    expect(almost.phase).toBe('watching')
    expect(advance(almost, blind)).toMatchObject({ phase: 'restoring', cause: { code: 'measurement_failed' } })
    const { error: _, ...silent } = blind
    expect(advance(almost, silent).cause?.message).toContain('no reading')
  })

  it('[E3] never passes without data: at the limit it is no_data even where holding ends in going on (H08)', () => {
    const quiet = play(watching({ hold: { limitSeconds: 60, then: 'advance' } }), measured(92_000, [900, 1], [3, 0]))
    expect(quiet).toMatchObject({ phase: 'restoring', cause: { code: 'no_data' } })
    const blind = play(watching(), { kind: 'measured', at: 92_000, checks: [passing] })
    expect(blind).toMatchObject({ phase: 'restoring', cause: { code: 'no_data' } })
  })

  it('[E3] that stays undecided ends as the user chose', () => {
    const doubtful = measured(92_000, [9000, 9], [1000, 4])
    expect(play(watching(), doubtful)).toMatchObject({ phase: 'restoring', cause: { code: 'undecided' } })
    expect(play(watching({ hold: { limitSeconds: 60, then: 'advance' } }), doubtful)).toMatchObject({ phase: 'shifting', step: 1 })
    const late = verifying({ hold: { limitSeconds: 60, then: 'advance' } })
    expect(play({ ...late, judge: play(watching(), doubtful).judge }, measured(150_000, [14_000, 14], [6100, 6])).phase).toBe('retiring')
  })

  it('[E3] holds before full weight until the evidence is four to one that it is not three times as bad', () => {
    const half = play(watching({ judge: { ...environmentWith().judge, minRequests: 5 } }), measured(32_000, [90, 0], [10, 0]), { kind: 'shifted', at: 33_000, weight: 50, reading: reading(33_000, [90, 0], [10, 0]) })
    expect(play(half, measured(64_000, [110, 0], [30, 0])).phase).toBe('watching')
    expect(play(half, measured(64_000, [1090, 0], [1010, 0])).phase).toBe('shifting')
  })

  it('[E3] a step without traffic may pass on probes where traffic is optional', () => {
    expect(play(watching({ traffic: 'optional' }), measured(32_000, [0, 0], [0, 0])).phase).toBe('shifting')
    expect(play(watching({ traffic: 'optional' }), measured(32_000, [0, 0], [0, 0], { checks: [failing] })).phase).toBe('watching')
  })

  it('[E4] does not pass its verification without traffic where traffic is required', () => {
    const quiet = play(verifying(), measured(90_000, [14_000, 14], [6010, 6]))
    expect(quiet.phase).toBe('verifying')
    expect(play(quiet, measured(146_001, [14_000, 14], [6010, 6]))).toMatchObject({ phase: 'restoring', cause: { code: 'no_data' } })
  })

  it('[E3] is judged more slowly where the baseline itself errs in bursts, and only then', () => {
    // Ten polls in which the baseline has no error, or twenty at once.
    const history = (burst: number): Rollout =>
      play(watching(), ...Array.from({ length: 11 }, (_, index) => measured(1000 + index, [1000 * (index + 1), burst * Math.ceil((index + 1) / 4)], [100 * (index + 1), 0])))
    const bad = measured(2000, [12_000, 60], [1200, 9])
    expect(history(0).baseline).toHaveLength(11)
    const calm = advance(history(0), measured(2000, [12_000, 0], [1200, 9]))
    expect(calm.cause?.code).toBe('evidence_against')
    expect(advance(history(20), bad).phase).toBe('watching')
    const long = play(watching(), ...Array.from({ length: 40 }, (_, index) => measured(1000 + index, [1000 * (index + 1), 0], [100 * (index + 1), 0])))
    expect(long.baseline).toHaveLength(30)
  })

  it('[E4] is rolled back during verification as well', () => {
    const late = play(verifying(), measured(70_000, [14_000, 14], [7000, 7], { checks: [failing] }), measured(75_000, [14_000, 14], [7500, 7], { checks: [failing] }))
    expect(late).toMatchObject({ phase: 'restoring', cause: { code: 'health_failed' } })
  })
})

describe('the way back', () => {
  const turned = play(watching(), measured(5000, [9000, 9], [1000, 100]))

  it('[E5] restores the snapshot, reads it back and ends rolled back', () => {
    expect(due(turned)).toEqual({ kind: 'restore', snapshot })
    const restored = play(turned, { kind: 'restored', at: 6000 })
    expect(due(restored)).toEqual({ kind: 'read-live' })
    expect(restored.weight).toBe(0)
    expect(play(restored, { kind: 'live', at: 6001, digest: OLD, weight: 100 })).toMatchObject({ outcome: 'rolled-back', cause: { code: 'evidence_against' } })
  })

  it('[E5] is a plain failure when the release never had traffic, or nothing ran before (J03)', () => {
    const untouched = play(canary(), { kind: 'failed', at: 1, code: 'candidate_unhealthy', message: 'no' }, { kind: 'restored', at: 2 }, { kind: 'live', at: 3, digest: OLD, weight: 100 })
    expect(untouched).toMatchObject({ outcome: 'failed', touched: false, cause: { code: 'candidate_unhealthy' } })
    const first = startRollout(planRollout(environmentWith(), { candidate, snapshot: { id: 's', at: 0 } }), 0)
    const nothing = play(first, { kind: 'prepared', at: 1 }, { kind: 'shifted', at: 2, weight: 100 }, { kind: 'live', at: 3, weight: 0 }, { kind: 'restored', at: 4 }, { kind: 'live', at: 5, weight: 0 })
    expect(nothing).toMatchObject({ outcome: 'failed', cause: { code: 'live_digest_mismatch' } })
  })

  it('[E5] is tried again, and fails loudly in the end (J05)', () => {
    const again = play(turned, { kind: 'failed', at: 7000, code: 'target_unreachable', message: 'no answer' })
    expect(again).toMatchObject({ phase: 'restoring', restores: 1 })
    const wrong = play(again, { kind: 'restored', at: 8000 }, { kind: 'live', at: 8001, weight: 0 })
    expect(wrong).toMatchObject({ phase: 'restoring', restores: 2 })
    const lost = play(wrong, { kind: 'restored', at: 9000 }, { kind: 'live', at: 9001, digest: NEW, weight: 100 })
    expect(lost).toMatchObject({ outcome: 'failed', restores: RESTORE_LIMIT, cause: { code: 'rollback_failed' } })
    expect(lost.cause?.message).toContain('rolling back because')
    const { cause: _, ...uncaused } = wrong
    expect(play(uncaused, { kind: 'failed', at: 9000, code: 'x', message: 'no answer' }).cause?.message).toBe('no answer; tried 3 times')
  })

  it('[E5] is not disturbed by anything else: signals, good numbers, late answers (H15)', () => {
    for (const event of [
      { kind: 'abort', at: 1, code: 'cancelled', message: 'ctrl-c' },
      measured(9000, [9000, 9], [2000, 100]),
      { kind: 'prepared', at: 1 },
      { kind: 'smoked', at: 1, results: [passing] },
      { kind: 'shifted', at: 1, weight: 10 },
      { kind: 'live', at: 1, digest: NEW, weight: 100 },
      { kind: 'retired', at: 1 },
    ] satisfies readonly RolloutEvent[]) {
      expect(advance(turned, event)).toEqual(turned)
    }
    expect(advance(canary(), { kind: 'restored', at: 1 })).toEqual(canary())
  })

  it('[G2] interrupts what is under way, finishes what is verified, and leaves an ended rollout alone', () => {
    const cause = { code: 'cancelled', message: 'its run is gone', at: 9 }
    expect(interrupt(watching(), cause)).toMatchObject({ phase: 'restoring', cause })
    const retiring = play(verifying(), measured(90_000, [14_000, 14], [9000, 9]))
    expect(retiring.phase).toBe('retiring')
    expect(interrupt(retiring, cause)).toEqual(retiring)
    const ended = play(retiring, { kind: 'retired', at: 1 })
    expect(interrupt(ended, cause)).toEqual(ended)
    expect(advance(ended, { kind: 'failed', at: 1, code: 'x', message: 'y' })).toEqual(ended)
    expect(due(ended)).toBeUndefined()
  })
})

describe('a check that could not be made', () => {
  const unmade: CheckResult = { ...smoke, verdict: 'error', detail: 'there is no program no-such-program' }

  it.each([
    { results: [unmade], code: 'measurement_failed' },
    { results: [smoke, { ...unmade, verdict: 'inconclusive' as const }], code: 'measurement_failed' },
    { results: [unmade, { ...smoke, verdict: 'fail' as const }], code: 'smoke_failed' },
  ])('[G3] sends the release back and blames it only when another check failed: $code', ({ results, code }) => {
    const smoking = play(canary(withSmoke), { kind: 'prepared', at: 1 })
    expect(play(smoking, { kind: 'smoked', at: 2, results })).toMatchObject({ phase: 'restoring', cause: { code } })
    const polled = play(watching(), measured(5000, [90, 0], [10, 0], { checks: results }), measured(7000, [190, 0], [20, 0], { checks: results }))
    expect(polled).toMatchObject({ phase: 'restoring', cause: { code: code === 'smoke_failed' ? 'health_failed' : code } })
  })
})

describe('what is written down before an effect', () => {
  it('[G2] counts traffic as possible from the moment a shift begins, so that whoever finds it cut off knows', () => {
    const shifting = play(canary(), { kind: 'prepared', at: 1 })
    const effect = due(shifting)
    if (effect === undefined) throw new Error('a shift is due')
    expect(begin(shifting, effect)).toEqual({ ...shifting, touched: true })
    expect(begin(shifting, { kind: 'read-live' })).toBe(shifting)
  })

  it('[E6] does not call a release verified that is not live when the old one is stopped, and does when only the stopping failed', () => {
    const retiring = play(verifying(), measured(90_000, [14_000, 14], [9000, 9]))
    expect(play(retiring, { kind: 'failed', at: 1, code: 'live_digest_mismatch', message: 'gone' })).toMatchObject({ phase: 'restoring', cause: { code: 'live_digest_mismatch' } })
    expect(play(retiring, { kind: 'failed', at: 1, code: 'target_unreachable', message: 'slow' })).toMatchObject({ outcome: 'verified', cause: { code: 'bookkeeping_pending' } })
  })
})

describe('a rollout read back from a ledger', () => {
  it('[G2] goes on with the same effect and the same evidence', () => {
    const before = play(watching(), measured(5000, [900, 1], [100, 1]))
    const after = JSON.parse(JSON.stringify(before)) as Rollout
    expect(due(after)).toEqual(due(before))
    expect(judgeStateOf(after)).toEqual(judgeStateOf(before))
  })

  it('starts a judge whose state does not fit anew, and survives a step that does not exist', () => {
    expect(judgeStateOf({ ...watching(), judge: { garbage: true } })).toEqual(judgeStateOf(watching()))
    expect(stepOf({ ...watching(), step: 99 }).weight).toBe(10)
  })

  it('counts from the first reading when the shift had none', () => {
    const unread = play(canary(), { kind: 'prepared', at: 1 }, { kind: 'shifted', at: 1000, weight: 10 })
    expect(play(unread, measured(5000, [90, 0], [10, 0])).stepRequests).toBe(10)
  })
})

describe('a state or an event that does not exist', () => {
  it('is an error, not a guess', () => {
    expect(() => due({ ...canary(), phase: 'dancing' as Phase })).toThrow('dancing')
    expect(() => advance(canary(), { kind: 'sung', at: 1 } as unknown as RolloutEvent)).toThrow('sung')
  })
})

describe('any sequence of events', () => {
  const count = fc.nat({ max: 500 })
  const event: fc.Arbitrary<RolloutEvent> = fc.oneof(
    fc.constant<RolloutEvent>({ kind: 'prepared', at: 1 }),
    fc.constantFrom(passing, failing).map((result): RolloutEvent => ({ kind: 'smoked', at: 1, results: [result] })),
    fc.constantFrom(10, 50, 100, 7).map((weight): RolloutEvent => ({ kind: 'shifted', at: 1, weight })),
    fc.tuple(fc.nat({ max: 200_000 }), count, count, fc.boolean()).map(([at, n, bad, ok]) => measured(at, [n * 9, n % 7], [n, Math.min(n, bad % 5)], { checks: [ok ? passing : failing] })),
    fc.tuple(fc.constantFrom(OLD, NEW), fc.constantFrom(100, 50)).map(([digest, weight]): RolloutEvent => ({ kind: 'live', at: 1, digest, weight })),
    fc.constantFrom<RolloutEvent>({ kind: 'retired', at: 1 }, { kind: 'restored', at: 1 }, { kind: 'failed', at: 1, code: 'x', message: 'y' }, { kind: 'abort', at: 1, code: 'cancelled', message: 'z' }),
  )

  it('[E5] never gives traffic again after turning round, and is verified only after its digest was read back at full weight', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        let rollout = canary(withSmoke)
        let turned = false
        let readBack = false
        for (const one of events) {
          readBack ||= rollout.phase === 'reading-back' && one.kind === 'live' && one.digest === NEW && one.weight === 100
          rollout = advance(rollout, one)
          turned ||= rollout.phase === 'restoring'
          const effect = due(rollout)
          if (turned) expect(['restore', 'read-live', undefined]).toContain(effect?.kind)
          expect(effect === undefined).toBe(rollout.outcome !== undefined)
          if (rollout.outcome === 'verified') expect(readBack && !turned).toBe(true)
          if (rollout.outcome === 'rolled-back') expect(turned && rollout.cause !== undefined).toBe(true)
        }
      }),
      { numRuns: 2000 },
    )
  })
})
