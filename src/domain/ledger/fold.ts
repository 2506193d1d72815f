// The state of an environment is what its events fold into, and nothing else: whoever has the entries can check it.
import { assertNever } from '../problem.ts'
import type { Deployment, LedgerEvent, LedgerState, RunRef } from './entry.ts'
import { isSameRun } from './lease.ts'

/** Ended deployments kept in the state; older ones are in the history. */
export const DEPLOYMENTS_KEPT = 20
/** Overrides kept in the state: anyone may record one, so they must not grow without limit. */
export const OVERRIDES_KEPT = 20
/** Packaged artifacts kept in the state. */
export const PACKAGED_KEPT = 20

/** What the entry says besides its event. */
export interface FoldContext {
  /** Height of the entry; the fence of a lease that it takes. */
  readonly height: number
  /** Epoch milliseconds. */
  readonly at: number
  readonly run: RunRef
  readonly renewUntil?: number
}

/** The state before the first entry. */
export const emptyState: LedgerState = { deployments: [], quarantine: [], overrides: [] }

/** The state after an event. Total: an event that does not fit the state (a progress without a rollout) changes nothing. */
export function fold(state: LedgerState, event: LedgerEvent, context: FoldContext): LedgerState {
  return renew(apply(state, event, context), context)
}

/** Whatever the owner writes shows that it lives. A foreign entry never renews, and no entry shortens a lease. */
function renew(state: LedgerState, context: FoldContext): LedgerState {
  const { lease } = state
  if (lease === undefined || context.renewUntil === undefined || !isSameRun(lease.owner, context.run)) return state
  return { ...state, lease: { ...lease, expiresAt: Math.max(lease.expiresAt, context.renewUntil) } }
}

function apply(state: LedgerState, event: LedgerEvent, context: FoldContext): LedgerState {
  switch (event.kind) {
    case 'lease-taken':
      return takeLease(state, event, context)
    case 'lease-renewed':
      return state
    case 'lease-released':
    case 'lease-broken':
      return withoutLease(state)
    case 'rollout-began':
      return { ...closeCurrent(state, 'failed', context.at), current: { deployment: event.deployment, rollout: event.rollout } }
    case 'effect-began':
      return state.current === undefined ? state : { ...state, current: { deployment: state.current.deployment, rollout: event.rollout, effect: event.effect } }
    case 'progressed':
      return state.current === undefined ? state : { ...state, current: { deployment: state.current.deployment, rollout: event.rollout } }
    case 'rollout-ended':
      if (state.current === undefined) return state
      return closeCurrent({ ...state, current: { ...state.current, rollout: event.rollout } }, event.outcome, event.at)
    case 'abort-requested':
      return { ...state, abort: { actor: event.actor, reason: event.reason } }
    case 'overridden':
      return { ...state, overrides: [...state.overrides, event.override].slice(-OVERRIDES_KEPT) }
    case 'quarantined':
      return { ...state, quarantine: [...state.quarantine.filter((one) => one.digest !== event.quarantine.digest), event.quarantine] }
    case 'quarantine-lifted':
      return { ...state, quarantine: state.quarantine.filter((one) => one.digest !== event.digest) }
    case 'packaged':
      return { ...state, packaged: [event.packaged, ...(state.packaged ?? [])].slice(0, PACKAGED_KEPT) }
    case 'finalized':
      return {
        ...state,
        finalized: {
          deployment: event.deployment,
          ...(event.tag === undefined ? {} : { tag: event.tag }),
          ...(event.label === undefined ? {} : { label: event.label }),
        },
      }
    default:
      return assertNever(event)
  }
}

/**
 * A new owner starts with a clean slate, unless a rollout was left behind: then the abort asked of its former owner still
 * counts, and so do the overrides that rollout began with.
 */
function takeLease(state: LedgerState, event: Extract<LedgerEvent, { kind: 'lease-taken' }>, context: FoldContext): LedgerState {
  const lease = { owner: event.owner, fence: context.height, expiresAt: event.expiresAt, since: context.at }
  if (state.current !== undefined) return { ...state, lease }
  const { abort: _abort, ...others } = state
  return { ...others, overrides: [], lease }
}

/** A rollout left behind keeps the abort asked of it. */
function withoutLease(state: LedgerState): LedgerState {
  const { lease: _lease, abort, ...others } = state
  return state.current === undefined || abort === undefined ? others : { ...others, abort }
}

/** Every deployment that began ends in the list (FAULTS I7), the one in progress too when another takes its place. */
function closeCurrent(state: LedgerState, outcome: 'verified' | 'rolled-back' | 'failed', at: number): LedgerState {
  const { current, abort, ...others } = state
  if (current === undefined) return abort === undefined ? others : { ...others, abort }
  const { rollout } = current
  const ended: Deployment = {
    ...current.deployment,
    outcome,
    endedAt: at,
    touched: rollout.touched,
    ...(rollout.cause === undefined ? {} : { cause: rollout.cause }),
  }
  return {
    ...others,
    deployments: [ended, ...state.deployments].slice(0, DEPLOYMENTS_KEPT),
    ...(outcome === 'verified' ? { live: ended } : {}),
  }
}
