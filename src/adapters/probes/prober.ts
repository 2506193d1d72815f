import { assertNever } from '../../domain/problem.ts'
import type { Check, CheckResult } from '../../domain/health/checks.ts'
import { messageOf } from '../../errors.ts'
import type { Clock, Prober, Programs } from '../../ports.ts'
import type { Attempt, Subject } from './attempt.ts'
import { probeCommand } from './command-probe.ts'
import { probeHttp } from './http-probe.ts'
import { probeTcp } from './tcp-probe.ts'

/** Pause before a check is tried again, milliseconds: short at first, because most services are slow only to start. */
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 2_000
/** Pause between passes in a row, milliseconds: a service that flaps must have the time to do so (FAULTS G04). */
const CONFIRM_PAUSE_MS = 200

/**
 * Examines releases from outside. A check is tried until it has passed `consecutive` times in a row or the deadline has come
 * (FAULTS G03, G04); each try has its own limit, which covers everything up to the last byte (G05). A service that cannot be reached
 * fails; `error` means that the check itself could not be made, such as a malformed URL or a program that is not there. Commands run
 * in `cwd`.
 */
export function prober(options: { readonly clock: Clock; readonly programs: Programs; readonly cwd: string }): Prober {
  const { clock } = options
  return {
    async check(check, at) {
      const from = clock.now()
      let attempts = 0
      let inARow = 0
      let pause = FIRST_PAUSE_MS
      let failure: Attempt = { verdict: 'inconclusive', detail: 'there was no time to make the check' }
      const result = (attempt: Attempt): CheckResult => ({
        name: check.name,
        area: check.area,
        verdict: attempt.verdict,
        attempts,
        durationMs: clock.now() - from,
        detail: attempt.detail,
        ...(attempt.tail === undefined || attempt.tail === '' ? {} : { tail: attempt.tail }),
      })
      while (!at.signal.aborted && clock.now() < at.deadline) {
        attempts += 1
        const timeoutMs = Math.min(check.timeoutMs, at.deadline - clock.now())
        const found = await attempt(check, { ...at, timeoutMs }, options)
        // A try that the deadline cut short says less than the one before it.
        if (found.verdict !== 'pass' && (timeoutMs === check.timeoutMs || failure.verdict === 'inconclusive')) failure = found
        if (found.final === true) return result(found)
        inARow = found.verdict === 'pass' ? inARow + 1 : 0
        if (inARow >= check.consecutive) return result(found)
        const wait = inARow > 0 ? CONFIRM_PAUSE_MS : pause
        pause = inARow > 0 ? pause : Math.min(pause * 2, LONGEST_PAUSE_MS)
        if (clock.now() + wait >= at.deadline) break
        await clock.sleep(wait, at.signal).catch(() => undefined)
      }
      if (at.signal.aborted) return result({ verdict: 'error', detail: `stopped: ${messageOf(at.signal.reason)}` })
      if (inARow === 0) return result(failure)
      return result({ verdict: 'fail', detail: `passed ${inARow} times in a row, ${check.consecutive} are needed; the time ran out` })
    },
  }
}

async function attempt(check: Check, subject: Subject, options: { readonly programs: Programs; readonly cwd: string }): Promise<Attempt> {
  try {
    switch (check.kind) {
      case 'http':
        return await probeHttp(check, subject)
      case 'tcp':
        return await probeTcp(check, subject)
      case 'command':
        return await probeCommand(check, subject, options)
      default:
        return assertNever(check)
    }
  } catch (error) {
    return { verdict: 'error', detail: messageOf(error) }
  }
}
