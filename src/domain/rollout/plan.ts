import type { Digest } from '../artifact/digest.ts'
import { assertNever } from '../problem.ts'
import type { EnvironmentSettings } from '../policy/settings.ts'
import type { PlannedEffect } from '../report/run-report.ts'
import type { RolloutSpec, Snapshot, Step } from './rollout.ts'

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
  options: { readonly candidate: { readonly digest: Digest; readonly version: string }; readonly snapshot: Snapshot; readonly inOneStep?: boolean },
): RolloutSpec {
  const { candidate, snapshot } = options
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
    judge: environment.judge,
    hold: environment.hold,
    traffic: inOneStep ? 'optional' : environment.traffic,
    verifySeconds: environment.verifySeconds,
  }
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
