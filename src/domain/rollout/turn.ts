// The ways out of a rollout: back to the snapshot, or done.
import type { Cause, Rollout } from './rollout.ts'

/**
 * Stops a rollout that someone wants stopped, or that its run left behind. What is already verified is finished, what is
 * being rolled back goes on being rolled back, everything else turns round.
 */
export function interrupt(rollout: Rollout, cause: Cause): Rollout {
  switch (rollout.phase) {
    case 'retiring':
    case 'restoring':
    case 'confirming':
    case 'ended':
      return rollout
    default:
      return turn(rollout, cause)
  }
}

/** Turns the rollout round: everything after this leads back to the snapshot. */
export function turn(rollout: Rollout, cause: Cause): Rollout {
  return { ...rollout, phase: 'restoring', cause }
}

/** Nothing is due any more. */
export function end(rollout: Rollout, outcome: 'verified' | 'rolled-back' | 'failed'): Rollout {
  return { ...rollout, phase: 'ended', outcome }
}
