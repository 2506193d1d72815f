// The sentences of a rollout, in one place, so that log, summary and HTML report say the same.
import { shortDigest } from '../artifact/digest.ts'
import { assertNever } from '../problem.ts'
import type { Sample } from '../report/run-report.ts'
import type { ObservedRelease } from './live.ts'
import type { Effect, Rollout, RolloutEvent } from './rollout.ts'
import { stepOf } from './step.ts'

/** What a person is told at each turn of a rollout. */
export const narrate = {
  start(rollout: Rollout): string {
    const { candidate, snapshot, strategy } = rollout.spec
    const from = snapshot.stable === undefined ? 'nothing runs yet' : `${snapshot.stable.version} runs now`
    return `${strategy} of ${candidate.version} (${shortDigest(candidate.digest)}); ${from}`
  },

  effect(effect: Effect): string {
    switch (effect.kind) {
      case 'prepare':
        return `start ${effect.instances} of ${shortDigest(effect.digest)}`
      case 'smoke':
        return effect.against === 'candidate' ? 'smoke checks, before traffic' : 'smoke checks, public address'
      case 'shift':
        return `shift to ${effect.weight} %`
      case 'measure':
        return 'measure'
      case 'read-live':
        return 'read the live digest'
      case 'retire':
        return `stop everything but ${shortDigest(effect.keep)}`
      case 'restore':
        return effect.snapshot.stable === undefined ? 'stop the new release' : `restore ${effect.snapshot.stable.version}`
      default:
        return assertNever(effect)
    }
  },

  /** What an event meant; undefined for those that are told otherwise or need no word. */
  event(before: Rollout, event: RolloutEvent): string | undefined {
    const { spec } = before
    switch (event.kind) {
      case 'prepared':
        return `${spec.candidate.version} is up and healthy, without traffic`
      case 'smoked':
        return `${event.results.filter((result) => result.verdict === 'pass').length} of ${event.results.length} smoke checks passed`
      case 'shifted':
        return `${event.weight} % of the traffic goes to ${spec.candidate.version}`
      case 'live':
        return event.digest === undefined ? 'nothing is live' : `live digest read back: ${shortDigest(event.digest)}`
      case 'retired':
        return spec.snapshot.stable === undefined ? undefined : `${spec.snapshot.stable.version} stopped`
      case 'restored':
        if (spec.snapshot.stable === undefined) return 'the new release is stopped'
        return before.touched ? `all traffic is on ${spec.snapshot.stable.version} again` : `the new release is stopped, ${spec.snapshot.stable.version} serves as before`
      case 'failed':
        return `failed: ${event.message}`
      case 'began':
      case 'measured':
      case 'abort':
        return undefined
      default:
        return assertNever(event)
    }
  },

  turn(rollout: Rollout): string {
    const why = rollout.cause?.message ?? 'it was told to stop'
    return rollout.touched ? `rolling back at ${rollout.weight} %: ${why}` : `stopping before any traffic: ${why}`
  },

  passed(rollout: Rollout): string {
    const { weight } = stepOf(rollout)
    return rollout.stepRequests === 0 ? `${weight} % passed on probes alone, no traffic was seen` : `${weight} % passed after ${rollout.stepRequests} requests`
  },

  end(rollout: Rollout): string {
    const { candidate, snapshot } = rollout.spec
    if (rollout.outcome === 'verified') return `${candidate.version} is live and verified`
    if (rollout.outcome === 'rolled-back') return `rolled back to ${snapshot.stable?.version ?? 'nothing'}`
    if (rollout.cause?.code === 'rollback_failed') return `THE ROLLBACK FAILED: ${rollout.cause.message}`
    return snapshot.stable === undefined ? 'failed; nothing runs' : `failed; ${snapshot.stable.version} was not touched`
  },

  instances(release: ObservedRelease | undefined): string {
    if (release === undefined || release.instances.length === 0) return 'no instance of the new release runs'
    const healthy = release.instances.filter((instance) => instance.health === 'healthy').length
    return `${healthy} of ${release.instances.length} instances of the new release are healthy`
  },
} as const

/** The line that is redrawn while a rollout is watched. */
export function progressText(environment: string, rollout: Rollout, sample: Sample): string {
  const { steps } = rollout.spec
  const seconds = Math.max(0, Math.round((sample.at - rollout.stepStartedAt) / 1000))
  const arms = `candidate ${sample.candidate.errors}/${sample.candidate.requests} bad, baseline ${sample.baseline.errors}/${sample.baseline.requests}`
  const evidence = `evidence ${number(sample.logE)} of ${number(sample.threshold)}`
  const where = rollout.phase === 'verifying' ? 'verifying' : `step ${rollout.step + 1} of ${steps.length}`
  return `${environment} ${sample.weight} % ${bar(sample.weight)} ${where}, ${seconds} s; ${arms}; ${evidence}`
}

function number(value: number | undefined): string {
  // Adding zero turns the -0 of a rounded small negative number into 0.
  return value === undefined ? '-' : (Math.round(value * 10) / 10 + 0).toFixed(1)
}

function bar(weight: number): string {
  const filled = Math.round(weight / 10)
  return `[${'#'.repeat(filled)}${'-'.repeat(10 - filled)}]`
}
