// How the last rollout of an environment was judged (SPEC F3, E3, E4).
import type { Digest } from '../artifact/digest.ts'
import type { CheckResult } from '../health/checks.ts'
import type { Verdict } from '../health/verdict.ts'
import type { LedgerKey } from '../ledger/entry.ts'
import type { ArmSample, Comparison, RolloutReport } from '../report/run-report.ts'
import type { JudgeSettings } from '../rollout/rollout.ts'
import { isoTime } from './json-text.ts'

export interface HealthReport {
  readonly schema_version: 1
  readonly service: string
  readonly environment: string
  readonly production: boolean
  readonly deployment: string
  readonly version: string
  readonly digest: Digest
  readonly previous?: { readonly version: string; readonly digest: Digest }
  readonly strategy: RolloutReport['strategy']
  /** Weights in percent, in order. */
  readonly steps: readonly number[]
  /** Unknown is never `pass`: a rollout that was not verified has another verdict, whatever its checks say. */
  readonly verdict: Verdict
  readonly outcome: RolloutReport['outcome']
  readonly reason_code?: string
  readonly message?: string
  readonly started_at: string
  readonly ended_at: string
  /** Milliseconds from the verdict to all traffic on the old release. */
  readonly rollback_ms?: number
  readonly live_digest?: Digest
  readonly smoke: readonly {
    readonly name: string
    readonly area: CheckResult['area']
    readonly verdict: Verdict
    readonly attempts: number
    readonly duration_ms: number
    readonly detail: string
    readonly tail?: string
  }[]
  readonly comparisons: readonly Comparison[]
  readonly judge: {
    /** Probability of rolling back a release that is as good as the old one. */
    readonly alpha: number
    readonly tolerance: number
    readonly polls: number
    /** Requests and errors seen while it was judged. */
    readonly baseline: { readonly requests: number; readonly errors: number }
    readonly candidate: { readonly requests: number; readonly errors: number }
    /** Natural log of the evidence against the release at the last poll, its highest, and where it would be rolled back. */
    readonly log_e?: number
    readonly highest_log_e?: number
    readonly threshold?: number
  }
}

/** The health report of a rollout. */
export function healthReport(key: LedgerKey, rollout: RolloutReport, judge: Pick<JudgeSettings, 'alpha' | 'tolerance'>): HealthReport {
  return {
    schema_version: 1,
    service: key.service,
    environment: key.environment,
    production: rollout.production,
    deployment: rollout.deployment,
    version: rollout.version,
    digest: rollout.digest,
    ...(rollout.previous === undefined ? {} : { previous: { version: rollout.previous.version, digest: rollout.previous.digest } }),
    strategy: rollout.strategy,
    steps: rollout.steps,
    verdict: verdictOf(rollout),
    outcome: rollout.outcome,
    ...(rollout.cause === undefined ? {} : { reason_code: rollout.cause.code, message: rollout.cause.message }),
    started_at: isoTime(rollout.startedAt),
    ended_at: isoTime(rollout.endedAt),
    ...(rollout.rollbackMs === undefined ? {} : { rollback_ms: rollout.rollbackMs }),
    ...(rollout.liveDigest === undefined ? {} : { live_digest: rollout.liveDigest }),
    smoke: rollout.smoke.map(({ durationMs, tail, ...check }) => ({ ...check, duration_ms: durationMs, ...(tail === undefined ? {} : { tail }) })),
    comparisons: rollout.comparisons,
    judge: {
      alpha: judge.alpha,
      tolerance: judge.tolerance,
      polls: rollout.samples.length,
      baseline: total(rollout.samples.map((sample) => sample.baseline)),
      candidate: total(rollout.samples.map((sample) => sample.candidate)),
      ...evidenceOf(rollout),
    },
  }
}

/** Codes that mean that nobody knows, rather than that the release is bad. */
const INCONCLUSIVE: readonly string[] = ['undecided', 'no_data']
const UNMEASURED: readonly string[] = ['measurement_failed', 'target_unreachable', 'cancelled', 'lock_lost', 'fenced_out']

/** What the rollout as a whole says of the release. */
export function verdictOf(rollout: Pick<RolloutReport, 'outcome' | 'cause'>): Verdict {
  if (rollout.outcome === 'verified') return 'pass'
  const code = rollout.cause?.code ?? ''
  if (INCONCLUSIVE.includes(code)) return 'inconclusive'
  return UNMEASURED.includes(code) ? 'error' : 'fail'
}

function total(samples: readonly ArmSample[]): { readonly requests: number; readonly errors: number } {
  return { requests: samples.reduce((sum, one) => sum + one.requests, 0), errors: samples.reduce((sum, one) => sum + one.errors, 0) }
}

function evidenceOf(rollout: RolloutReport): Pick<HealthReport['judge'], 'log_e' | 'highest_log_e' | 'threshold'> {
  const last = rollout.samples.findLast((sample) => sample.logE !== undefined)
  if (last === undefined) return {}
  const highest = rollout.samples.flatMap((sample) => (sample.logE === undefined ? [] : [sample.logE])).reduce((a, b) => Math.max(a, b))
  const { logE, threshold } = last
  // JSON has no infinity: evidence beyond all bounds is left out rather than written as null.
  return {
    ...(Number.isFinite(logE) ? { log_e: logE } : {}),
    ...(Number.isFinite(highest) ? { highest_log_e: highest } : {}),
    ...(threshold === undefined || !Number.isFinite(threshold) ? {} : { threshold }),
  }
}
