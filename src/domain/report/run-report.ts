import type { Digest } from '../artifact/digest.ts'
import type { PackedArtifact, Evidence } from '../artifact/artifact.ts'
import type { CheckResult } from '../health/checks.ts'
import type { Verdict } from '../health/verdict.ts'
import type { Override, RunRef } from '../ledger/entry.ts'
import type { Cause, RolloutSpec } from '../rollout/rollout.ts'
import type { Problem } from '../problem.ts'
import type { Decision, ReasonCode } from './reason.ts'

export type StageName = 'validation' | 'build' | 'staging' | 'production' | 'verification' | 'finalize'

/** A row of the deployment summary (SPEC F2). Times in epoch milliseconds. */
export interface Stage {
  readonly name: StageName
  readonly status: 'passed' | 'failed' | 'rolled-back' | 'skipped' | 'running'
  readonly startedAt?: number
  readonly endedAt?: number
  readonly notes: string
}

/** One poll of a rollout, for the plots. Rates are per request, latencies in milliseconds. */
export interface Sample {
  readonly at: number
  /** Candidate's weight, percent. */
  readonly weight: number
  readonly baseline: ArmSample
  readonly candidate: ArmSample
  /** Natural log of the evidence against the candidate and the threshold at which it is rolled back. */
  readonly logE?: number
  readonly threshold?: number
}

export interface ArmSample {
  readonly requests: number
  readonly errors: number
  readonly meanMs?: number
  /** Share of requests over each bound of the rollout's latency bounds. */
  readonly over?: readonly number[]
  readonly rssBytes?: number
  readonly cpuSeconds?: number
}

/** A moment of a rollout that a person would want on a timeline. */
export interface Moment {
  readonly at: number
  readonly kind: 'start' | 'effect' | 'shift' | 'verdict' | 'rollback' | 'end' | 'note'
  readonly text: string
}

/** Before and after, over the whole arms (SPEC E4). */
export interface Comparison {
  readonly metric: 'error rate' | 'latency' | 'throughput' | 'memory' | 'cpu'
  readonly unit: '%' | 'ms' | '/s' | 'MiB' | 'cores'
  readonly before?: number
  readonly after?: number
  /** Confidence interval of after/before where one was computed. */
  readonly ratio?: { readonly low: number; readonly high: number; readonly level: number }
  readonly verdict: Verdict
  readonly note: string
}

export interface RolloutReport {
  readonly environment: string
  readonly production: boolean
  readonly strategy: RolloutSpec['strategy']
  readonly deployment: string
  readonly digest: Digest
  readonly version: string
  readonly previous?: { readonly digest: Digest; readonly version: string }
  readonly steps: readonly number[]
  readonly latencyBoundsMs: readonly number[]
  readonly outcome: 'verified' | 'rolled-back' | 'failed'
  readonly cause?: Cause
  readonly startedAt: number
  readonly endedAt: number
  readonly liveDigest?: Digest
  readonly smoke: readonly CheckResult[]
  readonly samples: readonly Sample[]
  readonly moments: readonly Moment[]
  readonly comparisons: readonly Comparison[]
  /** Milliseconds from the verdict to all traffic on the old release, when it was rolled back. */
  readonly rollbackMs?: number
  readonly address?: string
}

/** One line of the validation report (SPEC B1). */
export interface GateCheck {
  readonly name: string
  readonly group: 'state' | 'constitution' | 'tests' | 'credentials' | 'dependencies' | 'configuration' | 'target' | 'resources' | 'evidence'
  readonly verdict: Verdict | 'skipped' | 'warn'
  readonly detail: string
  readonly remedy?: string
  readonly durationMs?: number
}

export interface ValidationReport {
  readonly schema_version: 1
  readonly verdict: Verdict
  readonly checks: readonly GateCheck[]
}

/** One effect of the plan, in order (SPEC B2). */
export interface PlannedEffect {
  readonly order: number
  readonly effect: string
  readonly where: string
  readonly digest?: string
  readonly required: boolean
  readonly estimatedSeconds: number
}

/** How a run ended, in full: the `result` output, the JSON next to the HTML report, and what both are drawn from. */
export interface RunReport {
  readonly schema_version: 1
  readonly command: string
  readonly decision: Decision
  readonly reason_code: ReasonCode
  /** SPEC F2: SUCCESS, ROLLED BACK or FAILED; and what else can be said honestly. */
  readonly result: 'SUCCESS' | 'ROLLED BACK' | 'FAILED' | 'REFUSED' | 'PLANNED'
  /** One sentence for a person at two in the morning. */
  readonly message: string
  readonly remedy?: string
  readonly started_at: number
  readonly ended_at: number
  readonly actor: string
  readonly run: RunRef
  readonly service: string
  readonly environment?: string
  readonly task?: { readonly id: string; readonly title: string; readonly state: string; readonly feature: string; readonly moved_to?: string }
  readonly commit?: string
  readonly version?: string
  readonly previous_version?: string
  readonly artifact?: PackedArtifact
  readonly evidence?: Evidence
  readonly validation?: ValidationReport
  readonly plan?: readonly PlannedEffect[]
  readonly stages: readonly Stage[]
  readonly rollouts: readonly RolloutReport[]
  readonly overrides: readonly Override[]
  readonly rollback_command?: string
  readonly notified: readonly string[]
  readonly problems: readonly Problem[]
  /** Files written, relative to the repository's root. */
  readonly records: readonly string[]
  readonly tag?: string
}
