import type { Digest } from '../artifact/digest.ts'
import type { CheckResult } from '../health/checks.ts'
import type { Reading } from '../health/reading.ts'

/** What was running before the change, so that rollback needs nothing else (SPEC E1). */
export interface Snapshot {
  /** `snap_<ULID>` */
  readonly id: string
  readonly at: number
  /** Absent on the first deployment of an environment. */
  readonly stable?: { readonly digest: Digest; readonly version: string; readonly instances: number }
}

/** How traffic and capacity stand at one step. Weight in percent of requests for the candidate, 1 to 100. */
export interface Step {
  readonly weight: number
  /** Least time at this step before going on, seconds. */
  readonly bakeSeconds: number
  /** Instances of either release at this step; rolling changes them step by step. */
  readonly instances: { readonly candidate: number; readonly stable: number }
}

/** What a judge must be told before the rollout starts; nothing here is chosen from the canary's own data. */
export interface JudgeSettings {
  /** Probability of rolling back a release that is as good as the baseline, over the whole rollout. */
  readonly alpha: number
  /** Odds ratio that is tolerated; 1 tolerates nothing. */
  readonly tolerance: number
  /** Share of evidence given to errors; the rest goes to latency. 0..1 */
  readonly errorShare: number
  /** Latency bounds in milliseconds. Empty: latency is not judged. */
  readonly latencyBoundsMs: readonly number[]
  /** Absolute objective: the error rate the service may have (1 - SLO). Absent: only relative judging. */
  readonly maxErrorRate?: number
  /**
   * The objective is tested only while no baseline serves beside the candidate. So it is where it was taken from the baseline's past
   * and not set by a person: an outage that both releases share must not speak against the new one.
   */
  readonly objectiveAlone?: boolean
  /** How many polls are planned, for the late-regression mixture. */
  readonly plannedPolls: number
  /** Over-dispersion of the baseline's own history, >= 1. */
  readonly dispersion: number
  /** Fewest candidate requests at a step before it can pass. */
  readonly minRequests: number
}

/** Everything the state machine needs to decide; fixed when the rollout begins. */
export interface RolloutSpec {
  readonly strategy: 'rolling' | 'blue-green' | 'canary'
  readonly candidate: { readonly digest: Digest; readonly version: string }
  readonly snapshot: Snapshot
  readonly instances: number
  /** Ascending weights; the last is 100. */
  readonly steps: readonly [Step, ...Step[]]
  readonly hasSmoke: boolean
  readonly pollSeconds: number
  readonly judge: JudgeSettings
  /** How long a step may stay undecided, and what happens then. */
  readonly hold: { readonly limitSeconds: number; readonly then: 'roll-back' | 'advance' }
  /** Whether a step without traffic can pass on probes alone. A canary's never does by default. */
  readonly traffic: 'required' | 'optional'
  /** Post-deploy verification at full weight, seconds; 0 skips the watch, not the read-back. */
  readonly verifySeconds: number
}

export type Phase =
  | 'preparing'
  | 'smoking'
  | 'shifting'
  | 'watching'
  | 'reading-back'
  | 'verifying'
  | 'proving'
  | 'retiring'
  | 'restoring'
  | 'confirming'
  | 'ended'

/** One change to the world, or one look at it, that the rollout asks for. */
export type Effect =
  /** Start the candidate at weight 0 and wait until its instances are healthy. */
  | { readonly kind: 'prepare'; readonly digest: Digest; readonly instances: number }
  /** Run the smoke checks against the candidate's own address (`candidate`) or the public one (`public`). */
  | { readonly kind: 'smoke'; readonly against: 'candidate' | 'public' }
  /** Set the candidate's weight (and the instances of either release), then read it back. */
  | { readonly kind: 'shift'; readonly step: number; readonly weight: number; readonly instances: Step['instances'] }
  /** Wait, then read the counters and the health checks once. */
  | { readonly kind: 'measure'; readonly waitSeconds: number }
  /** Read what is live. */
  | { readonly kind: 'read-live' }
  /** Drain and stop whatever is neither the live release nor its standby. */
  | { readonly kind: 'retire'; readonly keep: Digest }
  /** All traffic back to the snapshot at once, then stop the candidate. */
  | { readonly kind: 'restore'; readonly snapshot: Snapshot }

/** What comes back to the state machine. `at` is epoch milliseconds. */
export type RolloutEvent =
  | { readonly kind: 'began'; readonly at: number }
  | { readonly kind: 'prepared'; readonly at: number }
  | { readonly kind: 'smoked'; readonly at: number; readonly results: readonly CheckResult[] }
  | { readonly kind: 'shifted'; readonly at: number; readonly weight: number; readonly reading?: Reading }
  | { readonly kind: 'measured'; readonly at: number; readonly reading?: Reading; readonly checks: readonly CheckResult[]; readonly weight?: number; readonly error?: string }
  | { readonly kind: 'live'; readonly at: number; readonly digest?: Digest; readonly weight: number }
  | { readonly kind: 'retired'; readonly at: number }
  | { readonly kind: 'restored'; readonly at: number }
  /** The effect could not be performed; `code` is a reason code. */
  | { readonly kind: 'failed'; readonly at: number; readonly code: string; readonly message: string }
  /** Someone asked to stop: a signal, an abort in the ledger, a lost lease. */
  | { readonly kind: 'abort'; readonly at: number; readonly code: string; readonly message: string }

/** Why the rollout turned round or stopped. */
export interface Cause {
  readonly code: string
  readonly message: string
  readonly at: number
}

/** Requests and bad ones of one poll. */
export interface BaselineBlock {
  readonly n: number
  readonly bad: number
}

/**
 * The state of one environment's change. JSON through and through: it is in every ledger entry, so that whoever
 * comes next can resume it. The judge's accumulators are opaque here (domain/health/judge.ts).
 */
export interface Rollout {
  readonly spec: RolloutSpec
  readonly phase: Phase
  /** Index of the current step. */
  readonly step: number
  /** Weight of the candidate last read back, percent. */
  readonly weight: number
  readonly startedAt: number
  readonly stepStartedAt: number
  /** The judge's accumulators (JSON). */
  readonly judge?: unknown
  /** Last raw reading, to take deltas from. */
  readonly reading?: Reading
  /** What the stable release served in the latest polls: how its errors burst is read off this. */
  readonly baseline?: readonly BaselineBlock[]
  /** Candidate requests seen in this step. */
  readonly stepRequests: number
  /** Polls in a row with a failed health check, and polls in a row without a reading. */
  readonly probeFailures: number
  readonly measureErrors: number
  /** Whether the candidate ever had public traffic: without it a failure leaves production untouched. */
  readonly touched: boolean
  readonly cause?: Cause
  readonly outcome?: 'verified' | 'rolled-back' | 'failed'
  /** How many times restoring was tried. */
  readonly restores: number
}
