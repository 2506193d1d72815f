// What one poll means for a rollout that has traffic: go on, wait for more, or turn round.
import { blockBetween, type Block } from '../health/delta.ts'
import { dispersionOf } from '../health/dispersion.ts'
import { foldBlock, judge, parseJudgeState, startJudge, type Judgement, type JudgeState } from '../health/judge.ts'
import type { Reading } from '../health/reading.ts'
import type { BaselineBlock, JudgeSettings, Rollout, RolloutEvent } from './rollout.ts'
import { stepOf } from './step.ts'
import { turn } from './turn.ts'

/** Polls in a row with a failed health check after which the rollout turns round: one may be a lost packet. */
export const PROBE_FAILURE_LIMIT = 2
/** Polls in a row that could not be read before the rollout turns round. Argo Rollouts' consecutiveErrorLimit is 4 as well. */
export const MEASURE_ERROR_LIMIT = 4

type Measured = Extract<RolloutEvent, { kind: 'measured' }>

/** Folds one poll into a rollout that is watched or verified: turns it round, lets it go on, or waits for more. */
export function measured(rollout: Rollout, event: Measured): Rollout {
  const failing = event.checks.find((check) => check.verdict !== 'pass')
  const seen: Rollout = {
    ...rollout,
    probeFailures: failing === undefined ? 0 : rollout.probeFailures + 1,
    measureErrors: event.reading === undefined ? rollout.measureErrors + 1 : 0,
  }
  if (failing !== undefined && seen.probeFailures >= PROBE_FAILURE_LIMIT) {
    const code = event.checks.some((check) => check.verdict === 'fail') ? 'health_failed' : 'measurement_failed'
    return turn(seen, { code, message: `health check ${failing.name}: ${failing.detail}`, at: event.at })
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
  const settings = dispersed(rollout.spec.judge, rollout.baseline ?? [], block)
  const state = foldBlock(settings, judgeStateOf(rollout), block)
  const judgement = judge(settings, state)
  const judged: Rollout = { ...seen, ...remembered(rollout, block), judge: state, reading: event.reading, stepRequests: seen.stepRequests + block.candidate.n }
  if (judgement.action === 'roll-back') {
    return turn(judged, { code: judgement.code, message: judgement.sentence, at: event.at })
  }
  return decide(judged, failing === undefined, judgement, event.at)
}

/** Polls of the baseline's own history that are kept, and how many say enough about its bursts. */
const HISTORY = 30
const ENOUGH_HISTORY = 10

/**
 * Errors that come in bursts would be taken for more evidence than they are. How much they burst is read off the baseline's earlier
 * polls alone: never from the candidate, and never from the poll that is about to be judged, so the test keeps its error bound.
 */
function dispersed(settings: JudgeSettings, history: readonly BaselineBlock[], block: Block): JudgeSettings {
  if (block.baseline === undefined || history.length < ENOUGH_HISTORY) return settings
  const found = dispersionOf(history, { baseline: block.baseline.n, candidate: block.candidate.n })
  return found > settings.dispersion ? { ...settings, dispersion: found } : settings
}

function remembered(rollout: Rollout, block: Block): Pick<Rollout, 'baseline'> {
  if (block.baseline === undefined || block.baseline.n === 0) return {}
  const { n, bad } = block.baseline
  return { baseline: [...(rollout.baseline ?? []), { n, bad }].slice(-HISTORY) }
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
    if (healthy && judgement.action === 'advance' && !isStarved(rollout)) return afterVerification(rollout)
    return overdue(rollout, at, judgement)
  }
  const baked = at - rollout.stepStartedAt >= stepOf(rollout).bakeSeconds * 1000
  if (baked && healthy && mayAdvance(rollout, judgement)) return nextStep(rollout)
  return overdue(rollout, at, judgement)
}

/** Evidence enough to go on: traffic was seen where it must be, nothing speaks against, and before full weight something speaks for. */
function mayAdvance(rollout: Rollout, judgement: Judgement): boolean {
  if (isStarved(rollout) || judgement.action !== 'advance') return false
  const enough = rollout.stepRequests >= rollout.spec.judge.minRequests
  const nextIsFull = rollout.step === rollout.spec.steps.length - 2
  return !nextIsFull || !enough || rollout.spec.snapshot.stable === undefined || judgement.mayPromote
}

/** Too little traffic to say anything, where there must be some: missing data is never a pass. */
function isStarved(rollout: Rollout): boolean {
  return rollout.spec.traffic === 'required' && rollout.stepRequests < rollout.spec.judge.minRequests
}

function nextStep(rollout: Rollout): Rollout {
  return { ...rollout, phase: 'shifting', step: rollout.step + 1 }
}

/** What comes once full weight has held: the public address is proven, or the old release is stopped. */
export function afterVerification(rollout: Rollout): Rollout {
  return { ...rollout, phase: rollout.spec.hasSmoke ? 'proving' : 'retiring' }
}

/** A step that stays undecided longer than it may: the outcome was chosen before the rollout began. Without data it is never a pass. */
function overdue(rollout: Rollout, at: number, judgement: Judgement | undefined): Rollout {
  const verifying = rollout.phase === 'verifying'
  const planned = verifying ? rollout.spec.verifySeconds : stepOf(rollout).bakeSeconds
  if (at - rollout.stepStartedAt < (planned + rollout.spec.hold.limitSeconds) * 1000) return rollout
  const starved = judgement === undefined || isStarved(rollout)
  if (!starved && rollout.spec.hold.then === 'advance' && rollout.probeFailures === 0) {
    return verifying ? afterVerification(rollout) : nextStep(rollout)
  }
  const seconds = Math.round((at - rollout.stepStartedAt) / 1000)
  const message = starved
    ? `${rollout.stepRequests} requests reached the new release in ${seconds} s, at least ${rollout.spec.judge.minRequests} are needed to decide`
    : `undecided after ${seconds} s: ${judgement.sentence}`
  return turn(rollout, { code: starved ? 'no_data' : 'undecided', message, at })
}
