// Whether the task may be deployed now; nothing is changed.
import type { EnvironmentSettings } from '../domain/policy/settings.ts'
import type { Context } from '../context.ts'
import type { RunRecorder } from '../recorder.ts'
import { admitTask, type Admitted } from './admit-task.ts'
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

/** Runs the validation as a stage; stops the run when a prerequisite does not hold. */
export async function validationStage(context: Context, recorder: RunRecorder, options: { readonly admitted: Admitted; readonly environments: readonly EnvironmentSettings[] }): Promise<void> {
  await recorder.stage('validation', async () => {
    const report = await validate(context, { environments: options.environments, before: options.admitted.checks })
    recorder.setValidation(report)
    const failed = report.checks.filter((check) => check.verdict === 'fail' || check.verdict === 'error')
    const [first] = failed
    if (report.verdict !== 'pass' && first !== undefined) {
      const code = first.group === 'tests' ? 'tests_failed' : first.group === 'target' ? 'target_unreachable' : 'validation_failed'
      throw stop(code, `${failed.length} of ${report.checks.length} prerequisites do not hold; first: ${first.name}: ${first.detail}`, first.remedy)
    }
    const warned = report.checks.filter((check) => check.verdict === 'warn').length
    return { value: undefined, notes: `${report.checks.length} checks${warned === 0 ? '' : `, ${warned} warnings`}` }
  })
}
