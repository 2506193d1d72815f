// Whoever comes next finishes what a cancelled, crashed or vanished run left behind (SPEC G2).
import { shortDigest } from '../domain/artifact/digest.ts'
import { BUILD_ENVIRONMENT, type Head, type LedgerState } from '../domain/ledger/entry.ts'
import { nameRun } from '../domain/ledger/lease.ts'
import type { EnvironmentSettings } from '../domain/policy/settings.ts'
import { liveDigestOf } from '../domain/rollout/live.ts'
import { changesNothing, type Context } from '../context.ts'
import { messageOf } from '../errors.ts'
import type { RunRecorder } from '../recorder.ts'
import { appendFreely, type Session } from '../session.ts'
import { finishInterrupted } from './deploy-to.ts'
import { stop, type Ending } from './ending.ts'
import { environmentOf } from './environment-of.ts'
import { finalizeLive, repairLabels } from './finalize.ts'
import { withSession } from './with-session.ts'

/** Finishes interrupted rollouts, frees locks of runs that are gone, and brings every target to what the ledger says is live. */
export async function reconcile(context: Context, recorder: RunRecorder): Promise<Ending> {
  const done: string[] = []
  const failures: unknown[] = []
  const environments = context.intent.environment === undefined ? context.service.environments : [environmentOf(context)]
  for (const environment of environments) {
    try {
      const head = await context.ledger.read({ service: context.service.name, environment: environment.name })
      if (head !== undefined) done.push(...(await reconcileEnvironment(context, environment, head)))
    } catch (error) {
      // One environment that cannot be mended must not keep the others as they are.
      if (context.signal.aborted) throw error
      context.console.warn(`${environment.name}: ${messageOf(error)}`)
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
  await refuseForgotten(context)
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
  const isBroken = await breakLock(context, { environment, state, owner })
  const drifted = state.live !== undefined && liveDigestOf(await target.observe(context.signal)) !== state.live.digest
  if (state.lease === undefined && state.current === undefined && !drifted) return []
  if (changesNothing(context)) return planOf(environment, state, drifted)
  const commit = state.live?.commit ?? state.current?.deployment.commit ?? (await context.repository.head()).commit
  return withSession(context, environment.name, commit, async (session) => {
    const finished = await finishInterrupted(context, { session, target, environment })
    const lines = finished === undefined ? [] : [`${environment.name}: finished an interrupted rollout (${finished.rollout.outcome ?? 'failed'})`]
    const restored = await restoreLive(context, { session, environment })
    const freed = state.lease === undefined ? [] : [`${environment.name}: ${isBroken ? 'broke' : 'freed'} the lock of ${state.lease.owner.id}`]
    return [...lines, ...restored, ...freed]
  })
}

/**
 * A person who gives a reason vouches that the holder of an expired lock is gone, where nothing can tell (docs/reference/ledger.md).
 * Nothing is broken that is known to live or has not expired.
 */
async function breakLock(context: Context, options: { readonly environment: EnvironmentSettings; readonly state: LedgerState; readonly owner: 'running' | 'finished' | 'unknown' | undefined }): Promise<boolean> {
  const { actor, clock, console, intent, ledger, run, service } = context
  const { environment, state, owner } = options
  const { lease } = state
  if (lease === undefined || owner !== 'unknown' || intent.reason === undefined || changesNothing(context)) return false
  if (lease.owner.id === run.id || clock.now() < lease.expiresAt) return false
  const commit = state.live?.commit ?? state.current?.deployment.commit ?? (await context.repository.head()).commit
  const key = { service: service.name, environment: environment.name }
  await appendFreely({ store: ledger, clock, key, run, actor, commit }, { kind: 'lease-broken', actor, reason: intent.reason })
  console.warn(`${environment.name}: ${actor} broke the lock of ${nameRun(lease.owner)}: ${intent.reason}`)
  return true
}

/** An environment that was taken out of the configuration while something was under way there is not in order, and must not seem to be. */
async function refuseForgotten(context: Context): Promise<void> {
  const { ledger, service, settings } = context
  const known = new Set(service.environments.map((environment) => environment.name))
  for (const key of await ledger.keys()) {
    if (key.service !== service.name || key.environment === BUILD_ENVIRONMENT || known.has(key.environment)) continue
    const current = (await ledger.read(key))?.entry.state.current
    if (current === undefined) continue
    throw stop('bad_input', `${key.environment} has a rollout of ${current.deployment.version} that was left at ${current.rollout.weight} % (${current.rollout.phase}), and ${settings.source} does not name ${key.environment} any more`, `Put ${key.environment} back into ${settings.source}, reconcile, and take it out then.`)
  }
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
