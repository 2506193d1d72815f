// Which events follow from what happened in a run (SPEC I1, F1, G1).
import type { Deployment } from '../ledger/entry.ts'
import type { RolloutReport, RunReport, Stage } from '../report/run-report.ts'
import type { StateMachine } from '../task/task.ts'
import type { DeployContext, DeploymentContext, EndedContext, Happening, MetaWorkflowContext } from './event.ts'
import { deploymentManifestPath } from './paths.ts'

/** What is known of one environment's change when it begins. */
export interface Change {
  readonly service: string
  readonly environment: string
  readonly production: boolean
  readonly strategy: RolloutReport['strategy']
  readonly deployment: Deployment
  /** What was live before. */
  readonly previous?: Pick<Deployment, 'digest' | 'version'>
}

/** What is known of a run when it begins. */
export type RunBeginning = Pick<RunReport, 'service' | 'command' | 'actor' | 'environment' | 'version' | 'commit'> & { readonly task?: { readonly id: string } }

/** The run begins: the whole of it, and the meta workflow that it walks when it is `run`. */
export function runBegan(begin: RunBeginning, machine: StateMachine): readonly Happening[] {
  return [
    ...(begin.command === 'run' ? [{ type: 'meta_workflow.started', context: metaWorkflow(begin, machine) } as const] : []),
    { type: 'deployment.started', context: deploymentContext(begin) },
  ]
}

/** The run ended, however it did: its stages as sub workflows, then the whole. */
export function runEnded(report: RunReport, machine: StateMachine): readonly Happening[] {
  const isMeta = report.command === 'run'
  return [
    ...(isMeta ? report.stages.flatMap((stage) => subWorkflow(report.service, stage)) : []),
    { type: 'deployment.completed', context: { ...deploymentContext(report), ...endedContext(report) } },
    ...(isMeta ? [{ type: 'meta_workflow.completed', context: { ...metaWorkflow(report, machine), ...endedContext(report) } } as const] : []),
  ]
}

/** A rollout begins. `from` is the environment in which the same digest was verified before. */
export function rolloutBegan(change: Change, from: string | undefined): readonly Happening[] {
  const context = deployContext(change)
  return [
    { type: 'deploy.started', context },
    ...(from === undefined || change.deployment.command === 'rollback' ? [] : [{ type: 'deploy.promoted', context: { ...context, from_environment: from } } as const]),
  ]
}

/**
 * A rollout ended. What did not stay gives `deploy.failed`, and `deploy.rolled_back` too once all traffic is back; a rollback that
 * was asked for and verified gives `deploy.rolled_back` as well as `deploy.verified`.
 */
export function rolloutEnded(change: Change, rollout: RolloutReport): readonly Happening[] {
  const context = deployContext(change)
  const duration_ms = elapsed(rollout.startedAt, rollout.endedAt)
  if (rollout.outcome === 'verified') {
    const cause = { reason_code: 'ok', message: change.deployment.reason ?? 'asked for', touched: true }
    const asked = { ...cause, automatic: false, duration_ms, to_version: rollout.version, to_digest: rollout.digest }
    return [
      { type: 'deploy.verified', context: { ...context, duration_ms } },
      ...(change.deployment.command === 'rollback' ? [{ type: 'deploy.rolled_back', context: { ...context, ...asked } } as const] : []),
    ]
  }
  const cause = {
    reason_code: rollout.cause?.code ?? 'unexpected_error',
    message: rollout.cause?.message ?? 'no cause was recorded',
    touched: change.deployment.touched ?? rollout.moments.some((moment) => moment.kind === 'shift'),
    duration_ms,
  }
  const back = rollout.previous === undefined ? {} : { to_version: rollout.previous.version, to_digest: rollout.previous.digest }
  return [
    { type: 'deploy.failed', context: { ...context, ...cause } },
    ...(rollout.outcome === 'rolled-back' ? [{ type: 'deploy.rolled_back', context: { ...context, ...cause, automatic: true, ...back } } as const] : []),
  ]
}

/** Production is live, verified and recorded (SPEC F1). */
export function changeCompleted(
  change: Change,
  options: { readonly durationMs: number; readonly filesChanged: readonly string[]; readonly tag?: string; readonly records: readonly string[] },
): Happening {
  const manifest = deploymentManifestPath({ service: change.service, environment: change.environment })
  return {
    type: 'deploy.completed',
    context: {
      ...deployContext(change),
      duration_ms: options.durationMs,
      deployment_manifest: manifest,
      files_changed: options.filesChanged,
      ...(options.tag === undefined ? {} : { tag: options.tag }),
    },
    artifacts: [
      { type: 'deployment_manifest', path: manifest, files_changed: options.filesChanged.length },
      ...options.records.filter((path) => path !== manifest).map((path) => ({ type: 'record', path })),
    ],
  }
}

/** Clocks can be set back; nothing takes less than no time. */
function elapsed(from: number, to: number): number {
  return Math.max(0, to - from)
}

function metaWorkflow(begin: RunBeginning, machine: StateMachine): MetaWorkflowContext {
  return {
    service: begin.service,
    meta_workflow: 'run',
    ...(begin.task === undefined ? {} : { task: begin.task.id }),
    ...(machine.run === undefined ? {} : { input_state: machine.run.inputState, output_state: machine.run.outputState }),
  }
}

/** A stage that never ran is no sub workflow. */
function subWorkflow(service: string, stage: Stage): readonly Happening[] {
  if (stage.startedAt === undefined || stage.status === 'running') return []
  const context = { service, meta_workflow: 'run', sub_workflow: stage.name }
  const endedAt = stage.endedAt ?? stage.startedAt
  return [
    { type: 'sub_workflow.started', at: stage.startedAt, context },
    { type: 'sub_workflow.completed', at: endedAt, context: { ...context, status: stage.status, duration_ms: elapsed(stage.startedAt, endedAt) } },
  ]
}

function deploymentContext(begin: RunBeginning & Pick<Partial<RunReport>, 'artifact'>): DeploymentContext {
  return {
    service: begin.service,
    command: begin.command,
    actor: begin.actor,
    ...(begin.environment === undefined ? {} : { environment: begin.environment }),
    ...(begin.task === undefined ? {} : { task: begin.task.id }),
    ...(begin.version === undefined ? {} : { version: begin.version }),
    ...(begin.artifact === undefined ? {} : { digest: begin.artifact.digest }),
    ...(begin.commit === undefined ? {} : { commit: begin.commit }),
  }
}

function endedContext(report: RunReport): EndedContext {
  return { result: report.result, decision: report.decision, reason_code: report.reason_code, message: report.message, duration_ms: elapsed(report.started_at, report.ended_at) }
}

function deployContext(change: Change): DeployContext {
  const { deployment, previous } = change
  return {
    service: change.service,
    environment: change.environment,
    production: change.production,
    deployment: deployment.id,
    version: deployment.version,
    digest: deployment.digest,
    commit: deployment.commit,
    command: deployment.command,
    actor: deployment.actor,
    strategy: change.strategy,
    ...(deployment.task === undefined ? {} : { task: deployment.task }),
    ...(deployment.reason === undefined ? {} : { reason: deployment.reason }),
    ...(previous === undefined ? {} : { previous_version: previous.version, previous_digest: previous.digest }),
  }
}
