// Whoever comes next finishes what a cancelled, crashed or vanished run left behind (SPEC G2).
import { shortDigest } from '../domain/artifact/digest.ts'
import type { Head, LedgerState } from '../domain/ledger/entry.ts'
import type { EnvironmentSettings } from '../domain/policy/settings.ts'
import { liveDigestOf } from '../domain/rollout/live.ts'
import type { Context } from '../context.ts'
import type { RunRecorder } from '../recorder.ts'
import type { Session } from '../session.ts'
import { finishInterrupted } from './deploy-to.ts'
import { stop, type Ending } from './ending.ts'
import { finalizeLive, repairLabels } from './finalize.ts'
import { withSession } from './with-session.ts'

/** Finishes interrupted rollouts, frees locks of runs that are gone, and brings every target to what the ledger says is live. */
export async function reconcile(context: Context, recorder: RunRecorder): Promise<Ending> {
  const done: string[] = []
  for (const environment of context.service.environments) {
    if (context.intent.environment !== undefined && context.intent.environment !== environment.name) continue
    const head = await context.ledger.read({ service: context.service.name, environment: environment.name })
    if (head === undefined) continue
    done.push(...(await reconcileEnvironment(context, environment, head)))
  }
  done.push(...(await repairLabels(context, recorder)), ...(await finalizeLive(context, recorder)))
  for (const line of done) context.console.line(line)
  if (done.length === 0) return { decision: 'nothing_to_do', reason: 'already_done', message: 'Ledger, targets and labels agree; nothing to repair.' }
  if (changesNothing(context)) return { decision: 'planned', reason: 'dry_run', message: `To repair: ${done.join('; ')}. Nothing was changed.` }
  return { decision: 'reconciled', reason: 'ok', message: `Repaired: ${done.join('; ')}.` }
}

async function reconcileEnvironment(context: Context, environment: EnvironmentSettings, head: Head): Promise<readonly string[]> {
  const { state } = head.entry
  const target = context.target(context.service, environment)
  const owner = state.lease === undefined ? undefined : await context.runs.state(state.lease.owner)
  if (state.lease !== undefined && owner === 'running' && state.lease.owner.id !== context.run.id) {
    context.console.line(`${environment.name}: ${state.lease.owner.id} is at work; left alone`)
    return []
  }
  const drifted = state.live !== undefined && liveDigestOf(await target.observe(context.signal)) !== state.live.digest
  if (state.lease === undefined && state.current === undefined && !drifted) return []
  if (changesNothing(context)) return planOf(environment, state, drifted)
  const commit = state.live?.commit ?? state.current?.deployment.commit ?? (await context.repository.head()).commit
  return withSession(context, environment.name, commit, async (session) => {
    const finished = await finishInterrupted(context, { session, target, environment })
    const lines = finished === undefined ? [] : [`${environment.name}: finished an interrupted rollout (${finished.rollout.outcome ?? 'failed'})`]
    const restored = await restoreLive(context, { session, environment })
    const freed = state.lease === undefined ? [] : [`${environment.name}: freed the lock of ${state.lease.owner.id}`]
    return [...lines, ...restored, ...freed]
  })
}

function changesNothing({ intent }: Context): boolean {
  return intent.dryRun || intent.validateOnly
}

function planOf(environment: EnvironmentSettings, state: LedgerState, drifted: boolean): readonly string[] {
  return [
    ...(state.current === undefined ? [] : [`${environment.name}: finish the rollout of ${state.current.deployment.version}, left at ${state.current.rollout.weight} % (${state.current.rollout.phase})`]),
    ...(drifted && state.live !== undefined ? [`${environment.name}: bring ${state.live.version} back`] : []),
    ...(state.lease === undefined ? [] : [`${environment.name}: free the lock of ${state.lease.owner.id}`]),
  ]
}

async function restoreLive(context: Context, options: { readonly session: Session; readonly environment: EnvironmentSettings }): Promise<readonly string[]> {
  const { session, environment } = options
  const { live } = session.state
  const target = context.target(context.service, environment)
  if (live === undefined) return []
  const before = liveDigestOf(await target.observe(context.signal))
  if (before === live.digest) return []
  const snapshot = { id: `snap_${context.clock.ulid()}`, at: context.clock.now(), stable: { digest: live.digest, version: live.version, instances: environment.target.instances } }
  const state = await target.restore(snapshot, { fence: session.fence, signal: context.signal })
  if (liveDigestOf(state) !== live.digest) {
    throw stop('rollback_failed', `${environment.name} does not run ${live.version} (${shortDigest(live.digest)}) after it was restored`, 'Look at the instance logs in the target directory.')
  }
  return [`${environment.name}: ${live.version} is live again (found ${before === undefined ? 'nothing' : shortDigest(before)})`]
}
