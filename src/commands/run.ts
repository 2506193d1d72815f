// All of it in one process: validate, build once, staging, production, finalize.
import type { Context } from '../context.ts'
import type { RunRecorder } from '../recorder.ts'
import { admitTask } from './admit-task.ts'
import { buildOnce } from './build-once.ts'
import { deployStage, endingOfDeployment } from './deploy-stage.ts'
import { forTask } from './deploy.ts'
import type { Ending } from './ending.ts'
import { finalizeRelease } from './finalize.ts'
import { planRun } from './plan-run.ts'
import { validationStage } from './gate.ts'

/** Takes a task from Validated to Deployed. Safe to run again: what is done is found done. */
export async function run(context: Context, recorder: RunRecorder): Promise<Ending> {
  const { intent, service } = context
  const admitted = await admitTask(context, recorder, 'operate')
  await validationStage(context, recorder, { admitted, environments: service.environments })
  if (intent.validateOnly) return { decision: 'validated', reason: 'validate_only', message: 'Every prerequisite holds; nothing was changed.' }
  if (intent.dryRun) return planRun(context, recorder, admitted)

  const release = await recorder.stage('build', async () => {
    const built = await buildOnce(context, recorder, admitted.source)
    return { value: forTask(built.release, admitted), notes: built.notes }
  })
  for (const environment of service.environments) {
    if (environment.production && !intent.autoDeploy) {
      return {
        decision: 'promoted',
        reason: 'awaiting_approval',
        message: `${release.version} passed staging; production waits.`,
        remedy: `Go on with: npx flowspec-operate deploy --environment ${environment.name} --digest ${release.digest}, then npx flowspec-operate finalize`,
      }
    }
    const deployed = await deployStage(context, recorder, { environment, release, command: 'deploy', admitted })
    if (deployed.kind === 'rolled-back' || deployed.kind === 'failed') return endingOfDeployment(environment, release, deployed)
  }
  return finalizeRelease(context, recorder, { release })
}
