import type { Digest } from '../artifact/digest.ts'
import { HARMLESS_RATE } from '../health/judge.ts'
import type { Counters } from '../health/reading.ts'
import { assertNever } from '../problem.ts'
import type { EnvironmentSettings } from '../policy/settings.ts'
import type { PlannedEffect } from '../report/run-report.ts'
import type { JudgeSettings, RolloutSpec, Snapshot, Step } from './rollout.ts'

/**
 * The steps of a strategy. Rolling exchanges one instance at a time, so its weights follow from the number of instances;
 * blue-green has one step; a canary's are the user's, with full weight added. Without a stable release there is
 * nobody to share traffic with, so every strategy is one step.
 */
export function stepsOf(environment: EnvironmentSettings, hasStable: boolean): RolloutSpec['steps'] {
  const instances = environment.target.instances
  const full: Step = { weight: 100, bakeSeconds: 0, instances: { candidate: instances, stable: instances } }
  if (!hasStable) return [{ ...full, instances: { candidate: instances, stable: 0 } }]
  switch (environment.strategy) {
    case 'blue-green':
      return [full]
    case 'canary':
      return withFull(environment.steps.map((step) => ({ ...step, instances: { candidate: instances, stable: instances } })), full)
    case 'rolling':
      // The old release gives up its last instance with its last traffic, so a later rollback starts it again.
      return withFull(rollingSteps(environment, instances), { ...full, instances: { candidate: instances, stable: 0 } })
    default:
      return assertNever(environment.strategy)
  }
}

function withFull(steps: readonly Step[], full: Step): RolloutSpec['steps'] {
  const [first, ...others] = steps
  return first === undefined ? [full] : [first, ...others, full]
}

function rollingSteps(environment: EnvironmentSettings, instances: number): readonly Step[] {
  return Array.from({ length: instances - 1 }, (_, index) => {
    const candidate = index + 1
    return {
      weight: Math.round((candidate / instances) * 100),
      bakeSeconds: environment.pollSeconds,
      // The target starts the new instance before it drains the old one, so capacity never falls.
      instances: { candidate, stable: instances - candidate },
    }
  })
}

/** Everything the rollout of one environment needs to decide, fixed before it begins. */
export function planRollout(
  environment: EnvironmentSettings,
  options: {
    readonly candidate: { readonly digest: Digest; readonly version: string }
    readonly snapshot: Snapshot
    /** What the stable release has served so far, errors among it. */
    readonly before?: Pick<Counters, 'requests' | 'errors'>
    readonly inOneStep?: boolean
  },
): RolloutSpec {
  const { candidate, snapshot, before } = options
  const inOneStep = options.inOneStep === true
  return {
    strategy: environment.strategy,
    candidate,
    snapshot,
    instances: environment.target.instances,
    // All at once where there is nothing healthy to compare with, and for a rollback (docs/adr: one-step rollbacks).
    steps: stepsOf(inOneStep ? { ...environment, strategy: 'blue-green' } : environment, snapshot.stable !== undefined),
    hasSmoke: environment.smoke.length > 0,
    pollSeconds: environment.pollSeconds,
    judge: before === undefined ? environment.judge : withObjective(environment, before),
    hold: environment.hold,
    traffic: inOneStep ? 'optional' : environment.traffic,
    verifySeconds: environment.verifySeconds,
  }
}

/** Fewer requests than this say too little about the stable release's own rate. */
const LEAST_REQUESTS = 200
/** How many times the rate of before is still taken for the same: another hour has other users. */
const OTHER_HOUR = 2

/**
 * At full weight nobody is left to compare with, so the release is held to an objective: the user's, or else the rate that the
 * stable release had before, twice over and never below what is harmless. It is fixed here, before the candidate has served anything.
 */
export function withObjective({ judge, verifySeconds, pollSeconds }: Pick<EnvironmentSettings, 'judge' | 'verifySeconds' | 'pollSeconds'>, before: Pick<Counters, 'requests' | 'errors'>): JudgeSettings {
  if (judge.maxErrorRate !== undefined || before.requests < LEAST_REQUESTS) return judge
  // With an objective the polls at full weight are looks as well (docs/reference/judge.md, late regressions).
  const plannedPolls = judge.plannedPolls + Math.ceil(verifySeconds / pollSeconds)
  return { ...judge, plannedPolls, objectiveAlone: true, maxErrorRate: Math.min(0.5, Math.max(HARMLESS_RATE, (OTHER_HOUR * (before.errors + 1)) / (before.requests + 1))) }
}

/** Names the effects of a rollout in the order in which a healthy release meets them, with the least time each takes (SPEC B2). */
export function plannedEffects(spec: RolloutSpec, where: string): readonly Omit<PlannedEffect, 'order'>[] {
  const digest = spec.candidate.digest
  const effect = (text: string, estimatedSeconds: number): Omit<PlannedEffect, 'order'> => ({ effect: text, where, digest, required: true, estimatedSeconds })
  const smoke = (address: string): readonly Omit<PlannedEffect, 'order'>[] => (spec.hasSmoke ? [effect(`run the smoke checks against ${address}`, 2)] : [])
  return [
    effect(`start ${instancesText(spec.steps[0].instances.candidate)} of ${spec.candidate.version} without traffic`, 5),
    ...smoke("the new release's own address"),
    ...spec.steps.flatMap((step, index) => [
      effect(`give it ${step.weight} % of the traffic and read the weight back`, 1),
      ...(index < spec.steps.length - 1 ? [effect(`judge it for at least ${step.bakeSeconds} s, every ${spec.pollSeconds} s`, step.bakeSeconds)] : []),
    ]),
    effect('read the live digest back', 1),
    ...(spec.verifySeconds > 0 ? [effect(`verify at full weight for ${spec.verifySeconds} s`, spec.verifySeconds)] : []),
    ...smoke('the public address'),
    effect(spec.snapshot.stable === undefined ? 'stop whatever else runs' : `stop ${spec.snapshot.stable.version}`, 2),
  ]
}

function instancesText(count: number): string {
  return count === 1 ? '1 instance' : `${count} instances`
}
