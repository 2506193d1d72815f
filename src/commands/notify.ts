// Tells people what became of production. A notification that fails never fails a deployment, and is never silent (SPEC F1, I3).
import type { RunReport } from '../domain/report/run-report.ts'
import { renderResult } from '../domain/report/result.ts'
import type { Context } from '../context.ts'
import { messageOf } from '../errors.ts'
import type { RunRecorder } from '../recorder.ts'

const LIMIT_MS = 10_000

/** Runs the user's program with the report on its standard input. Without a program nobody is told, and the report says so by naming nobody. */
export async function notify(context: Context, recorder: RunRecorder, report: RunReport): Promise<void> {
  const { stakeholders, command } = context.settings.notifications
  if (command === undefined || !isNews(report)) return
  try {
    const ran = await context.programs.run(command, {
      cwd: context.repository.root,
      env: { NOTIFY: stakeholders.join(',') },
      stdin: context.mask(renderResult(report)),
      timeoutMs: LIMIT_MS,
      // A run that was told to stop has news too.
      signal: new AbortController().signal,
    })
    if (ran.code === 0 && !ran.timedOut) {
      recorder.setNotified(stakeholders.length === 0 ? [command.join(' ')] : stakeholders)
      return
    }
    const how = ran.timedOut ? `did not end within ${LIMIT_MS / 1000} s` : `ended with ${ran.code ?? ran.signal ?? 'an unknown signal'}`
    context.console.warn(`nobody was told: \`${command.join(' ')}\` ${how}: ${(ran.stderr || ran.stdout).trim().slice(-500)}`)
  } catch (error) {
    context.console.warn(`nobody was told: ${messageOf(error)}`)
  }
}

/** Something happened to an environment: a question, a plan or a refusal is no news. */
function isNews(report: RunReport): boolean {
  return report.rollouts.some((rollout) => rollout.production) || report.reason_code === 'rollback_failed'
}
