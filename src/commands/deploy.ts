// One environment gets one digest.
import type { Context } from '../context.ts'
import type { RunRecorder } from '../recorder.ts'
import { admitTask, type Admitted } from './admit-task.ts'
import { findByDigest, findPackaged, releaseOf } from './build-once.ts'
import { deployStage, endingOfDeployment } from './deploy-stage.ts'
import type { Release } from './deploy-to.ts'
import { stop, type Ending } from './ending.ts'
import { validationStage } from './gate.ts'
import { environmentOf } from './environment-of.ts'
import { planDeploy } from './plan-run.ts'

/** Deploys the given digest, or the one packaged from this commit, to one environment. Finalize is a command of its own. */
export async function deploy(context: Context, recorder: RunRecorder): Promise<Ending> {
  const environment = environmentOf(context)
  const admitted = await admitTask(context, recorder, 'operate')
  await validationStage(context, recorder, { admitted, environments: [environment] })
  if (context.intent.validateOnly) return { decision: 'validated', reason: 'validate_only', message: 'Every prerequisite holds; nothing was changed.' }
  const release = forTask(await releaseAskedFor(context, admitted.source.commit), admitted)
  if (context.intent.dryRun) return planDeploy(context, recorder, { environment, release })
  const deployed = await deployStage(context, recorder, { environment, release, command: 'deploy', admitted })
  return endingOfDeployment(environment, release, deployed)
}

/** Packaging needs no task, so what was packaged may not name one: the task that was admitted is the one whose label follows. */
export function forTask(release: Release, { task }: Admitted): Release {
  return task === undefined ? release : { ...release, task: task.id }
}

/** The release of the input `digest`, else of this commit; only what this repository packaged can be deployed. */
export async function releaseAskedFor(context: Context, commit: string): Promise<Release> {
  const { digest } = context.intent
  const packaged = digest === undefined ? await findPackaged(context, commit) : await findByDigest(context, digest)
  if (packaged !== undefined) return releaseOf(packaged)
  if (digest === undefined) throw stop('artifact_missing', `nothing was packaged from ${commit.slice(0, 12)}`, 'Run `flowspec-operate package` first, or name a digest with --digest.')
  throw stop('artifact_missing', `${digest} was not packaged by this repository`, 'Give a digest that `flowspec-operate package` printed; `flowspec-operate status` lists what runs.')
}
