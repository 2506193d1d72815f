// A rollback does not wait for the deployment that it wants gone (FAULTS C18).
import type { Deployment, LedgerState } from '../domain/ledger/entry.ts'
import { nameRun } from '../domain/ledger/lease.ts'
import type { EnvironmentSettings } from '../domain/policy/settings.ts'
import type { Context } from '../context.ts'
import { appendFreely } from '../session.ts'
import { finishInterrupted } from './deploy-to.ts'
import { withSession } from './with-session.ts'

/** Between taking the lock and beginning a rollout a run only looks at its target. */
const SHOWS_WITHIN_MS = 10_000
const LOOK_EVERY_MS = 200

export interface Preempted {
  /** The ledger's state once nobody else is at work. */
  readonly state: LedgerState
  /** The deployment that was under way and did not stay. */
  readonly stopped?: Deployment
}

/**
 * Asks whoever is changing the environment to stop, waits for the lock, and finishes what a run that is gone left behind. Another
 * rollback is left alone: it is under way to where this one wants to be, or its lock is waited for (FAULTS C19). Where to go back to is
 * then told from what was live when this one was asked for, so that two that ask at once do not go back two releases.
 */
export async function preempt(context: Context, environment: EnvironmentSettings, found: LedgerState): Promise<Preempted> {
  const before = await shown(context, environment, found)
  const { lease, current } = before
  if ((lease === undefined && current === undefined) || current?.deployment.command === 'rollback') return { state: found }
  const commit = before.live?.commit ?? current?.deployment.commit ?? (await context.repository.head()).commit
  if (lease !== undefined) await askToStop(context, { environment, holder: nameRun(lease.owner), commit })
  const target = context.target(context.service, environment)
  return withSession(context, environment.name, commit, async (session) => {
    await finishInterrupted(context, { session, target, environment })
    const { state } = session
    const [newest] = state.deployments
    const isNew = newest !== undefined && before.deployments.every((known) => known.id !== newest.id)
    return { state, ...(isNew && newest.command === 'deploy' && newest.outcome !== 'verified' ? { stopped: newest } : {}) }
  })
}

/** Who holds the lock and has begun nothing yet may be another rollback: that shows as soon as it begins. */
async function shown(context: Context, environment: EnvironmentSettings, found: LedgerState): Promise<LedgerState> {
  const { clock, ledger, service, signal } = context
  const until = clock.now() + SHOWS_WITHIN_MS
  let state = found
  while (state.lease !== undefined && state.current === undefined && clock.now() < until) {
    await clock.sleep(LOOK_EVERY_MS, signal)
    state = (await ledger.read({ service: service.name, environment: environment.name }))?.entry.state ?? state
  }
  return state
}

async function askToStop(context: Context, options: { readonly environment: EnvironmentSettings; readonly holder: string; readonly commit: string }): Promise<void> {
  const { actor, clock, console, intent, ledger, run, service } = context
  const { environment, holder, commit } = options
  const key = { service: service.name, environment: environment.name }
  await appendFreely({ store: ledger, clock, key, run, actor, commit }, { kind: 'abort-requested', actor, reason: intent.reason ?? 'a rollback was asked for' })
  console.line(`${environment.name}: asked ${holder} to stop; it rolls back what it has under way and frees the lock`)
}
