// The one loop that carries a rollout out: journal, perform, feed the result back, until nothing is due.
import type { LedgerState } from './domain/ledger/entry.ts'
import { advance, begin, due } from './domain/rollout/advance.ts'
import { narrate, progressText } from './domain/rollout/narrate.ts'
import type { Effect, Rollout, RolloutEvent } from './domain/rollout/rollout.ts'
import { sampleOf } from './domain/rollout/sample.ts'
import { interrupt } from './domain/rollout/turn.ts'
import type { Moment } from './domain/report/run-report.ts'
import { codeOf, performEffect, type Executed, type ExecuteOptions, type Recorder } from './effects.ts'
import { messageOf, OperateError, StoppedError } from './errors.ts'

export type { Executed, ExecuteOptions } from './effects.ts'

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
    const begun = begin(rollout, effect)
    const unwritten = await journal(options, begun, effect)
    // While it was written, someone may have asked to stop: then the effect is not begun any more.
    if (unwritten === undefined && mustTurn(rollout, stopRequested(options, session.state), clock.now())) continue
    const before = unwritten === undefined ? begun : rollout
    const event = unwritten ?? (await perform(options, recorder, begun, effect))
    const next = advance(before, event)
    observeEvent(options, recorder, before, next, event)
    rollout = turned(options, recorder, before, next)
  }
  say(options, recorder, { at: clock.now(), kind: 'end', text: narrate.end(rollout) })
  return { rollout, ...recorder }
}

interface Stop {
  readonly code: string
  readonly message: string
}

/** A stop that was asked for and not yet obeyed: by a signal, or by someone who wrote it into the ledger. */
function stopRequested(options: ExecuteOptions, state: LedgerState): Stop | undefined {
  if (state.abort !== undefined) return { code: 'cancelled', message: `${state.abort.actor} asked to stop: ${state.abort.reason}` }
  if (options.signal.aborted) return { code: 'cancelled', message: messageOf(options.signal.reason) }
  return undefined
}

/** Whether a stop that was asked for would change where the rollout goes. */
function mustTurn(rollout: Rollout, stop: Stop | undefined, at: number): boolean {
  return stop !== undefined && interrupt(rollout, { at, ...stop }) !== rollout
}

function isGoingBack(rollout: Rollout): boolean {
  return rollout.phase === 'restoring' || rollout.phase === 'confirming'
}

/** Past the point where a stop means anything: what is left to do is the same with and without it. */
function isFinishing(rollout: Rollout): boolean {
  return isGoingBack(rollout) || rollout.phase === 'retiring'
}

/**
 * Writes down what is about to be done. A ledger that cannot be written turns the rollout round, because traffic must not stay split;
 * it never stops a rollback, because it must not keep a bad release in production (FAULTS J11). A lost lock stops us whatever we do.
 */
async function journal(options: ExecuteOptions, rollout: Rollout, effect: Effect): Promise<RolloutEvent | undefined> {
  try {
    if (effect.kind === 'measure') await options.session.renew(rollout)
    else await options.session.append({ kind: 'effect-began', effect: narrate.effect(effect), rollout })
  } catch (error) {
    if (error instanceof StoppedError) throw error
    if (!isGoingBack(rollout)) return { kind: 'failed', at: options.clock.now(), code: codeOf(error), message: `the ledger could not be written: ${messageOf(error)}` }
    options.console.warn(`The ledger could not be written (${messageOf(error)}); the rollback goes on, and the next run writes down what happened.`)
  }
  return undefined
}

/** Performs one effect; whatever goes wrong comes back as an event, except a lost lock. */
async function perform(options: ExecuteOptions, recorder: Recorder, rollout: Rollout, effect: Effect): Promise<RolloutEvent> {
  const { clock } = options
  // What is only finished is not stopped by the signal that began it; it has a deadline of its own.
  const signal = isFinishing(rollout) ? AbortSignal.timeout(options.restoreLimitMs) : options.signal
  try {
    return await performEffect(options, recorder, rollout, effect, { fence: options.session.fence, signal })
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
    if (options.signal.aborted && !isFinishing(rollout)) return { kind: 'abort', at: clock.now(), code: 'cancelled', message: messageOf(options.signal.reason) }
    return { kind: 'failed', at: clock.now(), code: codeOf(error), message: messageOf(error) }
  }
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
    options.console.progress(progressText(options.environment, { ...after, step: before.step }, sample))
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
