// Which task this run is about, whether its state allows the command, and what was bypassed to get in (SPEC A1-A9).
import type { Deployment, Override } from '../domain/ledger/entry.ts'
import { tagName } from '../domain/records/release-tag.ts'
import { releaseVersion } from '../domain/records/version.ts'
import type { GateCheck } from '../domain/report/run-report.ts'
import { CONSTITUTION_PATH, decideConstitution, LIGHT_MODE_PATH, readConstitution } from '../domain/task/constitution.ts'
import { firstCandidates } from '../domain/task/find.ts'
import { repairMove } from '../domain/task/label-move.ts'
import { labelOf, stateOf, workflowLabels } from '../domain/task/state.ts'
import type { Task } from '../domain/task/task.ts'
import { edgeOf, mayRun } from '../domain/task/transitions.ts'
import { changesNothing, type Context } from '../context.ts'
import type { RunRecorder } from '../recorder.ts'
import { appendFreely } from '../session.ts'
import { checkApproval, checkBypass, type Approved } from './approval.ts'
import { findPackaged, type BuildOptions } from './build-once.ts'
import { stop } from './ending.ts'
import { applySteps, productionOf } from './move-label.ts'

/** A task that may go on, with the rows that say why. */
export interface Admitted {
  readonly task?: Task
  /** The workflow state it is in, or the labels that contradict each other. */
  readonly state?: string
  /** Set when the task's release is live already: the command then finds its work done. */
  readonly alreadyDone: boolean
  readonly source: BuildOptions
  readonly checks: readonly GateCheck[]
  /** What lets it through, asked for again right before production. */
  readonly approved?: Approved
}

/** Finds the task and asks the state machine. A missing task is refused: a release belongs to one. */
export async function admitTask(context: Context, recorder: RunRecorder, via: 'operate'): Promise<Admitted> {
  const found = await findTask(context)
  const task = await repaired(context, found)
  const state = stateOf(task, context.machine)
  const stateText = state.kind === 'state' ? state.state : workflowLabels(task.labels).join(', ')
  const source = await sourceOf(context, recorder, task)
  recorder.note({ task: { id: task.id, title: task.title, state: stateText, feature: task.feature } })
  const admission = mayRun(via, state, context.machine)
  const row = { name: task.id, group: 'state' as const }
  // Who may say so comes before everything that writes: an override of someone who may not is not even recorded.
  if (admission.kind === 'ok') {
    const approved: Approved = { task: task.id, label: labelOf(admission.from) }
    const rows = [...(await checkApproval(context, approved)), ...(await otherChecks(context, recorder, source))]
    return { task, state: stateText, alreadyDone: false, source, checks: [{ ...row, verdict: 'pass', detail: `${admission.from}, ${via} leads to ${admission.edge.to}` }, ...rows], approved }
  }
  if (state.kind === 'state' && state.state === edgeOf(context.machine, via)?.to && (await isLive(context, task.id, source.commit))) {
    const rows = await otherChecks(context, recorder, source)
    return { task, state: stateText, alreadyDone: true, source, checks: [{ ...row, verdict: 'pass', detail: `${stateText}, and this commit is what runs` }, ...rows] }
  }
  if (!context.intent.skipStateCheck) throw stop(admission.code, admission.message, admission.remedy)
  const rows = [...(await checkBypass(context)), ...(await otherChecks(context, recorder, source))]
  await recordOverride(context, recorder, 'skip-state-check', source.commit)
  return { task, state: stateText, alreadyDone: false, source, checks: [{ ...row, verdict: 'skipped', detail: `${admission.message}; bypassed by ${context.actor}` }, ...rows] }
}

async function otherChecks(context: Context, recorder: RunRecorder, source: BuildOptions): Promise<readonly GateCheck[]> {
  return [await constitutionCheck(context, recorder, source.commit), await tagCheck(context, source)]
}

/** A rollback needs no state: production comes first. The task is the one whose release is taken away. */
export async function admitRollback(context: Context, recorder: RunRecorder, live: Deployment | undefined): Promise<Admitted> {
  const source = await sourceOf(context, recorder)
  const task = live?.task === undefined ? undefined : await context.tasks.find(live.task)
  if (task === undefined) return { alreadyDone: false, source, checks: [] }
  const state = stateOf(task, context.machine)
  const stateText = state.kind === 'state' ? state.state : workflowLabels(task.labels).join(', ')
  recorder.note({ task: { id: task.id, title: task.title, state: stateText, feature: task.feature } })
  return { task, state: stateText, alreadyDone: false, source, checks: [{ name: task.id, group: 'state', verdict: 'pass', detail: `${stateText}; a rollback is allowed from every state` }] }
}

/** The commit at hand and the version its release has. */
export async function sourceOf(context: Context, recorder: RunRecorder, task?: Task): Promise<BuildOptions> {
  const head = await context.repository.head()
  const version = releaseVersion({
    commit: head.commit,
    ...(context.intent.version === undefined ? {} : { input: context.intent.version }),
    ...packageVersion(await context.files.read(`${context.service.artifact.root}/package.json`)),
  })
  recorder.note({ commit: head.commit, version })
  return { commit: head.commit, committedAt: head.committedAt, version, ...(task === undefined ? {} : { task: task.id }) }
}

function packageVersion(text: string | undefined): { readonly packageVersion?: string } {
  if (text === undefined) return {}
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && 'version' in value && typeof value.version === 'string') return { packageVersion: value.version }
  } catch {
    // A package.json that is no JSON is the build's business; it names no version.
  }
  return {}
}

async function findTask(context: Context): Promise<Task> {
  const { intent, repository, tasks } = context
  const head = await repository.head()
  const candidates = firstCandidates({
    ...(intent.taskId === undefined ? {} : { input: intent.taskId }),
    ...(context.event === undefined ? {} : { event: context.event.tasks }),
    ...(head.branch === undefined ? {} : { branch: head.branch }),
    messages: [await repository.message(head.commit)],
  })
  const [first, ...others] = candidates
  if (first === undefined) throw stop('task_not_found', 'nothing names a task: no task-id, no branch like task-42-title, no `Task: task-42` in the commit', 'Give the task with --task-id.')
  if (others.length > 0) throw stop('task_not_found', `the ${first.from} names several tasks: ${candidates.map((candidate) => candidate.id).join(', ')}`, 'Give the one that is meant with --task-id.')
  const task = await tasks.find(first.id)
  if (task === undefined) throw stop('task_not_found', `there is no task ${first.id} (named by the ${first.from}) in ${context.settings.tasks.store === 'github' ? 'the repository on GitHub' : context.settings.tasks.directory}`, 'Check the id, or create the task.')
  return task
}

/** A label move that was cut off is finished from what the ledger knows, so that the task has one state again (SPEC A4). */
async function repaired(context: Context, task: Task): Promise<Task> {
  const edge = edgeOf(context.machine, 'operate')
  const from = edge?.from[0]
  if (edge === undefined || from === undefined || workflowLabels(task.labels).length < 2) return task
  const live = await productionOf(context, context.service)
  const steps = repairMove(task.labels, context.machine, live?.task === task.id ? edge.to : from)
  if (live === undefined || steps === undefined || changesNothing(context)) return task
  await applySteps(context, task.id, steps)
  context.console.line(`${task.id}: finished a label move that had been cut off`)
  return (await context.tasks.find(task.id)) ?? task
}

async function isLive(context: Context, task: string, commit: string): Promise<boolean> {
  const live = await productionOf(context, context.service)
  return live?.task === task && live.commit === commit
}

/** A release is tagged once it is verified; that its tag belongs to another commit must not show only then (SPEC C5). */
async function tagCheck(context: Context, source: BuildOptions): Promise<GateCheck> {
  const version = (await findPackaged(context, source.commit))?.version ?? source.version
  const tag = tagName(version, context.service.name, context.settings.services.length)
  const found = await context.repository.tagged(tag)
  const row = { name: 'release tag', group: 'configuration' as const }
  if (found === undefined) return { ...row, verdict: 'pass', detail: `${tag} is free` }
  if (found === source.commit) return { ...row, verdict: 'pass', detail: `${tag} is on this commit` }
  return { ...row, verdict: 'fail', detail: `${tag} is on ${found.slice(0, 12)}, not on ${source.commit.slice(0, 12)}`, remedy: 'A release tag is never moved: release under another version.' }
}

async function constitutionCheck(context: Context, recorder: RunRecorder, commit: string): Promise<GateCheck> {
  const { files, intent } = context
  const decision = decideConstitution(readConstitution(await files.read(CONSTITUTION_PATH)), {
    skipValidation: intent.skipValidation,
    confirmUnvalidated: intent.confirmUnvalidated,
    lightMode: (await files.read(LIGHT_MODE_PATH)) !== undefined,
  })
  if (decision.override !== undefined) await recordOverride(context, recorder, decision.override, commit)
  return decision.check
}

/** Writes a bypass into production's ledger, where an auditor looks for it; a plan or a validation alone writes nothing. */
export async function recordOverride(context: Context, recorder: RunRecorder, what: Override['what'], commit: string): Promise<void> {
  const { actor, clock, intent, service } = context
  const override: Override = { what, actor, reason: intent.reason ?? 'no reason given', at: clock.now() }
  recorder.addOverride(override)
  context.console.warn(`${what}: bypassed by ${actor}: ${override.reason}`)
  if (changesNothing(context)) return
  const production = service.environments.find((environment) => environment.production) ?? service.environments[0]
  await appendFreely({ store: context.ledger, clock, key: { service: service.name, environment: production.name }, run: context.run, actor, commit }, { kind: 'overridden', override })
}
