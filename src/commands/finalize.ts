// After production is verified, and only then: tag, changelog, runbook, label, events (SPEC F1). Every step finds out whether it is
// done already, so finalize may be run again after a crash.
import { emptyState } from '../domain/ledger/fold.ts'
import type { Deployment, LedgerState } from '../domain/ledger/entry.ts'
import { changelogSection, insertSection } from '../domain/records/changelog.ts'
import { changeCompleted, type Change } from '../domain/records/happenings.ts'
import { changelogPath, runbookPath } from '../domain/records/paths.ts'
import { tagMessage, tagName } from '../domain/records/release-tag.ts'
import { runbook } from '../domain/records/runbook.ts'
import { repairMove } from '../domain/task/label-move.ts'
import { workflowLabels } from '../domain/task/state.ts'
import { edgeOf } from '../domain/task/transitions.ts'
import type { EnvironmentSettings } from '../domain/policy/settings.ts'
import { changesNothing, type Context } from '../context.ts'
import { messageOf } from '../errors.ts'
import type { RunRecorder } from '../recorder.ts'
import { admitTask, type Admitted } from './admit-task.ts'
import type { Deployed, Release } from './deploy-to.ts'
import { stop, type Ending } from './ending.ts'
import { applySteps, moveTask, productionOf } from './move-label.ts'
import { emit, filesChanged, writeRecord } from './records.ts'
import { withSession } from './with-session.ts'

/** `finalize` as a command: for what production runs now. */
export async function finalize(context: Context, recorder: RunRecorder): Promise<Ending> {
  await admitTask(context, recorder, 'operate')
  const live = await productionOf(context, context.service)
  if (live === undefined) throw stop('artifact_missing', 'production runs nothing that was verified', 'Deploy to production first.')
  const wanted = context.intent.digest ?? live.digest
  if (wanted !== live.digest) throw stop('live_digest_mismatch', `production runs ${live.digest}, not ${wanted}`, 'Finalize is for what runs; leave out --digest, or deploy that digest first.')
  if (context.intent.dryRun || context.intent.validateOnly) return { decision: 'planned', reason: 'dry_run', message: `${live.version} would be finalized; nothing was changed.` }
  return finalizeRelease(context, recorder, { release: live })
}

/** Finalizes what production runs, after reading from the ledger that it is this release and verified. */
export async function finalizeRelease(context: Context, recorder: RunRecorder, options: { readonly release: Release }): Promise<Ending> {
  const { release } = options
  const production = productionEnvironment(context)
  return recorder.stage('finalize', async () => {
    const value = await withSession(context, production.name, release.commit, async (session) => {
      const { live, finalized, deployments } = session.state
      if (live === undefined || live.digest !== release.digest || live.outcome !== 'verified') {
        throw stop('live_digest_mismatch', `${production.name} does not run ${release.version} verified`, 'Deploy it first; finalize comes after a verified production.')
      }
      if (finalized?.deployment === live.id && (await isTaskDone(context, release.task))) return alreadyDone(production, release)
      const previous = deployments.find((one) => one.outcome === 'verified' && one.digest !== live.digest)
      const ending = await writeEverything(context, recorder, { production, live, previous, deployments })
      await session.append({ kind: 'finalized', deployment: live.id, tag: ending.tag, ...(ending.label === undefined ? {} : { label: ending.label }) })
      return { decision: 'deployed', reason: 'ok', message: `${live.version} is live and verified in ${production.name}; ${ending.note}.` } satisfies Ending
    })
    return { value, notes: value.message }
  })
}

function alreadyDone(production: EnvironmentSettings, release: Release): Ending {
  return { decision: 'nothing_to_do', reason: 'already_done', message: `${release.version} is live in ${production.name} and finalized already.` }
}

async function isTaskDone(context: Context, id: string | undefined): Promise<boolean> {
  if (id === undefined) return true
  const to = edgeOf(context.machine, 'operate')?.to
  const task = await context.tasks.find(id)
  return task === undefined || to === undefined || !workflowLabels(task.labels).every((label) => label !== `workflow:${to}`)
}

async function writeEverything(
  context: Context,
  recorder: RunRecorder,
  options: { readonly production: EnvironmentSettings; readonly live: Deployment; readonly previous: Deployment | undefined; readonly deployments: readonly Deployment[] },
): Promise<{ readonly tag: string; readonly label?: string; readonly note: string }> {
  const { service, settings, repository } = context
  const { production, live, previous, deployments } = options
  const key = { service: service.name, environment: production.name }
  const tag = tagName(live.version, service.name, settings.services.length)
  await repository.tag(tag, live.commit, tagMessage(key, live))
  recorder.note({ tag, environment: production.name })
  await writeChangelog(context, recorder, { live, previous })
  await writeRunbook(context, recorder, deployments)
  const move = live.task === undefined ? undefined : await moveTask(context, recorder, { task: live.task, via: 'operate' })
  const change: Change = { ...key, production: true, strategy: production.strategy, deployment: live, ...(previous === undefined ? {} : { previous }) }
  const changed = await filesChanged(context, { kind: 'verified', deployment: live, ...(previous === undefined ? {} : { previous }) })
  const durationMs = (live.endedAt ?? context.clock.now()) - live.startedAt
  await emit(context, recorder, [changeCompleted(change, { durationMs, filesChanged: changed, tag, records: recorder.records })])
  return { tag, ...(move?.moved === true && live.task !== undefined ? { label: `workflow:${edgeOf(context.machine, 'operate')?.to ?? ''}` } : {}), note: move?.note ?? 'no task belongs to it' }
}

async function writeChangelog(context: Context, recorder: RunRecorder, options: { readonly live: Deployment; readonly previous: Deployment | undefined }): Promise<void> {
  const { live, previous } = options
  const path = changelogPath(context.service.name, context.settings.services.length)
  try {
    const commits = await context.repository.log(previous?.commit, live.commit)
    const section = changelogSection(live.version, live.endedAt ?? live.startedAt, commits)
    const existing = await context.files.read(path)
    const text = insertSection(existing, live.version, section)
    if (text !== existing) await writeRecord(context, recorder, path, text)
  } catch (error) {
    context.console.warn(`${path} was not written: ${messageOf(error)}`)
  }
}

async function writeRunbook(context: Context, recorder: RunRecorder, deployments: readonly Deployment[]): Promise<void> {
  const path = runbookPath(recorder.task?.feature ?? context.service.name)
  const existing = await context.files.read(path)
  const written = runbook({ settings: context.settings, service: context.service, feature: recorder.task?.feature ?? context.service.name, deployments }, existing)
  for (const question of written.questions) recorder.addQuestion(question)
  for (const section of written.edited) context.console.warn(`${path}: the section ${section} was edited by hand and is left as it is`)
  for (const section of written.missing) context.console.warn(`${path}: there is no place for the section ${section}; delete the file to have it written anew`)
  if (written.text !== existing) await writeRecord(context, recorder, path, written.text)
}

function productionEnvironment(context: Context): EnvironmentSettings {
  return context.service.environments.find((environment) => environment.production) ?? context.service.environments[0]
}

/** After a manual rollback the label follows (SPEC G1); only production moves it. */
export async function finishRollback(
  context: Context,
  recorder: RunRecorder,
  options: { readonly environment: EnvironmentSettings; readonly release: Release; readonly deployed: Deployed; readonly admitted: Admitted },
): Promise<Ending> {
  const { environment, release, deployed } = options
  const gone = deployed.previous?.task
  const moves = environment.production && gone !== undefined && gone !== release.task
  const move = moves ? await moveTask(context, recorder, { task: gone, via: 'rollback' }) : undefined
  const note = move === undefined ? '' : `; ${move.note}`
  return { decision: 'rolled_back', reason: 'ok', message: `${environment.name} runs ${release.version} again, verified${note}.` }
}

/** Brings the labels to what the ledger proves: moves that were cut off, and the move that belongs to a rollback. */
export async function repairLabels(context: Context, recorder: RunRecorder): Promise<readonly string[]> {
  const state = await productionState(context)
  const edge = edgeOf(context.machine, 'operate')
  const from = edge?.from[0]
  if (edge === undefined || from === undefined) return []
  const repaired: string[] = []
  for (const id of new Set(state.deployments.flatMap((deployment) => deployment.task ?? []))) {
    const task = await context.tasks.find(id)
    const steps = task === undefined ? undefined : repairMove(task.labels, context.machine, state.live?.task === id ? edge.to : from)
    if (steps === undefined) continue
    if (!changesNothing(context)) await applySteps(context, id, steps)
    repaired.push(`${id}: finished a label move that had been cut off`)
  }
  const gone = takenAway(state)
  const task = gone === undefined ? undefined : await context.tasks.find(gone)
  if (gone === undefined || !workflowLabels(task?.labels ?? []).includes(`workflow:${edge.to}`)) return repaired
  if (changesNothing(context)) return [...repaired, `${gone}: its release was rolled back, its label says ${edge.to}`]
  return [...repaired, (await moveTask(context, recorder, { task: gone, via: 'rollback' })).note]
}

/** The task whose release a rollback, live now, took away. */
function takenAway(state: LedgerState): string | undefined {
  const { live, deployments } = state
  if (live?.command !== 'rollback') return undefined
  const before = deployments.slice(deployments.findIndex((one) => one.id === live.id) + 1).find((one) => one.outcome === 'verified')
  return before?.task === live.task ? undefined : before?.task
}

/** A run that died between its verdict and finalize left a release that is live and verified; what belongs to that is done now. */
export async function finalizeLive(context: Context, recorder: RunRecorder): Promise<readonly string[]> {
  const { live, finalized } = await productionState(context)
  if (live?.command !== 'deploy' || finalized?.deployment === live.id) return []
  if (changesNothing(context)) return [`${live.version}: live and verified, not finalized`]
  const task = live.task === undefined ? undefined : await context.tasks.find(live.task)
  if (task !== undefined) recorder.note({ task: { id: task.id, title: task.title, state: workflowLabels(task.labels).join(', '), feature: task.feature } })
  return [(await finalizeRelease(context, recorder, { release: live })).message.replace(/\.$/, '')]
}

async function productionState(context: Context): Promise<LedgerState> {
  return (await context.ledger.read({ service: context.service.name, environment: productionEnvironment(context).name }))?.entry.state ?? emptyState
}
