import type { Digest } from '../artifact/digest.ts'
import type { Cause, Rollout } from '../rollout/rollout.ts'

/** Which environment of which service a ledger belongs to. */
export interface LedgerKey {
  readonly service: string
  readonly environment: string
}

/** A run that can own a lease. `id` and `attempt` identify it; the rest helps to tell whether it still lives. */
export interface RunRef {
  readonly id: string
  readonly attempt: number
  readonly url?: string
  /** Where it runs, when it is not on GitHub: host name, process id, and the process's start (epoch ms). */
  readonly host?: string
  readonly pid?: number
  readonly startedAt?: number
  /** The machine and process table in which `pid` counts: two containers may share a host name, never this. */
  readonly realm?: string
  /** What tells this process from a later one with the same pid, exactly; wall clocks can be set. */
  readonly birth?: string
}

/** The lock: held until it expires, ordered by its fence (the height of the entry that took it). */
export interface Lease {
  readonly owner: RunRef
  readonly fence: number
  /** Epoch milliseconds. */
  readonly expiresAt: number
  /** When it was taken, epoch milliseconds. */
  readonly since?: number
}

/** One attempt to make one digest live. */
export interface Deployment {
  /** `dep_<ULID>` */
  readonly id: string
  readonly digest: Digest
  readonly version: string
  /** Full SHA of the commit it was built from. */
  readonly commit: string
  /** Commit time, epoch milliseconds: lead time counts from here. */
  readonly committedAt: number
  readonly task?: string
  readonly actor: string
  readonly command: 'deploy' | 'rollback'
  readonly reason?: string
  readonly startedAt: number
  readonly endedAt?: number
  readonly outcome: 'running' | 'verified' | 'rolled-back' | 'failed'
  /** Why it did not stay, once it has ended otherwise than verified. */
  readonly cause?: Cause
  /** Whether it ever had public traffic, once it has ended. */
  readonly touched?: boolean
}

export interface Quarantine {
  readonly digest: Digest
  readonly reason: string
  readonly at: number
}

/** What was bypassed, by whom and why: kept for the report and for auditors. */
export interface Override {
  readonly what: 'skip-state-check' | 'skip-validation' | 'skip-tests' | 'confirm-unvalidated' | 'quarantine' | 'freeze' | 'verification'
  readonly actor: string
  readonly reason: string
  readonly at: number
}

/** An artifact built once from a commit. Recorded in the service's ledger of the reserved environment `build` (SPEC C1). */
export interface Packaged {
  readonly digest: Digest
  readonly version: string
  readonly commit: string
  readonly committedAt: number
  readonly task?: string
  /** Bytes of the layer. */
  readonly size: number
  readonly at: number
}

/** Environment name under which a service's packaged artifacts are recorded; not allowed for a real environment. */
export const BUILD_ENVIRONMENT = 'build'

/** What happened. Each kind folds into the state in domain/ledger/fold.ts. */
export type LedgerEvent =
  | { readonly kind: 'lease-taken'; readonly owner: RunRef; readonly expiresAt: number; readonly from?: RunRef }
  /** Nothing happened but time: the owner still lives. The new expiry is the entry's `renewUntil`. */
  | { readonly kind: 'lease-renewed' }
  | { readonly kind: 'lease-released' }
  /** A person vouches that the owner of an expired lease is gone, because no program can tell. */
  | { readonly kind: 'lease-broken'; readonly actor: string; readonly reason: string }
  | { readonly kind: 'rollout-began'; readonly deployment: Deployment; readonly rollout: Rollout }
  /** Written before an effect is performed: whoever comes next knows that it may have happened. */
  | { readonly kind: 'effect-began'; readonly effect: string; readonly rollout: Rollout }
  /** Progress of a rollout between effects; renews the lease. */
  | { readonly kind: 'progressed'; readonly rollout: Rollout }
  | { readonly kind: 'rollout-ended'; readonly outcome: 'verified' | 'rolled-back' | 'failed'; readonly rollout: Rollout; readonly at: number }
  | { readonly kind: 'abort-requested'; readonly actor: string; readonly reason: string }
  | { readonly kind: 'overridden'; readonly override: Override }
  | { readonly kind: 'quarantined'; readonly quarantine: Quarantine }
  | { readonly kind: 'quarantine-lifted'; readonly digest: Digest; readonly actor: string; readonly reason: string }
  /** Anyone may write it: it changes no environment. */
  | { readonly kind: 'packaged'; readonly packaged: Packaged }
  | { readonly kind: 'finalized'; readonly deployment: string; readonly tag?: string; readonly label?: string }

/** Everything the next writer needs to know, folded so far. Kept compact: it is in every entry. */
export interface LedgerState {
  readonly lease?: Lease
  /** The deployment that is live and verified. */
  readonly live?: Deployment
  /** The deployment in progress, with its rollout. */
  readonly current?: { readonly deployment: Deployment; readonly rollout: Rollout; readonly effect?: string }
  /** Ended deployments, newest first, at most 20; older ones are in the history. */
  readonly deployments: readonly Deployment[]
  readonly quarantine: readonly Quarantine[]
  readonly abort?: { readonly actor: string; readonly reason: string }
  /** Overrides of the current or last deployment. */
  readonly overrides: readonly Override[]
  /** Artifacts packaged, newest first, at most 20; only in the ledger of the environment `build`. */
  readonly packaged?: readonly Packaged[]
  /** The last deployment that was finalized. */
  readonly finalized?: { readonly deployment: string; readonly tag?: string; readonly label?: string }
}

export const LEDGER_SCHEMA = 1

/** One commit of the ledger. */
export interface Entry {
  readonly schema: typeof LEDGER_SCHEMA
  readonly key: LedgerKey
  /** 1 for the first entry; each next one is its parent's plus one. */
  readonly height: number
  /** Epoch milliseconds, by the writer's clock. */
  readonly at: number
  readonly actor: string
  readonly run: RunRef
  /** Epoch milliseconds until which the lease is renewed by this entry; only the owner's entries have it. */
  readonly renewUntil?: number
  readonly event: LedgerEvent
  readonly state: LedgerState
}

/** The newest entry of a ledger with the commit that holds it. */
export interface Head {
  readonly oid: string
  readonly entry: Entry
}
