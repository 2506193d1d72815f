// Who may change an environment. The lease is the lock: it is taken, renewed, released and taken over by entries, so the
// same compare-and-swap that orders the entries decides every race for it.
import { assertNever } from '../problem.ts'
import type { Lease, LedgerEvent, LedgerState, RunRef } from './entry.ts'

/** What the probe said about the owner; undefined when it was not asked. */
export type OwnerState = 'running' | 'finished' | 'unknown' | undefined

export type LeaseDecision =
  /** Nobody holds it. */
  | { readonly kind: 'take' }
  /** This very run holds it already (a later process of it, such as a post step). It is taken anew, so the former process is fenced out. */
  | { readonly kind: 'renew'; readonly from: RunRef }
  /** Its owner is gone. */
  | { readonly kind: 'takeover'; readonly from: RunRef }
  /** Someone else holds it. `sentence` says who, since when and until when; `remedy` what to do. */
  | { readonly kind: 'wait'; readonly sentence: string; readonly remedy: string }

/** Whether two references name the same attempt of the same run. */
export function isSameRun(a: RunRef, b: RunRef): boolean {
  return a.id === b.id && a.attempt === b.attempt
}

/** Whether the run holds the lease that was taken by the entry with this height. */
export function holdsLease(state: LedgerState, run: RunRef, fence: number): boolean {
  return state.lease !== undefined && state.lease.fence === fence && isSameRun(state.lease.owner, run)
}

/** Whether the answer depends on what the owner is doing: only then is it worth asking. */
export function needsProbe(state: LedgerState, me: RunRef, now: number): boolean {
  const { lease } = state
  return lease !== undefined && now >= lease.expiresAt && lease.owner.id !== me.id
}

/**
 * Decides whether this run may hold the lease now (epoch ms). It is taken over only when it has expired and its owner is
 * known to have finished; `unknown` is never taken for finished (FAULTS C08, C09). A later attempt of the owner's run is
 * itself the proof that the former attempt is over, but it waits for the expiry too: a runner that lost its connection may
 * go on for that long. An earlier attempt never takes the lease from a later one.
 */
export function decideLease(state: LedgerState, me: RunRef, now: number, ownerState: OwnerState): LeaseDecision {
  const { lease } = state
  if (lease === undefined) return { kind: 'take' }
  const { owner } = lease
  if (isSameRun(owner, me)) return { kind: 'renew', from: owner }
  if (owner.id === me.id && owner.attempt > me.attempt) {
    return wait(lease, 'is a later attempt of this run', 'Let the later attempt finish; this one has been replaced.')
  }
  if (now < lease.expiresAt) return wait(lease, 'is still valid', 'Wait for that run, stop it, or ask it to stop by a rollback.')
  const known = owner.id === me.id ? 'finished' : ownerState
  switch (known) {
    case 'finished':
      return { kind: 'takeover', from: owner }
    case 'running':
      return wait(lease, 'has expired, but that run still lives', 'Stop that run; its lock is taken over as soon as it has ended.')
    case 'unknown':
    case undefined:
      return wait(lease, 'has expired, but nothing here can tell whether that run still lives', 'Make sure that it has ended, then run `flowspec-operate reconcile` with a --reason: that breaks the lock (docs/reference/ledger.md).')
    default:
      return assertNever(known)
  }
}

function wait(lease: Lease, why: string, remedy: string): LeaseDecision {
  const since = lease.since === undefined ? '' : ` since ${new Date(lease.since).toISOString()}`
  const sentence = `Held by ${nameRun(lease.owner)}${since} until ${new Date(lease.expiresAt).toISOString()}: the lock ${why}.`
  return { kind: 'wait', sentence, remedy }
}

/** A run as people know it: its id and attempt, and where it can be found. */
export function nameRun(run: RunRef): string {
  const process = run.pid === undefined ? '' : ` process ${run.pid}`
  const host = run.host === undefined ? '' : ` on ${run.host}`
  const url = run.url === undefined ? '' : ` ${run.url}`
  const place = `${process}${host}${url}`.trim()
  return `run ${run.id} attempt ${run.attempt}${place === '' ? '' : ` (${place})`}`
}

/** Who wants to append, with which fence (undefined: holds no lease), when (epoch ms). */
export interface Writer {
  readonly run: RunRef
  readonly fence: number | undefined
  readonly at: number
}

/** Why an entry must not be appended. */
export interface Refusal {
  readonly code: 'lock_lost' | 'lock_conflict'
  readonly sentence: string
}

/**
 * Whether the event may be appended to this state; undefined when it may. Only the owner of the lease with its present fence
 * writes about rollouts, quarantine and finalization. Anyone may ask for an abort, record what was packaged or an override (the
 * gate is passed before a lock is taken; the next owner's clean slate keeps it in the history), and break a lease that has expired.
 */
export function mayAppend(state: LedgerState, event: LedgerEvent, writer: Writer): Refusal | undefined {
  const { lease } = state
  switch (event.kind) {
    case 'abort-requested':
    case 'overridden':
    case 'packaged':
      return undefined
    case 'lease-broken':
      if (lease === undefined || writer.at >= lease.expiresAt) return undefined
      return { code: 'lock_conflict', sentence: `A lock is broken only after it has expired: ${nameRun(lease.owner)} has it until ${new Date(lease.expiresAt).toISOString()}.` }
    case 'lease-taken':
      if (lease === undefined || isSameRun(lease.owner, writer.run) || writer.at >= lease.expiresAt) return undefined
      return { code: 'lock_conflict', sentence: `${nameRun(lease.owner)} holds the lock until ${new Date(lease.expiresAt).toISOString()}.` }
    case 'rollout-began':
      if (state.current !== undefined && owns(lease, writer)) {
        return { code: 'lock_conflict', sentence: `Deployment ${state.current.deployment.id} has not ended; finish or roll it back first.` }
      }
      return refuseStranger(lease, writer)
    case 'lease-renewed':
    case 'lease-released':
    case 'effect-began':
    case 'progressed':
    case 'rollout-ended':
    case 'quarantined':
    case 'quarantine-lifted':
    case 'finalized':
      return refuseStranger(lease, writer)
    default:
      return assertNever(event)
  }
}

function owns(lease: Lease | undefined, writer: Writer): boolean {
  return lease !== undefined && lease.fence === writer.fence && isSameRun(lease.owner, writer.run)
}

function refuseStranger(lease: Lease | undefined, writer: Writer): Refusal | undefined {
  if (owns(lease, writer)) return undefined
  const holder = lease === undefined ? 'nobody holds it' : `${nameRun(lease.owner)} holds it with fence ${lease.fence}`
  return { code: 'lock_lost', sentence: `${nameRun(writer.run)} does not hold the lock: ${holder}.` }
}
