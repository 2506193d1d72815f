// The four numbers of DORA's research, from the ledger alone. Definitions: docs/reference/ledger.md.
import type { Deployment } from './entry.ts'

/** Epoch milliseconds; `from` belongs to the window, `to` does not. */
export interface Window {
  readonly from: number
  readonly to: number
}

/** Numbers that have nothing to be computed from are absent, never zero. */
export interface Dora {
  /** Deployments (not rollbacks) that were verified and ended within the window. */
  readonly deployments: number
  readonly deploymentsPerDay: number
  /** Median time from commit to verified, milliseconds. */
  readonly leadTimeMs?: number
  /** Share of the changes that reached users and had to be undone. 0..1 */
  readonly changeFailureRate?: number
  /** Median time from the moment users could first be hurt to the moment a verified release served everyone, milliseconds. */
  readonly timeToRestoreMs?: number
}

const DAY = 86_400_000

/** Computes the numbers from ended deployments in any order; those that still run are ignored. */
export function doraOf(deployments: readonly Deployment[], window: Window): Dora {
  const ended = deployments
    .flatMap((deployment) => (deployment.endedAt === undefined ? [] : [{ ...deployment, endedAt: deployment.endedAt }]))
    .toSorted((a, b) => a.endedAt - b.endedAt)
  const changes = ended.filter((one) => one.command === 'deploy' && one.endedAt >= window.from && one.endedAt < window.to)
  const verified = changes.filter((one) => one.outcome === 'verified')
  const reached = changes.filter((one) => one.outcome === 'verified' || reachedUsers(one))
  const failures = reached.map((one) => failureOf(one, ended)).filter((failure) => failure !== undefined)
  const leadTimeMs = median(verified.map((one) => one.endedAt - one.committedAt))
  const timeToRestoreMs = median(failures.flatMap((failure) => (failure.restoredMs === undefined ? [] : [failure.restoredMs])))
  return {
    deployments: verified.length,
    deploymentsPerDay: (verified.length * DAY) / Math.max(window.to - window.from, 1),
    ...(leadTimeMs === undefined ? {} : { leadTimeMs }),
    ...(reached.length === 0 ? {} : { changeFailureRate: failures.length / reached.length }),
    ...(timeToRestoreMs === undefined ? {} : { timeToRestoreMs }),
  }
}

type Ended = Deployment & { readonly endedAt: number }

/** A candidate that never had public traffic hurt nobody. Entries without that knowledge count when they were rolled back. */
function reachedUsers(one: Ended): boolean {
  return one.touched ?? one.outcome === 'rolled-back'
}

/** How a change failed; undefined when it stayed. `restoredMs` is absent while nothing has been restored. */
function failureOf(one: Ended, ended: readonly Ended[]): { readonly restoredMs?: number } | undefined {
  if (one.outcome === 'rolled-back') return { restoredMs: one.endedAt - one.startedAt }
  const later = ended.slice(ended.indexOf(one) + 1)
  const next = later.find((other) => other.outcome === 'verified')
  if (one.outcome === 'verified') return next?.command === 'rollback' ? { restoredMs: next.endedAt - one.endedAt } : undefined
  return next === undefined ? {} : { restoredMs: next.endedAt - one.startedAt }
}

function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1)
  return middle.length === 0 ? undefined : middle.reduce((sum, value) => sum + value, 0) / middle.length
}
