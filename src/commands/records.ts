// Files and events that tell people and other tools what happened. The ledger alone decides, so a record that cannot be written is
// reported and repaired by the next run, and never changes the decision.
import { BUNDLE_TYPE, SBOM_TYPE } from '../domain/artifact/media-types.ts'
import type { Digest } from '../domain/artifact/digest.ts'
import { emptyState } from '../domain/ledger/fold.ts'
import type { LedgerKey } from '../domain/ledger/entry.ts'
import type { EnvironmentSettings } from '../domain/policy/settings.ts'
import { deploymentManifest, type Referrer } from '../domain/records/deployment-manifest.ts'
import { eventLine, eventOf, type Happening } from '../domain/records/event.ts'
import { rolloutBegan, rolloutEnded, type Change } from '../domain/records/happenings.ts'
import { healthReport } from '../domain/records/health-report.ts'
import { incidentDraft } from '../domain/records/incident.ts'
import { jsonFile } from '../domain/records/json-text.ts'
import { deploymentManifestPath, EVENTS_PATH, healthReportPath, incidentPath, REGISTRY_PATH, rollbackManifestPath } from '../domain/records/paths.ts'
import { registry } from '../domain/records/registry.ts'
import { rollbackManifest } from '../domain/records/rollback-manifest.ts'
import type { Snapshot } from '../domain/rollout/rollout.ts'
import type { Context } from '../context.ts'
import { messageOf } from '../errors.ts'
import type { RunRecorder } from '../recorder.ts'
import type { Session } from '../session.ts'
import type { Admitted } from './admit-task.ts'
import type { Deployed } from './deploy-to.ts'
import { environmentBefore, type Release } from './deploy-to.ts'

/** One environment's rollout, as a stage of a run. */
export interface DeployStageOptions {
  readonly environment: EnvironmentSettings
  readonly release: Release
  readonly command: 'deploy' | 'rollback'
  readonly admitted: Admitted
}

/** Appends events to the file that hooks and dashboards read. */
export async function emit(context: Context, recorder: RunRecorder, happenings: readonly Happening[]): Promise<void> {
  const feature = recorder.task?.feature
  const lines = happenings.map((happening) =>
    eventLine(
      eventOf(happening, {
        ulid: context.clock.ulid(),
        at: context.clock.now(),
        projectRoot: context.repository.root,
        ...(feature === undefined ? {} : { feature }),
        run: context.run,
      }),
      context.mask,
    ),
  )
  await attempt(context, EVENTS_PATH, () => context.files.append(EVENTS_PATH, lines.join('')))
}

/** Writes one record; a failure is a warning that names the file. */
export async function writeRecord(context: Context, recorder: RunRecorder, path: string, text: string): Promise<void> {
  await attempt(context, path, async () => {
    await context.files.write(path, text)
    recorder.addRecord(path)
  })
}

async function attempt(context: Context, path: string, body: () => Promise<void>): Promise<void> {
  try {
    await body()
  } catch (error) {
    context.console.warn(`${path} could not be written: ${messageOf(error)}; the next run writes it`)
  }
}

type Began = DeployStageOptions & { readonly session: Session; readonly snapshot: Snapshot }

/** Before production changes, what to go back to is written down where a person finds it (SPEC E1). */
export async function recordBegin(context: Context, recorder: RunRecorder, options: Began): Promise<void> {
  const { session, environment } = options
  const key = keyOf(context, environment)
  await writeRecord(context, recorder, rollbackManifestPath(key), jsonFile(rollbackManifest(key, session.state), context.mask))
  const { current, live } = session.state
  if (current === undefined) return
  const change: Change = changeOf(context, environment, current.deployment, live)
  await emit(context, recorder, rolloutBegan(change, environmentBefore(context, environment)?.name))
}

/** After a rollout: what is live, how it was judged, what to go back to, and what runs where. */
export async function recordEnd(context: Context, recorder: RunRecorder, options: DeployStageOptions & { readonly deployed: Deployed }): Promise<void> {
  const { environment, deployed } = options
  const { deployment, report } = deployed
  const key = keyOf(context, environment)
  const state = (await context.ledger.read(key))?.entry.state ?? emptyState
  await writeRecord(context, recorder, rollbackManifestPath(key), jsonFile(rollbackManifest(key, state), context.mask))
  await writeRecord(context, recorder, REGISTRY_PATH, await registryText(context))
  if (deployment === undefined || report === undefined) return
  await writeRecord(context, recorder, healthReportPath(key), jsonFile(healthReport(key, report, environment.judge), context.mask))
  if (deployed.kind === 'verified') await writeManifest(context, recorder, { ...options, deployed: { ...deployed, deployment, report }, key })
  const change = changeOf(context, environment, deployment, deployed.previous)
  await emit(context, recorder, rolloutEnded(change, report))
  if (deployed.kind !== 'verified' || deployment.command === 'rollback') await writeIncident(context, recorder, { key, change, deployed: { ...deployed, report } })
}

function keyOf(context: Context, environment: EnvironmentSettings): LedgerKey {
  return { service: context.service.name, environment: environment.name }
}

function changeOf(context: Context, environment: EnvironmentSettings, deployment: Change['deployment'], previous: Deployed['previous']): Change {
  return {
    service: context.service.name,
    environment: environment.name,
    production: environment.production,
    strategy: environment.strategy,
    deployment,
    ...(previous === undefined ? {} : { previous: { digest: previous.digest, version: previous.version } }),
  }
}

async function registryText(context: Context): Promise<string> {
  const keys = await context.ledger.keys()
  const ledgers = await Promise.all(keys.map(async (key) => ({ key, state: (await context.ledger.read(key))?.entry.state ?? emptyState })))
  return jsonFile(registry(ledgers, context.settings), context.mask)
}

/** Files of the repository that differ between what was live and what is. */
export async function filesChanged(context: Context, deployed: Deployed): Promise<readonly string[]> {
  const { deployment, previous } = deployed
  if (deployment === undefined || previous === undefined) return []
  try {
    return await context.repository.changed(previous.commit, deployment.commit)
  } catch (error) {
    // A shallow clone does not have the old commit; nothing else depends on the list.
    context.console.warn(`the files changed since ${previous.version} cannot be listed: ${messageOf(error)}`)
    return []
  }
}

async function writeManifest(
  context: Context,
  recorder: RunRecorder,
  options: DeployStageOptions & { readonly key: LedgerKey; readonly deployed: Deployed & Required<Pick<Deployed, 'deployment' | 'report'>> },
): Promise<void> {
  const { key, environment, deployed } = options
  const artifact = await context.chain.store.describe(deployed.deployment.digest)
  const manifest = deploymentManifest({
    key,
    production: environment.production,
    deployment: deployed.deployment,
    rollout: deployed.report,
    run: context.run,
    ...(artifact === undefined ? {} : { artifact }),
    ...(recorder.evidence === undefined ? {} : { evidence: recorder.evidence }),
    referrers: await referrersOf(context, deployed.deployment.digest),
    filesChanged: await filesChanged(context, deployed),
    overrides: recorder.overrides,
  })
  await writeRecord(context, recorder, deploymentManifestPath(key), jsonFile(manifest, context.mask))
}

async function referrersOf(context: Context, digest: Digest): Promise<readonly Referrer[]> {
  const found = async (artifact_type: string, kind: Referrer['kind']): Promise<readonly Referrer[]> =>
    (await context.chain.store.referrers(digest, artifact_type)).map((referrer) => ({ kind, artifact_type, digest: referrer.digest }))
  return [...(await found(SBOM_TYPE, 'sbom')), ...(await found(BUNDLE_TYPE, 'provenance'))]
}

/** A rollback leaves a draft of its postmortem: once written it belongs to the people who fill it in. */
async function writeIncident(context: Context, recorder: RunRecorder, options: { readonly key: LedgerKey; readonly change: Change; readonly deployed: Deployed & Required<Pick<Deployed, 'report'>> }): Promise<void> {
  const { key, change, deployed } = options
  const path = incidentPath(key, { at: deployed.report.startedAt, deployment: change.deployment.id })
  await attempt(context, path, async () => {
    if ((await context.files.read(path)) !== undefined) return
    await context.files.write(path, incidentDraft({ key, change, rollout: deployed.report }, context.mask))
    recorder.addRecord(path)
  })
}

