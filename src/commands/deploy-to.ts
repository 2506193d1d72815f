// Makes one digest live in one environment, or leaves what was live before: the heart of deploy, run and rollback.
import { shortDigest, type Digest } from '../domain/artifact/digest.ts'
import type { Evidence } from '../domain/artifact/artifact.ts'
import { worst } from '../domain/health/verdict.ts'
import type { Deployment } from '../domain/ledger/entry.ts'
import { releaseChecks } from '../domain/policy/gate.ts'
import type { EnvironmentSettings } from '../domain/policy/settings.ts'
import type { RolloutReport } from '../domain/report/run-report.ts'
import { startRollout } from '../domain/rollout/advance.ts'
import { isBlamed } from '../domain/rollout/blame.ts'
import { narrate } from '../domain/rollout/narrate.ts'
import { planRollout } from '../domain/rollout/plan.ts'
import type { Rollout, Snapshot } from '../domain/rollout/rollout.ts'
import { interrupt } from '../domain/rollout/turn.ts'
import type { Context } from '../context.ts'
import { OperateError, StoppedError } from '../errors.ts'
import { executeRollout, type Executed } from '../execute.ts'
import type { Target } from '../ports.ts'
import type { RunRecorder } from '../recorder.ts'
import type { Session } from '../session.ts'
import { stop } from './ending.ts'
import { takeSnapshot } from './take-snapshot.ts'
import { rolloutReport } from './rollout-report.ts'
import { withSession } from './with-session.ts'

/** A release that may be made live: the digest and where it came from. */
export interface Release {
  readonly digest: Digest
  readonly version: string
  readonly commit: string
  readonly committedAt: number
  readonly task?: string
}

export interface Deployed {
  readonly kind: 'verified' | 'rolled-back' | 'failed' | 'already-live'
  readonly deployment?: Deployment
  readonly report?: RolloutReport
  /** What was live before. */
  readonly previous?: Deployment
}

/** How long a rollback may take, on top of starting and draining. */
const RESTORE_LIMIT_MS = 120_000

/**
 * Verifies the digest, takes the environment's lock, finishes what an earlier run left behind, rolls the release out and reads it
 * back. Throws refusals before anything is changed; a rollout that turned round is a result, not an error.
 */
export async function deployTo(
  context: Context,
  recorder: RunRecorder,
  options: { readonly environment: EnvironmentSettings; readonly release: Release; readonly command: 'deploy' | 'rollback'; readonly onBegin?: (session: Session, snapshot: Snapshot) => Promise<void> },
): Promise<Deployed> {
  const { environment, release } = options
  const evidence = await verifyRelease(context, environment, release)
  recorder.setEvidence(evidence)
  const target = context.target(context.service, environment)
  return withSession(context, environment.name, release.commit, async (session) => {
    await finishInterrupted(context, { session, target, environment })
    await admit(context, recorder, { session, environment, release, command: options.command })
    const snapshot = await takeSnapshot(context, session, target)
    const live = session.state.live
    if (live?.digest === release.digest && snapshot.healthy) return { kind: 'already-live', previous: live }
    // Told to stop before anything began: then nothing does.
    context.signal.throwIfAborted()
    const deployment: Deployment = {
      id: `dep_${context.clock.ulid()}`,
      ...release,
      actor: context.actor,
      command: options.command,
      ...(context.intent.reason === undefined ? {} : { reason: context.intent.reason }),
      startedAt: context.clock.now(),
      outcome: 'running',
    }
    const spec = planRollout(environment, {
      candidate: { digest: release.digest, version: release.version },
      snapshot: snapshot.snapshot,
      ...(snapshot.before === undefined ? {} : { before: snapshot.before }),
      inOneStep: options.command === 'rollback' || !snapshot.healthy,
    })
    const rollout = startRollout(spec, context.clock.now())
    await session.append({ kind: 'rollout-began', deployment, rollout })
    await options.onBegin?.(session, snapshot.snapshot)
    const executed = await carryOut(context, { session, target, environment, rollout })
    const ended = await settle(session, context, { deployment, executed })
    const report = rolloutReport({ environment, deployment, executed, endedAt: context.clock.now() })
    recorder.addRollout(report)
    return { kind: ended, deployment: { ...deployment, outcome: ended, endedAt: context.clock.now() }, report, ...(live === undefined ? {} : { previous: live }) }
  })
}

/** Rolls out what is in the ledger of this environment, from where it stands. */
export async function carryOut(
  context: Context,
  options: { readonly session: Session; readonly target: Target; readonly environment: EnvironmentSettings; readonly rollout: Rollout },
): Promise<Executed> {
  const { session, target, environment, rollout } = options
  return executeRollout({
    session,
    target,
    prober: context.prober,
    clock: context.clock,
    console: context.console,
    rollout,
    environment: environment.name,
    smoke: environment.smoke,
    smokeLimitSeconds: environment.smokeLimitSeconds,
    health: environment.health,
    signal: context.signal,
    restoreLimitMs: RESTORE_LIMIT_MS + (environment.target.drainSeconds + environment.target.startLimitSeconds) * 1000,
  })
}

/** Writes how a rollout ended, and puts a release that was to blame into quarantine. */
async function settle(session: Session, context: Context, done: { readonly deployment: Deployment; readonly executed: Executed }): Promise<'verified' | 'rolled-back' | 'failed'> {
  const { rollout } = done.executed
  const outcome = rollout.outcome ?? 'failed'
  const at = context.clock.now()
  try {
    await session.append({ kind: 'rollout-ended', outcome, rollout, at })
  } catch (error) {
    if (error instanceof StoppedError || !(error instanceof OperateError)) throw error
    // What was done to the target is done; whoever reads this must know what runs now.
    throw new OperateError({ code: error.code, message: `${narrate.end(rollout)}, but the ledger could not be written: ${error.message}`, remedy: 'Mend what the message names, then run `flowspec-operate reconcile`: it looks at the target and finishes from there.', cause: error })
  }
  const { cause } = rollout
  if (outcome !== 'verified' && cause !== undefined && isBlamed(cause.code)) {
    await session.append({ kind: 'quarantined', quarantine: { digest: done.deployment.digest, reason: firstLine(cause.message), at } })
  }
  return outcome
}

/** Finishes a rollout that its run left behind: what was verified is completed, everything else is rolled back (SPEC G2). */
export async function finishInterrupted(
  context: Context,
  options: { readonly session: Session; readonly target: Target; readonly environment: EnvironmentSettings },
): Promise<Executed | undefined> {
  const { session } = options
  const { current } = session.state
  if (current === undefined) return undefined
  context.console.line(`${options.environment.name}: an earlier run left ${current.deployment.version} at ${current.rollout.weight} % (${current.rollout.phase}); finishing that first`)
  const rollout = interrupt(current.rollout, { code: 'cancelled', message: 'the run that began it is gone', at: context.clock.now() })
  const executed = await carryOut(context, { ...options, rollout })
  await settle(session, context, { deployment: current.deployment, executed })
  if (executed.rollout.cause?.code === 'rollback_failed') throw stop('rollback_failed', executed.rollout.cause.message, 'Look at the target now; then run `flowspec-operate reconcile`.')
  return executed
}

async function verifyRelease(context: Context, environment: EnvironmentSettings, release: Release): Promise<Evidence> {
  const { policy } = environment
  const artifact = await context.chain.store.describe(release.digest)
  if (artifact === undefined) throw stop('artifact_missing', `${release.digest} is not in the store ${context.service.artifact.store}`, 'Run `flowspec-operate package` on the machine that deploys, or copy the store there.')
  const evidence = await context.chain.custodian.verify(release.digest, {
    requireSbom: policy.requireSbom,
    requireProvenance: policy.requireProvenance,
    commit: release.commit,
  })
  const failed = evidence.checks.find((check) => check.verdict !== 'pass')
  if (evidence.verdict === 'pass') {
    context.console.line(`${environment.name}: ${shortDigest(release.digest)} verified, ${evidence.checks.length} checks`)
    return evidence
  }
  const sentence = failed === undefined ? 'nothing could be verified' : `${failed.name}: expected ${failed.expected}, found ${failed.found}`
  if (policy.verification === 'warn') {
    context.console.warn(`${environment.name}: verification failed and the policy is warn: ${sentence}`)
    return evidence
  }
  throw stop(failed?.found === 'none' ? 'attestation_missing' : 'verification_failed', sentence, 'Package again from a clean checkout. If the bytes were changed by someone, find out by whom first.')
}

/** Quarantine and the order of environments, read after the lock was taken so that nothing changes in between. */
async function admit(context: Context, recorder: RunRecorder, options: { readonly session: Session; readonly environment: EnvironmentSettings; readonly release: Release; readonly command: 'deploy' | 'rollback' }): Promise<void> {
  const { session, environment, release } = options
  // What is rolled back to was verified here; the ledger of the environment before it may have forgotten it.
  const before = environment.policy.requireStaging && options.command === 'deploy' ? environmentBefore(context, environment) : undefined
  const ledgerBefore = before === undefined ? undefined : await context.ledger.read({ service: context.service.name, environment: before.name })
  const checks = releaseChecks({
    digest: release.digest,
    environment: environment.name,
    state: session.state,
    ...(before === undefined ? {} : { before: { environment: before.name, deployments: ledgerBefore?.entry.state.deployments ?? [] } }),
    allowQuarantined: context.intent.allowQuarantined,
  })
  if (worst(checks.map((check) => (check.verdict === 'skipped' || check.verdict === 'warn' ? 'pass' : check.verdict))) !== 'pass') {
    const failed = checks.find((check) => check.verdict === 'fail')
    throw stop(failed?.name === 'quarantine' ? 'quarantined' : 'not_staged', failed?.detail ?? 'not admitted', failed?.remedy)
  }
  if (checks.some((check) => check.verdict === 'skipped')) await liftQuarantine(context, recorder, session, release.digest)
}

async function liftQuarantine(context: Context, recorder: RunRecorder, session: Session, digest: Digest): Promise<void> {
  const reason = context.intent.reason ?? 'no reason given'
  const override = { what: 'quarantine', actor: context.actor, reason, at: context.clock.now() } as const
  recorder.addOverride(override)
  await session.append({ kind: 'overridden', override })
  await session.append({ kind: 'quarantine-lifted', digest, actor: context.actor, reason })
}

/** The environment that a release passes before this one; undefined for the first. */
export function environmentBefore(context: Context, environment: EnvironmentSettings): EnvironmentSettings | undefined {
  const { environments } = context.service
  return environments[environments.findIndex((other) => other.name === environment.name) - 1]
}

/** The tail of a log belongs into the report, not into every later entry of the ledger. */
function firstLine(text: string): string {
  return text.split('\n', 1).join('').slice(0, 500)
}
