// What runs before a change, so that rollback needs nothing else (SPEC E1).
import { shortDigest, type Digest } from '../domain/artifact/digest.ts'
import type { Counters } from '../domain/health/reading.ts'
import type { LedgerState } from '../domain/ledger/entry.ts'
import { liveDigestOf, releaseOf } from '../domain/rollout/live.ts'
import type { Snapshot } from '../domain/rollout/rollout.ts'
import type { Context } from '../context.ts'
import { messageOf, OperateError } from '../errors.ts'
import type { Target } from '../ports.ts'
import type { Session } from '../session.ts'
import { stop } from './ending.ts'

export interface Taken {
  readonly snapshot: Snapshot
  readonly healthy: boolean
  /** What the live release has served so far. */
  readonly before?: Counters
}

/** What runs now, by ledger and target. Something live that the ledger does not know is never overwritten. */
export async function takeSnapshot(context: Context, session: Session, target: Target): Promise<Taken> {
  const live = session.state.live
  const fenced = { fence: session.fence, signal: context.signal }
  const id = `snap_${context.clock.ulid()}`
  let state = await target.observe(context.signal)
  const [last] = session.state.deployments
  // What a rollback that failed left running is known, and is taken away now.
  const left = last?.cause?.code === 'rollback_failed' ? last.digest : undefined
  const foreign = state.releases.find((release) => release.weight > 0 && release.digest !== live?.digest && release.digest !== left)
  if (foreign !== undefined) {
    throw stop('drifted', `the target runs ${foreign.version} (${shortDigest(foreign.digest)}), the ledger says ${describeLive(session.state)}`, 'Find out who changed it. `flowspec-operate reconcile` brings back what the ledger says.')
  }
  if (live === undefined) return { snapshot: { id, at: context.clock.now() }, healthy: false }
  const stable = { digest: live.digest, version: live.version, instances: Math.max(1, instancesOf(state, live.digest)) }
  const snapshot: Snapshot = { id, at: context.clock.now(), stable }
  const before = releaseOf(state, live.digest)?.counters
  if (liveDigestOf(state) === live.digest) return { snapshot, healthy: true, ...(before === undefined ? {} : { before }) }
  // The machine was restarted, or the release died. A broken stable release must not block the one that mends it.
  context.console.warn(`${live.version} should be live and is not; starting it again`)
  try {
    state = await target.restore(snapshot, fenced)
    return { snapshot, healthy: liveDigestOf(state) === live.digest }
  } catch (error) {
    if (context.signal.aborted || (error instanceof OperateError && error.code === 'fenced_out')) throw error
    context.console.warn(`${live.version} cannot be started (${messageOf(error)}); the new release goes out without a baseline`)
    return { snapshot, healthy: false }
  }
}

function instancesOf(state: { readonly releases: readonly { readonly digest: Digest; readonly instances: readonly unknown[] }[] }, digest: Digest): number {
  return state.releases.find((release) => release.digest === digest)?.instances.length ?? 0
}

function describeLive(state: LedgerState): string {
  return state.live === undefined ? 'nothing' : `${state.live.version} (${shortDigest(state.live.digest)})`
}
