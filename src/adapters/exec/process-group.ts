import { setTimeout as sleep } from 'node:timers/promises'
import { errorCode } from './error-code.ts'

/** Sends a signal to every process of a group; false when no such process is left. */
export function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-leader, signal)
    return true
  } catch (error) {
    // EPERM: some member changed its user, so the group still lives.
    return errorCode(error) === 'EPERM'
  }
}

/** Asks a group to end with SIGTERM and ends it with SIGKILL after `graceMs` (FAULTS D17, I30). Returns when it is gone or was killed. */
export async function endGroup(leader: number, graceMs: number): Promise<void> {
  if (!signalGroup(leader, 'SIGTERM')) return
  const until = performance.now() + graceMs
  while (performance.now() < until) {
    await sleep(20)
    if (!signalGroup(leader, 0)) return
  }
  signalGroup(leader, 'SIGKILL')
}
