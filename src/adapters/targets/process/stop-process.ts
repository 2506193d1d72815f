import { setTimeout as sleep } from 'node:timers/promises'
import { signalGroup } from '../../exec/process-group.ts'
import { isForeign, lives, type ProcessIdentity } from './identity.ts'

/** Time a process may take to end after SIGTERM: what it was given to drain, within these limits, milliseconds. */
const LEAST_GRACE_MS = 1_000
const MOST_GRACE_MS = 10_000

/**
 * Ends a process and its group: SIGTERM, then SIGKILL (FAULTS I30). A number that has gone to another process in the meantime is left
 * alone (I32). Returns when the process is gone.
 */
export async function stopProcess(identity: ProcessIdentity, drainMs: number): Promise<void> {
  const until = performance.now() + Math.min(MOST_GRACE_MS, Math.max(LEAST_GRACE_MS, drainMs))
  if (!signalOwnGroup(identity, 'SIGTERM')) return
  while (lives(identity)) {
    if (performance.now() >= until) break
    await sleep(20)
  }
  // Also when the leader has ended: what it started must not outlive it (invariant I12).
  signalOwnGroup(identity, 'SIGKILL')
  while (lives(identity)) await sleep(20)
}

function signalOwnGroup(identity: ProcessIdentity, signal: 'SIGTERM' | 'SIGKILL'): boolean {
  return !isForeign(identity) && signalGroup(identity.pid, signal)
}
