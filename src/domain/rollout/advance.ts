// The rollout as a state machine. State in, event in, state out; what to do next is a function of the state alone
// (`due`), so a rollout read back from the ledger goes on exactly where it was.
import { assertNever } from '../problem.ts'
import type { CheckResult } from '../health/checks.ts'
import type { Reading } from '../health/reading.ts'
import type { Cause, Effect, Rollout, RolloutEvent, RolloutSpec } from './rollout.ts'
import { isLastStep, stepOf } from './step.ts'
import { end, interrupt, turn } from './turn.ts'
import { afterVerification, measured } from './watch.ts'

/** How often a rollback is tried before a person is called. */
export const RESTORE_LIMIT = 3

/** A rollout about to begin. `at` in epoch milliseconds. */
export function startRollout(spec: RolloutSpec, at: number): Rollout {
  return {
    spec,
    phase: 'preparing',
    step: 0,
    weight: 0,
    startedAt: at,
    stepStartedAt: at,
    stepRequests: 0,
    probeFailures: 0,
    measureErrors: 0,
    touched: false,
    restores: 0,
  }
}

/** What to do now; undefined when the rollout has ended. Every effect is idempotent, so repeating it after a crash is safe. */
export function due(rollout: Rollout): Effect | undefined {
  const { spec } = rollout
  switch (rollout.phase) {
    case 'preparing':
      return { kind: 'prepare', digest: spec.candidate.digest, instances: firstInstances(spec) }
    case 'smoking':
      return { kind: 'smoke', against: 'candidate' }
    case 'shifting': {
      const step = stepOf(rollout)
      return { kind: 'shift', step: rollout.step, weight: step.weight, instances: step.instances }
    }
    case 'watching':
    case 'verifying':
      return { kind: 'measure', waitSeconds: spec.pollSeconds }
    case 'proving':
      return { kind: 'smoke', against: 'public' }
    case 'reading-back':
    case 'confirming':
      return { kind: 'read-live' }
    case 'retiring':
      return { kind: 'retire', keep: spec.candidate.digest }
    case 'restoring':
      return { kind: 'restore', snapshot: spec.snapshot }
    case 'ended':
      return undefined
    default:
      return assertNever(rollout.phase)
  }
}

/** The rollout as it is written down before the effect: traffic that may reach the candidate counts from then on, whatever comes of it. */
export function begin(rollout: Rollout, effect: Effect): Rollout {
  return effect.kind === 'shift' ? { ...rollout, touched: true } : rollout
}

/** Rolling starts with what its first step needs; the others bring the whole candidate up before any traffic. */
function firstInstances(spec: RolloutSpec): number {
  return spec.steps[0].instances.candidate
}

/** Folds what happened into the rollout. Events that do not belong to the phase change nothing. */
export function advance(rollout: Rollout, event: RolloutEvent): Rollout {
  switch (event.kind) {
    case 'began':
      return rollout
    case 'prepared':
      if (rollout.phase !== 'preparing') return rollout
      return rollout.spec.hasSmoke ? { ...rollout, phase: 'smoking' } : { ...rollout, phase: 'shifting' }
    case 'smoked':
      return smoked(rollout, event.results, event.at)
    case 'shifted':
      return rollout.phase === 'shifting' ? shifted(rollout, event.weight, event.reading, event.at) : rollout
    case 'measured':
      return rollout.phase === 'watching' || rollout.phase === 'verifying' ? measured(rollout, event) : rollout
    case 'live':
      return live(rollout, event)
    case 'retired':
      return rollout.phase === 'retiring' ? end(rollout, 'verified') : rollout
    case 'restored':
      return rollout.phase === 'restoring' ? { ...rollout, phase: 'confirming', weight: 0 } : rollout
    case 'failed':
      return failed(rollout, { code: event.code, message: event.message, at: event.at })
    case 'abort':
      return interrupt(rollout, { code: event.code, message: event.message, at: event.at })
    default:
      return assertNever(event)
  }
}

function smoked(rollout: Rollout, results: readonly CheckResult[], at: number): Rollout {
  if (rollout.phase !== 'smoking' && rollout.phase !== 'proving') return rollout
  const bad = results.find((result) => result.verdict === 'fail') ?? results.find((result) => result.verdict !== 'pass')
  // No result at all is no evidence (invariant I6).
  if (results.length === 0) return turn(rollout, { code: 'smoke_failed', message: 'no smoke check gave a result', at })
  // A check that could not be made says nothing about the release: it goes back and is not to blame.
  const code = results.some((result) => result.verdict === 'fail') ? 'smoke_failed' : 'measurement_failed'
  if (bad !== undefined) return turn(rollout, { code, message: `smoke check ${bad.name}: ${bad.detail}`, at })
  return rollout.phase === 'smoking' ? { ...rollout, phase: 'shifting' } : { ...rollout, phase: 'retiring' }
}

function shifted(rollout: Rollout, weight: number, reading: Reading | undefined, at: number): Rollout {
  const wanted = stepOf(rollout).weight
  const touched = rollout.touched || weight > 0
  if (weight !== wanted) {
    const message = `asked for ${wanted} % of the traffic, the target says ${weight} %`
    return turn({ ...rollout, weight, touched }, { code: 'drifted', message, at })
  }
  return {
    ...rollout,
    phase: isLastStep(rollout) ? 'reading-back' : 'watching',
    weight,
    touched,
    stepStartedAt: at,
    stepRequests: 0,
    probeFailures: 0,
    measureErrors: 0,
    // Deltas start at the shift: a block never mixes two weights.
    ...(reading === undefined ? {} : { reading }),
  }
}

function live(rollout: Rollout, event: Extract<RolloutEvent, { kind: 'live' }>): Rollout {
  const { spec } = rollout
  if (rollout.phase === 'reading-back') {
    if (event.digest !== spec.candidate.digest || event.weight !== 100) {
      const found = event.digest ?? 'nothing'
      const message = `asked for ${spec.candidate.digest} at 100 %, the target runs ${found} at ${event.weight} %`
      return turn(rollout, { code: 'live_digest_mismatch', message, at: event.at })
    }
    if (spec.verifySeconds > 0) return { ...rollout, phase: 'verifying', stepStartedAt: event.at, stepRequests: 0 }
    return afterVerification(rollout)
  }
  if (rollout.phase !== 'confirming') return rollout
  if (event.digest === spec.snapshot.stable?.digest) return end(rollout, rollout.touched && spec.snapshot.stable !== undefined ? 'rolled-back' : 'failed')
  return restoreFailed(rollout, `the target runs ${event.digest ?? 'nothing'} after the rollback`, event.at)
}

function failed(rollout: Rollout, cause: Cause): Rollout {
  switch (rollout.phase) {
    case 'restoring':
    case 'confirming':
      return restoreFailed(rollout, cause.message, cause.at)
    case 'retiring':
      if (cause.code === 'live_digest_mismatch') return turn(rollout, cause)
      // The candidate is live and verified; what is left over is swept by the next run.
      return end({ ...rollout, cause: { ...cause, code: 'bookkeeping_pending' } }, 'verified')
    case 'ended':
      return rollout
    default:
      return turn(rollout, cause)
  }
}

function restoreFailed(rollout: Rollout, message: string, at: number): Rollout {
  const restores = rollout.restores + 1
  if (restores < RESTORE_LIMIT) return { ...rollout, phase: 'restoring', restores }
  const first = rollout.cause === undefined ? '' : ` (rolling back because: ${rollout.cause.message})`
  return end({ ...rollout, restores, cause: { code: 'rollback_failed', message: `${message}; tried ${restores} times${first}`, at } }, 'failed')
}
