import { spawn } from 'node:child_process'
import { closeSync } from 'node:fs'
import { join } from 'node:path'
import { minimalEnvironment } from './environment.ts'
import { identityOf } from './identity.ts'
import { openLog } from './instance-log.ts'
import { INSTANCE_HOST } from './readiness.ts'
import { upstreamAgent, type Running, type Slot } from './slot.ts'

/**
 * Starts a process of a release in a session of its own, with its output in files, so that it outlives a crash of the supervisor.
 * Returns what is wrong when it cannot be started at all.
 */
export function launch(slot: Slot, port: number): { readonly ok: true; readonly running: Running } | { readonly ok: false; readonly why: Promise<string> } {
  const log = join(slot.run.logs, `${slot.id}.log`)
  const [program, ...args] = slot.run.argv
  const output = openLog(log)
  const child = spawn(program, args, {
    cwd: slot.run.cwd,
    detached: true,
    stdio: ['ignore', output, output],
    env: {
      ...minimalEnvironment(process.env),
      ...slot.run.env,
      PORT: String(port),
      HOST: INSTANCE_HOST,
      RELEASE_DIGEST: slot.digest,
      RELEASE_VERSION: slot.version,
    },
  })
  closeSync(output)
  const why = new Promise<string>((resolve) => child.on('error', (error) => resolve(`cannot be started: ${error.message}`)))
  const identity = child.pid === undefined ? undefined : identityOf(child.pid)
  if (identity !== undefined) {
    child.unref()
    return { ok: true, running: { identity, port, log, since: performance.now(), child, agent: upstreamAgent(), isReady: false, failedProbes: 0, inFlight: 0 } }
  }
  // It may have ended before it could be looked at.
  const ended = new Promise<string>((resolve) => child.once('exit', (code, signal) => resolve(exitText(code, signal))))
  return { ok: false, why: Promise.race([why, ended]) }
}

/** How a process ended, for people. */
export function exitText(code: number | null, signal: string | null): string {
  return signal === null ? `exit code ${code ?? 'unknown'}` : `killed by ${signal}`
}
