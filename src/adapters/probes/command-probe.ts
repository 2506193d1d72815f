import type { CommandCheck } from '../../domain/health/checks.ts'
import { AdapterError } from '../../errors.ts'
import type { Programs } from '../../ports.ts'
import { lastLines, type Attempt, type Subject } from './attempt.ts'

/**
 * Runs the check's program. It passes with exit code 0 and in no other way: a signal, any other code or running out of time is a
 * fail, and what it left running is killed (FAULTS G11, G13, I29).
 */
export async function probeCommand(check: CommandCheck, subject: Subject, where: { readonly programs: Programs; readonly cwd: string }): Promise<Attempt> {
  const url = subject.address === undefined ? undefined : new URL(subject.address)
  const env = {
    TARGET_DIGEST: subject.digest,
    ...(url === undefined ? {} : { TARGET_URL: url.origin, TARGET_HOST: url.hostname, TARGET_PORT: url.port }),
  }
  const name = check.argv.join(' ').slice(0, 200)
  try {
    const ran = await where.programs.run(check.argv, { cwd: where.cwd, env, timeoutMs: subject.timeoutMs, signal: subject.signal })
    const tail = lastLines(`${ran.stdout}\n${ran.stderr}`)
    if (ran.timedOut) return { verdict: 'fail', detail: `${name}: not done within ${Math.round(subject.timeoutMs)} ms; it was killed`, tail }
    if (ran.signal !== undefined) return { verdict: 'fail', detail: `${name}: ended by ${ran.signal}`, tail }
    if (ran.code !== 0) return { verdict: 'fail', detail: `${name}: expected exit code 0, found ${ran.code ?? 'none'}`, tail }
    return { verdict: 'pass', detail: `${name}: exit code 0` }
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error
    return { verdict: 'error', detail: `${error.message}. ${error.remedy ?? ''}`.trim(), final: true }
  }
}
