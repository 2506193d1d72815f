// What one rollout looked like, for every report.
import { compareArms, type ArmSummary } from '../domain/health/compare.ts'
import type { Digest } from '../domain/artifact/digest.ts'
import type { Reading } from '../domain/health/reading.ts'
import type { Deployment } from '../domain/ledger/entry.ts'
import type { EnvironmentSettings } from '../domain/policy/settings.ts'
import type { RolloutReport } from '../domain/report/run-report.ts'
import { armSince } from '../domain/rollout/sample.ts'
import type { Executed } from '../execute.ts'

/** Draws the report of a rollout together from its settings, its state and what was measured. */
export function rolloutReport(options: { readonly environment: EnvironmentSettings; readonly deployment: Deployment; readonly executed: Executed; readonly endedAt: number }): RolloutReport {
  const { environment, deployment, executed, endedAt } = options
  const { rollout } = executed
  const { spec } = rollout
  const stable = spec.snapshot.stable
  return {
    environment: environment.name,
    production: environment.production,
    strategy: spec.strategy,
    deployment: deployment.id,
    digest: deployment.digest,
    version: deployment.version,
    ...(stable === undefined ? {} : { previous: { digest: stable.digest, version: stable.version } }),
    steps: spec.steps.map((step) => step.weight),
    latencyBoundsMs: executed.readings.first?.boundsMs ?? [],
    outcome: rollout.outcome ?? 'failed',
    ...(rollout.cause === undefined ? {} : { cause: rollout.cause }),
    startedAt: rollout.startedAt,
    endedAt,
    ...(executed.liveDigest === undefined ? {} : { liveDigest: executed.liveDigest }),
    smoke: executed.smoke,
    samples: executed.samples,
    moments: executed.moments,
    comparisons: comparisonsOf(executed, deployment.digest, stable?.digest, spec.judge.maxErrorRate),
    ...(executed.rollbackMs === undefined ? {} : { rollbackMs: executed.rollbackMs }),
    ...(executed.address === undefined ? {} : { address: executed.address }),
  }
}

/** Before: the old release while it served. After: the new one, at full weight if it came so far, else in its canary. */
function comparisonsOf(executed: Executed, candidate: Digest, stable: Digest | undefined, maxErrorRate: number | undefined): RolloutReport['comparisons'] {
  const { first, beforeFull, atFull, last } = executed.readings
  const end = last ?? atFull
  if (first === undefined || end === undefined || stable === undefined) return []
  const before = summary(first, beforeFull ?? end, stable)
  const after = executed.rollout.outcome === 'verified' && atFull !== undefined ? summary(atFull, end, candidate) : summary(first, end, candidate)
  return compareArms(before, after, maxErrorRate === undefined ? {} : { maxErrorRate })
}

/** An arm that had a share of the traffic is shown as if it had had all of it for that share of the time, so that rates can be compared. */
function summary(from: Reading, to: Reading, digest: Digest): ArmSummary {
  const arm = armSince(from, to, digest)
  const total = to.releases.reduce((sum, release) => sum + armSince(from, to, release.digest).requests, 0)
  const seconds = Math.max(0, (to.at - from.at) / 1000)
  return {
    requests: arm.requests,
    errors: arm.errors,
    seconds: total === 0 ? seconds : (seconds * arm.requests) / total,
    latencySumMs: (arm.meanMs ?? 0) * arm.requests,
    ...(arm.rssBytes === undefined ? {} : { rssBytes: arm.rssBytes }),
    ...(arm.cpuSeconds === undefined ? {} : { cpuSeconds: arm.cpuSeconds }),
  }
}
