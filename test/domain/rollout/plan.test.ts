import { describe, expect, it } from '@jest/globals'
import { advance, due, startRollout } from '../../../src/domain/rollout/advance.ts'
import { isBlamed } from '../../../src/domain/rollout/blame.ts'
import { plannedEffects, planRollout, stepsOf, withObjective } from '../../../src/domain/rollout/plan.ts'
import type { RolloutEvent, RolloutSpec } from '../../../src/domain/rollout/rollout.ts'
import type { EnvironmentSettings } from '../../../src/domain/policy/settings.ts'
import { digestOf, environmentWith } from '../../support/settings.ts'

const candidate = { digest: digestOf('b'), version: '2.0.0' }
const stable = { digest: digestOf('a'), version: '1.0.0', instances: 3 }
const three = { ...environmentWith().target, instances: 3 }

describe('the steps of a strategy', () => {
  it('[E2] rolling exchanges one instance at a time and its weights follow from that', () => {
    const steps = stepsOf(environmentWith({ strategy: 'rolling', target: three, steps: [] }), true)
    expect(steps.map((step) => [step.weight, step.instances.candidate, step.instances.stable])).toEqual([
      [33, 1, 2],
      [67, 2, 1],
      [100, 3, 0],
    ])
  })

  it('[E2] rolling with a single instance is one exchange', () => {
    const one = { ...three, instances: 1 }
    expect(stepsOf(environmentWith({ strategy: 'rolling', target: one, steps: [] }), true)).toEqual([{ weight: 100, bakeSeconds: 0, instances: { candidate: 1, stable: 0 } }])
  })

  it('[E2] blue-green keeps the old release whole until the new one is verified', () => {
    expect(stepsOf(environmentWith({ strategy: 'blue-green', target: three, steps: [] }), true)).toEqual([{ weight: 100, bakeSeconds: 0, instances: { candidate: 3, stable: 3 } }])
  })

  it('[E2] a canary ends at full weight whatever its steps are', () => {
    expect(stepsOf(environmentWith(), true).map((step) => step.weight)).toEqual([10, 50, 100])
    expect(stepsOf(environmentWith({ steps: [] }), true).map((step) => step.weight)).toEqual([100])
  })

  it('[E2] without a stable release every strategy is one step', () => {
    for (const strategy of ['rolling', 'blue-green', 'canary'] as const) {
      expect(stepsOf(environmentWith({ strategy, target: three }), false)).toEqual([{ weight: 100, bakeSeconds: 0, instances: { candidate: 3, stable: 0 } }])
    }
  })

  it('a strategy that does not exist is an error', () => {
    expect(() => stepsOf(environmentWith({ strategy: 'hope' as EnvironmentSettings['strategy'] }), true)).toThrow('hope')
  })
})

describe('a plan in one step', () => {
  it('[G1] goes to full weight at once and does not wait for traffic', () => {
    const spec = planRollout(environmentWith(), { candidate, snapshot: { id: 's', at: 0, stable }, inOneStep: true })
    expect(spec.steps.map((step) => step.weight)).toEqual([100])
    expect(spec).toMatchObject({ strategy: 'canary', traffic: 'optional' })
  })
})

describe('the objective at full weight', () => {
  const environment = environmentWith()
  const { judge } = environment

  it.each([
    ['twice the rate of before', { requests: 10_000, errors: 199 }, 0.04],
    ['never below what is harmless', { requests: 10_000, errors: 0 }, 0.01],
    ['never above one in two', { requests: 1000, errors: 900 }, 0.5],
    ['none from too few requests', { requests: 199, errors: 10 }, undefined],
  ])('[E4] is %s', (_, before, rate) => {
    const { maxErrorRate } = withObjective(environment, before)
    if (rate === undefined) expect(maxErrorRate).toBeUndefined()
    else expect(maxErrorRate).toBeCloseTo(rate, 4)
  })

  it('[E4] is the user\'s where there is one, and is fixed when the rollout is planned', () => {
    expect(withObjective({ ...environment, judge: { ...judge, maxErrorRate: 0.001 } }, { requests: 10_000, errors: 500 }).maxErrorRate).toBe(0.001)
    const spec = planRollout(environmentWith(), { candidate, snapshot: { id: 's', at: 0, stable }, before: { requests: 1000, errors: 0 } })
    expect(spec.judge).toMatchObject({ maxErrorRate: 0.01, objectiveAlone: true, plannedPolls: judge.plannedPolls + 4 })
  })
})

/** Answers every effect as a world in which everything goes well, and names the effects. */
function bestCase(spec: RolloutSpec): readonly string[] {
  const names: string[] = []
  let rollout = startRollout(spec, 0)
  let at = 0
  for (let effect = due(rollout); effect !== undefined; effect = due(rollout)) {
    if (effect.kind !== 'measure' || names.at(-1) !== 'measure') names.push(effect.kind)
    at += 1000
    const served = { requests: at, errors: 0, over: [], latencySumMs: at }
    const reading = { at, epoch: 'e', boundsMs: [], releases: [{ digest: candidate.digest, counters: served }, { digest: stable.digest, counters: served }] }
    const answers: Record<typeof effect.kind, RolloutEvent> = {
      prepare: { kind: 'prepared', at },
      smoke: { kind: 'smoked', at, results: [{ name: 's', area: 'health', verdict: 'pass', attempts: 1, durationMs: 1, detail: '' }] },
      shift: { kind: 'shifted', at, weight: effect.kind === 'shift' ? effect.weight : 0, reading },
      measure: { kind: 'measured', at, reading, checks: [] },
      'read-live': { kind: 'live', at, digest: candidate.digest, weight: 100 },
      retire: { kind: 'retired', at },
      restore: { kind: 'restored', at },
    }
    rollout = advance(rollout, answers[effect.kind])
  }
  expect(rollout.outcome).toBe('verified')
  return names
}

describe('the plan', () => {
  it.each<[string, Partial<EnvironmentSettings>, boolean]>([
    ['a canary with smoke checks', { smoke: [{ name: 's', kind: 'tcp', area: 'health', timeoutMs: 1, consecutive: 1 }] }, true],
    ['a canary without smoke checks', {}, true],
    ['blue-green without verification', { strategy: 'blue-green', steps: [], verifySeconds: 0 }, true],
    ['rolling over three instances', { strategy: 'rolling', steps: [], target: three }, true],
    ['the first deployment', { target: { ...three, instances: 1 } }, false],
  ])('[B2] names exactly the effects that %s performs, in order', (_, changes, hasStable) => {
    const spec = planRollout(environmentWith(changes), { candidate, snapshot: { id: 's', at: 0, ...(hasStable ? { stable } : {}) } })
    const words: Readonly<Record<string, string>> = { start: 'prepare', run: 'smoke', give: 'shift', judge: 'measure', verify: 'measure', read: 'read-live', stop: 'retire' }
    const planned = plannedEffects(spec, 'production').map((effect) => words[effect.effect.split(' ')[0] ?? ''])
    expect(planned).toEqual(bestCase(spec))
  })

  it('[B2] carries target, digest and a duration with every effect', () => {
    const spec = planRollout(environmentWith(), { candidate, snapshot: { id: 's', at: 0, stable } })
    for (const effect of plannedEffects(spec, 'production (process)')) {
      expect(effect).toMatchObject({ where: 'production (process)', digest: candidate.digest, required: true })
      expect(effect.estimatedSeconds).toBeGreaterThan(0)
    }
  })
})

describe('blame', () => {
  it('[G3] falls on a release for its own faults, not for those of its surroundings', () => {
    expect(['evidence_against', 'slo_breached', 'health_failed', 'smoke_failed', 'candidate_unhealthy'].every(isBlamed)).toBe(true)
    expect(['cancelled', 'target_unreachable', 'drifted', 'no_data', 'measurement_failed'].some(isBlamed)).toBe(false)
  })
})
