// Whether the task may be deployed now; nothing is changed.
import type { EnvironmentSettings } from '../domain/policy/settings.ts'
import type { ReasonCode } from '../domain/report/reason.ts'
import type { GateCheck } from '../domain/report/run-report.ts'
import type { Context } from '../context.ts'
import type { RunRecorder } from '../recorder.ts'
import { admitTask, recordOverride, type Admitted } from './admit-task.ts'
import { stop, type Ending } from './ending.ts'
import { environmentOf } from './environment-of.ts'
import { validate } from './validate.ts'

/** State, constitution and prerequisites of one environment, or of all when none is named. */
export async function gate(context: Context, recorder: RunRecorder): Promise<Ending> {
  const admitted = await admitTask(context, recorder, 'operate')
  const environments = context.intent.environment === undefined ? context.service.environments : [environmentOf(context)]
  await validationStage(context, recorder, { admitted, environments })
  return { decision: 'validated', reason: 'ok', message: 'Every prerequisite holds.' }
}

/** What a failed row means when it is the first; every other group is a prerequisite like any. */
const CODES: Readonly<Partial<Record<GateCheck['group'], ReasonCode>>> = { tests: 'tests_failed', target: 'target_unreachable', constitution: 'constitution_unvalidated' }

/**
 * Runs the validation as a stage; stops the run when a prerequisite does not hold. A rollback goes without the tests: they are about the
 * commit that is checked out, not about the release that comes back.
 */
export async function validationStage(
  context: Context,
  recorder: RunRecorder,
  options: { readonly admitted: Admitted; readonly environments: readonly EnvironmentSettings[]; readonly withTests?: boolean },
): Promise<void> {
  await recorder.stage('validation', async () => {
    const withTests = options.withTests ?? true
    if (withTests && context.intent.skipTests) await recordOverride(context, recorder, 'skip-tests', options.admitted.source.commit)
    const report = await validate(context, { environments: options.environments, before: options.admitted.checks, withTests })
    recorder.setValidation(report)
    const failed = report.checks.filter((check) => check.verdict === 'fail' || check.verdict === 'error')
    const [first] = failed
    if (report.verdict !== 'pass' && first !== undefined) {
      const code = CODES[first.group] ?? 'validation_failed'
      throw stop(code, `${failed.length} of ${report.checks.length} prerequisites do not hold; first: ${first.name}: ${first.detail}`, first.remedy)
    }
    const warned = report.checks.filter((check) => check.verdict === 'warn').length
    return { value: undefined, notes: `${report.checks.length} checks${warned === 0 ? '' : `, ${warned} warnings`}` }
  })
}
