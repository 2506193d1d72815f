// The one loop that carries a rollout out: journal, perform, feed the result back, until nothing is due.
import { shortDigest, type Digest } from './domain/artifact/digest.ts'
import { assertNever } from './domain/problem.ts'
import type { Check, CheckResult } from './domain/health/checks.ts'
import type { Reading } from './domain/health/reading.ts'
import type { LedgerState } from './domain/ledger/entry.ts'
import { advance, due } from './domain/rollout/advance.ts'
import { isServing, liveDigestOf, readingOf, releaseOf } from './domain/rollout/live.ts'
import { narrate, progressText } from './domain/rollout/narrate.ts'
import type { Effect, Rollout, RolloutEvent } from './domain/rollout/rollout.ts'
import { sampleOf } from './domain/rollout/sample.ts'
import type { Moment, Sample } from './domain/report/run-report.ts'
import { AdapterError, messageOf, OperateError, StoppedError } from './errors.ts'
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

interface Recorder {
  readonly samples: Sample[]
  readonly moments: Moment[]
  smoke: readonly CheckResult[]
  readings: Executed['readings']
  liveDigest?: Digest
  address?: string
  rollbackMs?: number
}

/**
 * Carries the rollout out until it has ended. Every effect but a measurement is journaled before it is performed; measurements renew
 * the lease. Throws StoppedError `lock_lost` when the ledger is no longer ours: the target is not touched after that.
 */
export async function executeRollout(options: ExecuteOptions): Promise<Executed> {
  const { clock, session } = options
  const recorder: Recorder = { samples: [], moments: [], smoke: [], readings: {} }
  let rollout = options.rollout
  say(options, recorder, { at: clock.now(), kind: 'start', text: narrate.start(rollout) })
  for (;;) {
    const stop = stopRequested(options, session.state)
    if (stop !== undefined) rollout = turned(options, recorder, rollout, advance(rollout, { kind: 'abort', at: clock.now(), ...stop }))
    const effect = due(rollout)
    if (effect === undefined) break
    await journal(options, rollout, effect)
    const event = await perform(options, recorder, rollout, effect)
    const next = advance(rollout, event)
    observeEvent(options, recorder, rollout, next, event)
    rollout = turned(options, recorder, rollout, next)
  }
  say(options, recorder, { at: clock.now(), kind: 'end', text: narrate.end(rollout) })
  return { rollout, ...recorder }
}

/** A stop that was asked for and not yet obeyed: by a signal, or by someone who wrote it into the ledger. */
function stopRequested(options: ExecuteOptions, state: LedgerState): { readonly code: string; readonly message: string } | undefined {
  if (state.abort !== undefined) return { code: 'cancelled', message: `${state.abort.actor} asked to stop: ${state.abort.reason}` }
  if (options.signal.aborted) return { code: 'cancelled', message: messageOf(options.signal.reason) }
  return undefined
}

function isGoingBack(rollout: Rollout): boolean {
  return rollout.phase === 'restoring' || rollout.phase === 'confirming'
}

async function journal(options: ExecuteOptions, rollout: Rollout, effect: Effect): Promise<void> {
  try {
    if (effect.kind === 'measure') await options.session.renew(rollout)
    else await options.session.append({ kind: 'effect-began', effect: narrate.effect(effect), rollout })
  } catch (error) {
    // A lost lock stops us whatever we do; a ledger that cannot be written must not keep a bad release in production (FAULTS J11).
    if (error instanceof StoppedError || !isGoingBack(rollout)) throw error
    options.console.warn(`The ledger could not be written (${messageOf(error)}); the rollback goes on, and the next run writes down what happened.`)
  }
}

/** Performs one effect; whatever goes wrong comes back as an event, except a lost lock. */
async function perform(options: ExecuteOptions, recorder: Recorder, rollout: Rollout, effect: Effect): Promise<RolloutEvent> {
  const { clock } = options
  // A rollback is not stopped by the signal that caused it; it has a deadline of its own.
  const signal = isGoingBack(rollout) ? AbortSignal.timeout(options.restoreLimitMs) : options.signal
  try {
    return await performed(options, recorder, rollout, effect, { fence: options.session.fence, signal })
  } catch (error) {
    if (error instanceof StoppedError && error.code === 'lock_lost') throw error
    if (error instanceof OperateError && error.code === 'fenced_out') {
      throw new StoppedError({
        code: 'fenced_out',
        message: `the target has seen a newer lock than ours: ${error.message}`,
        remedy: 'Another run took this environment over: see `flowspec-operate status`. If instead the ledger was made anew while the target went on running, stop the target first (docs/guides/process-target.md).',
        cause: error,
      })
    }
    if (options.signal.aborted && !isGoingBack(rollout)) return { kind: 'abort', at: clock.now(), code: 'cancelled', message: messageOf(options.signal.reason) }
    const code = error instanceof AdapterError ? error.code : 'unexpected_error'
    return { kind: 'failed', at: clock.now(), code, message: messageOf(error) }
  }
}

async function performed(options: ExecuteOptions, recorder: Recorder, rollout: Rollout, effect: Effect, fenced: Fenced): Promise<RolloutEvent> {
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
      await target.retire(effect.keep, fenced)
      return { kind: 'retired', at: clock.now() }
    case 'restore':
      await target.restore(effect.snapshot, fenced)
      return { kind: 'restored', at: clock.now() }
    default:
      return assertNever(effect)
  }
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

function say(options: ExecuteOptions, recorder: Recorder, moment: Moment): void {
  recorder.moments.push(moment)
  options.console.line(`${options.environment}: ${moment.text}`)
}

/** Tells a person what the event meant. */
function observeEvent(options: ExecuteOptions, recorder: Recorder, before: Rollout, after: Rollout, event: RolloutEvent): void {
  if (event.kind === 'measured' && event.reading !== undefined) {
    const sample = sampleOf(before, after, event.reading)
    recorder.samples.push(sample)
    recorder.readings = { ...recorder.readings, last: event.reading }
    options.console.progress(progressText(options.environment, after, sample))
    return
  }
  const text = narrate.event(before, event)
  if (text !== undefined) say(options, recorder, { at: event.at, kind: event.kind === 'shifted' ? 'shift' : 'effect', text })
  if (event.kind === 'restored' && before.cause !== undefined) recorder.rollbackMs = event.at - before.cause.at
}

/** Says it once when a rollout turns round, with the evidence. */
function turned(options: ExecuteOptions, recorder: Recorder, before: Rollout, after: Rollout): Rollout {
  if (before.phase !== 'restoring' && before.phase !== 'confirming' && after.phase === 'restoring' && after.cause !== undefined) {
    say(options, recorder, { at: after.cause.at, kind: 'rollback', text: narrate.turn(after) })
  } else if (after.phase === 'shifting' && before.phase === 'watching') {
    say(options, recorder, { at: options.clock.now(), kind: 'verdict', text: narrate.passed(before) })
  }
  return after
}
