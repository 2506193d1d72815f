// The plan as a person reads it: every effect in order. It is built from the same values that a real run executes.
import type { Digest } from '../domain/artifact/digest.ts'
import type { EnvironmentSettings } from '../domain/policy/settings.ts'
import { liveDigestOf } from '../domain/rollout/live.ts'
import { plannedEffects, planRollout } from '../domain/rollout/plan.ts'
import type { Snapshot } from '../domain/rollout/rollout.ts'
import type { PlannedEffect } from '../domain/report/run-report.ts'
import type { Context } from '../context.ts'
import type { RunRecorder } from '../recorder.ts'
import type { Admitted } from './admit-task.ts'
import { findPackaged, releaseOf } from './build-once.ts'
import type { Release } from './deploy-to.ts'
import type { Ending } from './ending.ts'

type Unordered = Omit<PlannedEffect, 'order'>

/** What a digest is called in a plan before anything was packaged. */
const NOT_YET = `sha256:${'0'.repeat(64)}` as Digest

/** The plan of `run`: build, every environment, finalize. Changes nothing. */
export async function planRun(context: Context, recorder: RunRecorder, admitted: Admitted): Promise<Ending> {
  const { service } = context
  const packaged = await findPackaged(context, admitted.source.commit)
  const release: Release = packaged === undefined ? { ...admitted.source, digest: NOT_YET } : releaseOf(packaged)
  const rollouts: Unordered[] = []
  for (const environment of service.environments) rollouts.push(...(await effectsOf(context, environment, release, false)))
  return planned(recorder, [...buildEffects(context, packaged !== undefined), ...rollouts, ...finalEffects(context, admitted, release)])
}

/** The plan of `package`. */
export async function planPackage(context: Context, recorder: RunRecorder, commit: string): Promise<Ending> {
  return planned(recorder, buildEffects(context, (await findPackaged(context, commit)) !== undefined))
}

/** The plan of one environment's rollout. */
export async function planDeploy(
  context: Context,
  recorder: RunRecorder,
  options: { readonly environment: EnvironmentSettings; readonly release: Release; readonly inOneStep?: boolean },
): Promise<Ending> {
  recorder.note({ version: options.release.version, environment: options.environment.name })
  return planned(recorder, await effectsOf(context, options.environment, options.release, options.inOneStep ?? false))
}

function planned(recorder: RunRecorder, effects: readonly Unordered[]): Ending {
  // A digest that does not exist yet is not shown as one.
  const plan = effects.map(({ digest, ...effect }, index) => ({ order: index + 1, ...effect, ...(digest === undefined || digest === NOT_YET ? {} : { digest }) }))
  recorder.setPlan(plan)
  const seconds = plan.reduce((sum, effect) => sum + effect.estimatedSeconds, 0)
  return { decision: 'planned', reason: 'dry_run', message: `${plan.length} effects, at least ${Math.ceil(seconds / 60)} min in all; nothing was changed.` }
}

async function effectsOf(context: Context, environment: EnvironmentSettings, release: Release, inOneStep: boolean): Promise<readonly Unordered[]> {
  const { service } = context
  const head = await context.ledger.read({ service: service.name, environment: environment.name })
  const state = await context.target(service, environment).observe(context.signal)
  const live = head?.entry.state.live
  const where = `${environment.name} (${environment.target.kind})`
  if (live?.digest === release.digest && liveDigestOf(state) === release.digest) {
    return [{ effect: `nothing: ${release.version} is already live`, where, digest: release.digest, required: true, estimatedSeconds: 0 }]
  }
  const snapshot: Snapshot = {
    id: 'snap_planned',
    at: context.clock.now(),
    ...(live === undefined ? {} : { stable: { digest: live.digest, version: live.version, instances: environment.target.instances } }),
  }
  const spec = planRollout(environment, { candidate: { digest: release.digest, version: release.version }, snapshot, inOneStep })
  const ledger = (effect: string): Unordered => ({ effect, where: `ledger ${service.name}/${environment.name}`, required: true, estimatedSeconds: 1 })
  return [
    { effect: 'verify signature, subject, commit and SBOM of the artifact', where, digest: release.digest, required: true, estimatedSeconds: 1 },
    ledger('take the lock and write the snapshot to roll back to'),
    ...plannedEffects(spec, where),
    ledger('write the outcome and free the lock'),
  ]
}

function buildEffects(context: Context, isPackaged: boolean): readonly Unordered[] {
  const { artifact, name } = context.service
  const where = artifact.store
  if (isPackaged) return [{ effect: 'nothing to build: this commit is already packaged', where, required: true, estimatedSeconds: 0 }]
  const build = artifact.build === undefined ? [] : [{ effect: `run \`${artifact.build.argv.join(' ')}\``, where: 'this machine', required: true, estimatedSeconds: 60 }]
  return [
    ...build,
    { effect: `pack ${artifact.paths.join(', ')} and look for secrets`, where, required: true, estimatedSeconds: 5 },
    { effect: 'make the SBOM and the provenance, sign and attach both', where, required: true, estimatedSeconds: 5 },
    { effect: 'record the digest', where: `ledger ${name}/build`, required: true, estimatedSeconds: 1 },
  ]
}

function finalEffects(context: Context, admitted: Admitted, release: Release): readonly Unordered[] {
  const effect = (text: string, where: string, required: boolean): Unordered => ({ effect: text, where, required, estimatedSeconds: 1 })
  return [
    effect(`tag ${release.version} on ${release.commit.slice(0, 12)}`, 'repository', true),
    effect('write changelog, manifests, registry, health report, runbook, log and events', 'repository', false),
    ...(admitted.task === undefined ? [] : [effect(`move ${admitted.task.id} from ${admitted.state ?? 'no state'} along operate`, admitted.task.source, true)]),
    ...(context.settings.notifications.command === undefined ? [] : context.settings.notifications.stakeholders.map((who) => effect(`tell ${who}`, 'this machine', false))),
  ]
}
