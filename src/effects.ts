// What each effect of a rollout means to the target and the checks: one call, one event. Deciding is elsewhere (domain/rollout), and so is
// writing it down first (execute.ts).
import { shortDigest, type Digest } from './domain/artifact/digest.ts'
import { assertNever } from './domain/problem.ts'
import type { Check, CheckResult } from './domain/health/checks.ts'
import type { Reading } from './domain/health/reading.ts'
import { isServing, liveDigestOf, readingOf, releaseOf } from './domain/rollout/live.ts'
import { narrate } from './domain/rollout/narrate.ts'
import type { Effect, Rollout, RolloutEvent } from './domain/rollout/rollout.ts'
import type { Moment, Sample } from './domain/report/run-report.ts'
import { AdapterError, messageOf, OperateError } from './errors.ts'
import type { Clock, Console, Fenced, Prober, Target, TargetState } from './ports.ts'
import type { Session } from './session.ts'

export interface ExecuteOptions {
  readonly session: Session
  readonly target: Target
  readonly prober: Prober
  readonly clock: Clock
  readonly console: Console
  readonly rollout: Rollout
  readonly environment: string
  readonly smoke: readonly Check[]
  readonly smokeLimitSeconds: number
  readonly health: readonly Check[]
  /** Aborted when the run is told to stop: the rollout then turns round. */
  readonly signal: AbortSignal
  /** How long a rollback may take before it counts as failed, milliseconds. */
  readonly restoreLimitMs: number
}

/** What came of a rollout, with everything the report draws. */
export interface Executed {
  readonly rollout: Rollout
  readonly samples: readonly Sample[]
  readonly moments: readonly Moment[]
  readonly smoke: readonly CheckResult[]
  /** Readings at the start, right before full weight, right after it, and at the end of verification. */
  readonly readings: { readonly first?: Reading; readonly beforeFull?: Reading; readonly atFull?: Reading; readonly last?: Reading }
  readonly liveDigest?: Digest
  readonly address?: string
  /** From the verdict to all traffic on the old release. */
  readonly rollbackMs?: number
}

/** Pause before a rollback is tried a second time; twice that before the third, milliseconds. */
const RESTORE_PAUSE_MS = 2_000

/** How long the look that decides whether a release is live may take when stopping the others did not work, milliseconds. */
const LOOK_LIMIT_MS = 10_000

export interface Recorder {
  readonly samples: Sample[]
  readonly moments: Moment[]
  smoke: readonly CheckResult[]
  readings: Executed['readings']
  liveDigest?: Digest
  address?: string
  rollbackMs?: number
}

/** Performs one effect and says what came of it. Throws what the target, the clock or the signal throws. */
export async function performEffect(options: ExecuteOptions, recorder: Recorder, rollout: Rollout, effect: Effect, fenced: Fenced): Promise<RolloutEvent> {
  const { clock, target } = options
  const { spec } = rollout
  switch (effect.kind) {
    case 'prepare': {
      const state = await target.prepare({ ...spec.candidate, instances: effect.instances }, fenced)
      keepFirst(recorder, readingOf(state))
      return { kind: 'prepared', at: clock.now() }
    }
    case 'smoke': {
      const results = await smoke(options, spec.candidate.digest, effect.against, fenced.signal)
      // A check that a stop cut short says nothing about the release: it must not be blamed for it.
      fenced.signal.throwIfAborted()
      recorder.smoke = results
      return { kind: 'smoked', at: clock.now(), results }
    }
    case 'shift': {
      const stable = spec.snapshot.stable
      const before = await target.observe(fenced.signal)
      const state = await target.shift(
        { candidate: spec.candidate.digest, weight: effect.weight, instances: effect.instances, ...(stable === undefined ? {} : { stable: stable.digest }) },
        fenced,
      )
      const reading = readingOf(state)
      if (effect.weight === 100) recorder.readings = { ...recorder.readings, beforeFull: readingOf(before), atFull: reading }
      keepAddress(recorder, state)
      return { kind: 'shifted', at: clock.now(), weight: releaseOf(state, spec.candidate.digest)?.weight ?? 0, reading }
    }
    case 'measure':
      return measure(options, rollout, effect.waitSeconds, fenced.signal)
    case 'read-live': {
      const state = await target.observe(fenced.signal)
      const digest = liveDigestOf(state)
      keepAddress(recorder, state)
      if (digest !== undefined) recorder.liveDigest = digest
      return { kind: 'live', at: clock.now(), weight: digest === undefined ? 0 : 100, ...(digest === undefined ? {} : { digest }) }
    }
    case 'retire':
      await retire(options, recorder, effect.keep, fenced)
      return { kind: 'retired', at: clock.now() }
    case 'restore':
      // What failed a moment ago is given time to come back.
      if (rollout.restores > 0) await clock.sleep(RESTORE_PAUSE_MS * 2 ** (rollout.restores - 1), fenced.signal)
      await target.restore(effect.snapshot, fenced)
      return { kind: 'restored', at: clock.now() }
    default:
      return assertNever(effect)
  }
}

/**
 * Stops the others. What could not be stopped is swept later, but only when the release to keep is still seen to be live: a rollout
 * that is finished hours after its run died must not be called verified from memory.
 */
async function retire({ target }: ExecuteOptions, recorder: Recorder, keep: Digest, fenced: Fenced): Promise<void> {
  const [retired] = await Promise.allSettled([target.retire(keep, fenced)])
  if (retired.status === 'rejected' && codeOf(retired.reason) === 'fenced_out') throw retired.reason
  const state = retired.status === 'fulfilled' ? retired.value : await target.observe(AbortSignal.timeout(LOOK_LIMIT_MS)).catch(() => undefined)
  if (state !== undefined && liveDigestOf(state) === keep) {
    recorder.liveDigest = keep
    if (retired.status === 'rejected') throw retired.reason
    return
  }
  const why = retired.status === 'rejected' ? `: ${messageOf(retired.reason)}` : ''
  throw new AdapterError({ code: 'live_digest_mismatch', message: `${shortDigest(keep)} is not live any more${why}` })
}

/** All smoke checks at once against one address, within their common limit. The release's identity is checked first (FAULTS G14). */
async function smoke(options: ExecuteOptions, digest: Digest, against: 'candidate' | 'public', signal: AbortSignal): Promise<readonly CheckResult[]> {
  const state = await options.target.observe(signal)
  const address = against === 'public' ? state.address : releaseOf(state, digest)?.instances.find(isServing)?.address
  if (against === 'public' && liveDigestOf(state) !== digest) {
    return [{ name: 'live digest', area: 'other', verdict: 'fail', attempts: 1, durationMs: 0, detail: `the public address is not served by ${shortDigest(digest)}` }]
  }
  const deadline = options.clock.now() + options.smokeLimitSeconds * 1000
  return Promise.all(options.smoke.map((check) => options.prober.check(check, { ...(address === undefined ? {} : { address }), digest, deadline, signal })))
}

/** Waits, then reads the counters and asks every instance of the new release how it is. */
async function measure(options: ExecuteOptions, rollout: Rollout, waitSeconds: number, signal: AbortSignal): Promise<RolloutEvent> {
  const { clock, target } = options
  await clock.sleep(waitSeconds * 1000, signal)
  const { digest } = rollout.spec.candidate
  let state: TargetState
  try {
    state = await target.observe(signal)
  } catch (error) {
    if (signal.aborted) throw error
    return { kind: 'measured', at: clock.now(), checks: [], error: messageOf(error) }
  }
  const release = releaseOf(state, digest)
  const checks = await Promise.all([
    ...(release?.instances ?? []).flatMap((instance) =>
      options.health.map((check) =>
        options.prober.check(
          { ...check, consecutive: 1 },
          { ...(instance.address === undefined ? {} : { address: instance.address }), digest, deadline: clock.now() + check.timeoutMs, signal },
        ),
      ),
    ),
  ])
  signal.throwIfAborted()
  const sick = release === undefined || release.instances.length === 0 || release.instances.some((instance) => !isServing(instance))
  return {
    kind: 'measured',
    at: clock.now(),
    reading: readingOf(state),
    weight: release?.weight ?? 0,
    checks: [...checks, { name: 'instances', area: 'health', verdict: sick ? 'fail' : 'pass', attempts: 1, durationMs: 0, detail: narrate.instances(release) }],
  }
}

function keepFirst(recorder: Recorder, reading: Reading): void {
  if (recorder.readings.first === undefined) recorder.readings = { ...recorder.readings, first: reading }
}

function keepAddress(recorder: Recorder, state: TargetState): void {
  if (state.address !== undefined) recorder.address = state.address
}

/** The code of what was thrown. */
export function codeOf(error: unknown): string {
  return error instanceof OperateError ? error.code : 'unexpected_error'
}
