// Back to a release that was verified here before (SPEC G1).
import type { Deployment, LedgerState } from '../domain/ledger/entry.ts'
import { rollbackTarget } from '../domain/ledger/history.ts'
import type { EnvironmentSettings } from '../domain/policy/settings.ts'
import { changesNothing, type Context } from '../context.ts'
import type { RunRecorder } from '../recorder.ts'
import { admitRollback } from './admit-task.ts'
import { deployStage, endingOfDeployment } from './deploy-stage.ts'
import { stop, type Ending } from './ending.ts'
import { environmentOf } from './environment-of.ts'
import { finishRollback } from './finalize.ts'
import { planDeploy } from './plan-run.ts'
import { preempt } from './preempt.ts'
import { validationStage } from './gate.ts'
import type { Release } from './deploy-to.ts'

/**
 * Rolls one environment back to the previous verified release, a deployment or a digest. To what is live already is a no-op. A
 * deployment under way is stopped first; when that brings the release back that was asked for, the rollback is done.
 */
export async function rollback(context: Context, recorder: RunRecorder): Promise<Ending> {
  const environment = environmentOf(context)
  const head = await context.ledger.read({ service: context.service.name, environment: environment.name })
  if (head === undefined) throw stop('no_rollback_target', `nothing was ever deployed to ${environment.name}`, 'Deploy something first: `flowspec-operate run`.')
  const { state, stopped } = changesNothing(context) ? { state: head.entry.state } : await preempt(context, environment, head.entry.state)
  const { live } = state
  const target = rollbackTarget(state, context.intent.to)
  if (stopped !== undefined && stopped.cause?.code !== 'rollback_failed' && (context.intent.to === 'previous' || isLiveAlready(target))) {
    return stoppedInstead(recorder, { environment, stopped, state })
  }
  if (target.kind === 'problem') {
    const { code, what, remedy } = target.problem
    if (code === 'already_done') return { decision: 'nothing_to_do', reason: 'already_done', message: `${what} in ${environment.name}.` }
    throw stop(code === 'quarantined' ? 'quarantined' : 'no_rollback_target', what, remedy)
  }
  const { deployment } = target
  const release: Release = {
    digest: deployment.digest,
    version: deployment.version,
    commit: deployment.commit,
    committedAt: deployment.committedAt,
    ...(deployment.task === undefined ? {} : { task: deployment.task }),
  }
  const admitted = await admitRollback(context, recorder, live)
  await validationStage(context, recorder, { admitted, environments: [environment], withTests: false })
  if (context.intent.validateOnly) return { decision: 'validated', reason: 'validate_only', message: 'Every prerequisite holds; nothing was changed.' }
  if (context.intent.dryRun) return planDeploy(context, recorder, { environment, release, inOneStep: true })
  const deployed = await deployStage(context, recorder, { environment, release, command: 'rollback', admitted })
  if (deployed.kind !== 'verified') return endingOfDeployment(environment, release, deployed)
  return finishRollback(context, recorder, { environment, release, deployed, admitted })
}

function isLiveAlready(target: ReturnType<typeof rollbackTarget>): boolean {
  return target.kind === 'problem' && target.problem.code === 'already_done'
}

/** What was live before the deployment that was stopped is what `previous` means while it is under way. */
function stoppedInstead(recorder: RunRecorder, options: { readonly environment: EnvironmentSettings; readonly stopped: Deployment; readonly state: LedgerState }): Ending {
  const { environment, stopped, state } = options
  recorder.note({ environment: environment.name, ...(state.live === undefined ? {} : { version: state.live.version }) })
  const now = state.live === undefined ? 'nothing was live before and nothing is now' : `${state.live.version} is live`
  return { decision: 'rolled_back', reason: 'ok', message: `${stopped.version} was stopped in ${environment.name} before it was verified; ${now}.` }
}
