// The rollout as a state machine. State in, event in, state out; what to do next is a function of the state alone
// (`due`), so a rollout read back from the ledger goes on exactly where it was.
import { assertNever } from '../problem.ts'
import type { CheckResult } from '../health/checks.ts'
import { blockBetween, type Block } from '../health/delta.ts'
import { foldBlock, judge, parseJudgeState, startJudge, type Judgement, type JudgeState } from '../health/judge.ts'
import type { Reading } from '../health/reading.ts'
import type { Cause, Effect, Rollout, RolloutEvent, RolloutSpec, Step } from './rollout.ts'

/** Polls in a row with a failed health check after which the rollout turns round: one may be a lost packet. */
export const PROBE_FAILURE_LIMIT = 2
/** Polls in a row that could not be read before the rollout turns round. Argo Rollouts' consecutiveErrorLimit is 4 as well. */
export const MEASURE_ERROR_LIMIT = 4
/** How often a rollback is tried before a person is called. */
export const RESTORE_LIMIT = 3

/** A rollout about to begin. `at` in epoch milliseconds. */
export function startRollout(spec: RolloutSpec, at: number): Rollout {
  return {
    spec,
    phase: 'preparing',
    step: 0,
    weight: 0,
    startedAt: at,
    stepStartedAt: at,
    stepRequests: 0,
    probeFailures: 0,
    measureErrors: 0,
    touched: false,
    restores: 0,
  }
}

/** The step a rollout is at. The index is only ever moved inside the list, whose last weight is 100. */
export function stepOf(rollout: Rollout): Step {
  const [first, ...others] = rollout.spec.steps
  return [first, ...others][rollout.step] ?? first
}

function isLastStep(rollout: Rollout): boolean {
  return rollout.step >= rollout.spec.steps.length - 1
}

/** What to do now; undefined when the rollout has ended. Every effect is idempotent, so repeating it after a crash is safe. */
export function due(rollout: Rollout): Effect | undefined {
  const { spec } = rollout
  switch (rollout.phase) {
    case 'preparing':
      return { kind: 'prepare', digest: spec.candidate.digest, instances: firstInstances(spec) }
    case 'smoking':
      return { kind: 'smoke', against: 'candidate' }
    case 'shifting': {
      const step = stepOf(rollout)
      return { kind: 'shift', step: rollout.step, weight: step.weight, instances: step.instances }
    }
    case 'watching':
    case 'verifying':
      return { kind: 'measure', waitSeconds: spec.pollSeconds }
    case 'proving':
      return { kind: 'smoke', against: 'public' }
    case 'reading-back':
    case 'confirming':
      return { kind: 'read-live' }
    case 'retiring':
      return { kind: 'retire', keep: spec.candidate.digest }
    case 'restoring':
      return { kind: 'restore', snapshot: spec.snapshot }
    case 'ended':
      return undefined
    default:
      return assertNever(rollout.phase)
  }
}

/** The rollout as it is written down before the effect: traffic that may reach the candidate counts from then on, whatever comes of it. */
export function begin(rollout: Rollout, effect: Effect): Rollout {
  return effect.kind === 'shift' ? { ...rollout, touched: true } : rollout
}

/** Rolling starts with what its first step needs; the others bring the whole candidate up before any traffic. */
function firstInstances(spec: RolloutSpec): number {
  return spec.steps[0].instances.candidate
}

/** Folds what happened into the rollout. Events that do not belong to the phase change nothing. */
export function advance(rollout: Rollout, event: RolloutEvent): Rollout {
  switch (event.kind) {
    case 'began':
      return rollout
    case 'prepared':
      if (rollout.phase !== 'preparing') return rollout
      return rollout.spec.hasSmoke ? { ...rollout, phase: 'smoking' } : { ...rollout, phase: 'shifting' }
    case 'smoked':
      return smoked(rollout, event.results, event.at)
    case 'shifted':
      return rollout.phase === 'shifting' ? shifted(rollout, event.weight, event.reading, event.at) : rollout
    case 'measured':
      return rollout.phase === 'watching' || rollout.phase === 'verifying' ? measured(rollout, event) : rollout
    case 'live':
      return live(rollout, event)
    case 'retired':
      return rollout.phase === 'retiring' ? end(rollout, 'verified') : rollout
    case 'restored':
      return rollout.phase === 'restoring' ? { ...rollout, phase: 'confirming', weight: 0 } : rollout
    case 'failed':
      return failed(rollout, { code: event.code, message: event.message, at: event.at })
    case 'abort':
      return interrupt(rollout, { code: event.code, message: event.message, at: event.at })
    default:
      return assertNever(event)
  }
}

/**
 * Stops a rollout that someone wants stopped, or that its run left behind. What is already verified is finished, what is
 * being rolled back goes on being rolled back, everything else turns round.
 */
export function interrupt(rollout: Rollout, cause: Cause): Rollout {
  switch (rollout.phase) {
    case 'retiring':
    case 'restoring':
    case 'confirming':
    case 'ended':
      return rollout
    default:
      return turn(rollout, cause)
  }
}

/** Turns the rollout round: everything after this leads back to the snapshot. */
function turn(rollout: Rollout, cause: Cause): Rollout {
  return { ...rollout, phase: 'restoring', cause }
}

function end(rollout: Rollout, outcome: 'verified' | 'rolled-back' | 'failed'): Rollout {
  return { ...rollout, phase: 'ended', outcome }
}

function smoked(rollout: Rollout, results: readonly CheckResult[], at: number): Rollout {
  if (rollout.phase !== 'smoking' && rollout.phase !== 'proving') return rollout
  const bad = results.find((result) => result.verdict !== 'pass')
  // No result at all is no evidence (invariant I6).
  if (results.length === 0) return turn(rollout, { code: 'smoke_failed', message: 'no smoke check gave a result', at })
  if (bad !== undefined) return turn(rollout, { code: 'smoke_failed', message: `smoke check ${bad.name}: ${bad.detail}`, at })
  return rollout.phase === 'smoking' ? { ...rollout, phase: 'shifting' } : { ...rollout, phase: 'retiring' }
}

function shifted(rollout: Rollout, weight: number, reading: Reading | undefined, at: number): Rollout {
  const wanted = stepOf(rollout).weight
  const touched = rollout.touched || weight > 0
  if (weight !== wanted) {
    const message = `asked for ${wanted} % of the traffic, the target says ${weight} %`
    return turn({ ...rollout, weight, touched }, { code: 'drifted', message, at })
  }
  return {
    ...rollout,
    phase: isLastStep(rollout) ? 'reading-back' : 'watching',
    weight,
    touched,
    stepStartedAt: at,
    stepRequests: 0,
    probeFailures: 0,
    measureErrors: 0,
    // Deltas start at the shift: a block never mixes two weights.
    ...(reading === undefined ? {} : { reading }),
  }
}

type Measured = Extract<RolloutEvent, { kind: 'measured' }>

function measured(rollout: Rollout, event: Measured): Rollout {
  const failing = event.checks.find((check) => check.verdict !== 'pass')
  const seen: Rollout = {
    ...rollout,
    probeFailures: failing === undefined ? 0 : rollout.probeFailures + 1,
    measureErrors: event.reading === undefined ? rollout.measureErrors + 1 : 0,
  }
  if (failing !== undefined && seen.probeFailures >= PROBE_FAILURE_LIMIT) {
    return turn(seen, { code: 'health_failed', message: `health check ${failing.name}: ${failing.detail}`, at: event.at })
  }
  if (event.reading === undefined) {
    if (seen.measureErrors <= MEASURE_ERROR_LIMIT) return overdue(seen, event.at, undefined)
    const why = event.error ?? 'the target gave no reading'
    return turn(seen, { code: 'measurement_failed', message: `${seen.measureErrors} polls in a row: ${why}`, at: event.at })
  }
  if (event.weight !== undefined && event.weight !== rollout.weight) {
    const message = `the target sends ${event.weight} % of the traffic to the new release, this rollout had set ${rollout.weight} %; someone else changed it`
    return turn(seen, { code: 'drifted', message, at: event.at })
  }
  const block = blockSince(rollout, event.reading)
  const settings = rollout.spec.judge
  const state = foldBlock(settings, judgeStateOf(rollout), block)
  const judgement = judge(settings, state)
  const judged: Rollout = { ...seen, judge: state, reading: event.reading, stepRequests: seen.stepRequests + block.candidate.n }
  if (judgement.action === 'roll-back') {
    return turn(judged, { code: judgement.code, message: judgement.sentence, at: event.at })
  }
  return decide(judged, failing === undefined, judgement, event.at)
}

/** What both arms served since the last reading. */
export function blockSince(rollout: Rollout, reading: Reading): Block {
  const stable = rollout.spec.snapshot.stable
  const arms = { candidate: rollout.spec.candidate.digest, ...(stable === undefined ? {} : { baseline: stable.digest }) }
  return blockBetween(rollout.reading ?? { ...reading, releases: [] }, reading, arms)
}

/** The judge's accumulators; those of a ledger that do not fit the settings start anew. */
export function judgeStateOf(rollout: Rollout): JudgeState {
  return parseJudgeState(rollout.spec.judge, rollout.judge) ?? startJudge(rollout.spec.judge)
}

function decide(rollout: Rollout, healthy: boolean, judgement: Judgement, at: number): Rollout {
  if (rollout.phase === 'verifying') {
    if (at - rollout.stepStartedAt < rollout.spec.verifySeconds * 1000) return rollout
    if (healthy && judgement.action === 'advance') return afterVerification(rollout)
    return overdue(rollout, at, judgement)
  }
  const baked = at - rollout.stepStartedAt >= stepOf(rollout).bakeSeconds * 1000
  if (baked && healthy && mayAdvance(rollout, judgement)) return nextStep(rollout)
  return overdue(rollout, at, judgement)
}

/** Evidence enough to go on: traffic was seen where it must be, nothing speaks against, and before full weight something speaks for. */
function mayAdvance(rollout: Rollout, judgement: Judgement): boolean {
  const enough = rollout.stepRequests >= rollout.spec.judge.minRequests
  if (!enough && rollout.spec.traffic === 'required') return false
  if (judgement.action !== 'advance') return false
  const nextIsFull = rollout.step === rollout.spec.steps.length - 2
  return !nextIsFull || !enough || rollout.spec.snapshot.stable === undefined || judgement.mayPromote
}

function nextStep(rollout: Rollout): Rollout {
  return { ...rollout, phase: 'shifting', step: rollout.step + 1 }
}

function afterVerification(rollout: Rollout): Rollout {
  return { ...rollout, phase: rollout.spec.hasSmoke ? 'proving' : 'retiring' }
}

/** A step that stays undecided longer than it may: the outcome was chosen before the rollout began. Without data it is never a pass. */
function overdue(rollout: Rollout, at: number, judgement: Judgement | undefined): Rollout {
  const verifying = rollout.phase === 'verifying'
  const planned = verifying ? rollout.spec.verifySeconds : stepOf(rollout).bakeSeconds
  if (at - rollout.stepStartedAt < (planned + rollout.spec.hold.limitSeconds) * 1000) return rollout
  const starved = judgement === undefined || (rollout.spec.traffic === 'required' && rollout.stepRequests < rollout.spec.judge.minRequests)
  if (!starved && rollout.spec.hold.then === 'advance' && rollout.probeFailures === 0) {
    return verifying ? afterVerification(rollout) : nextStep(rollout)
  }
  const seconds = Math.round((at - rollout.stepStartedAt) / 1000)
  const message = starved
    ? `${rollout.stepRequests} requests reached the new release in ${seconds} s, at least ${rollout.spec.judge.minRequests} are needed to decide`
    : `undecided after ${seconds} s: ${judgement.sentence}`
  return turn(rollout, { code: starved ? 'no_data' : 'undecided', message, at })
}

function live(rollout: Rollout, event: Extract<RolloutEvent, { kind: 'live' }>): Rollout {
  const { spec } = rollout
  if (rollout.phase === 'reading-back') {
    if (event.digest !== spec.candidate.digest || event.weight !== 100) {
      const found = event.digest ?? 'nothing'
      const message = `asked for ${spec.candidate.digest} at 100 %, the target runs ${found} at ${event.weight} %`
      return turn(rollout, { code: 'live_digest_mismatch', message, at: event.at })
    }
    if (spec.verifySeconds > 0) return { ...rollout, phase: 'verifying', stepStartedAt: event.at, stepRequests: 0 }
    return afterVerification(rollout)
  }
  if (rollout.phase !== 'confirming') return rollout
  if (event.digest === spec.snapshot.stable?.digest) return end(rollout, rollout.touched && spec.snapshot.stable !== undefined ? 'rolled-back' : 'failed')
  return restoreFailed(rollout, `the target runs ${event.digest ?? 'nothing'} after the rollback`, event.at)
}

function failed(rollout: Rollout, cause: Cause): Rollout {
  switch (rollout.phase) {
    case 'restoring':
    case 'confirming':
      return restoreFailed(rollout, cause.message, cause.at)
    case 'retiring':
      if (cause.code === 'live_digest_mismatch') return turn(rollout, cause)
      // The candidate is live and verified; what is left over is swept by the next run.
      return end({ ...rollout, cause: { ...cause, code: 'bookkeeping_pending' } }, 'verified')
    case 'ended':
      return rollout
    default:
      return turn(rollout, cause)
  }
}

function restoreFailed(rollout: Rollout, message: string, at: number): Rollout {
  const restores = rollout.restores + 1
  if (restores < RESTORE_LIMIT) return { ...rollout, phase: 'restoring', restores }
  const first = rollout.cause === undefined ? '' : ` (rolling back because: ${rollout.cause.message})`
  return end({ ...rollout, restores, cause: { code: 'rollback_failed', message: `${message}; tried ${restores} times${first}`, at } }, 'failed')
}
