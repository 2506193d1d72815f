// How fast the health judge is, how large its memory gets, and how soon it sees a regression.
// `node bench/judge.ts` prints a short table and, on its last line, the numbers as JSON. Nothing here is timed by a test.
import { lnBlockEvidence } from '../src/domain/health/exact-test.ts'
import { foldBlock, judge, startJudge, type Block } from '../src/domain/health/judge.ts'
import { EFFECT_RATIOS } from '../src/domain/health/judge-state.ts'
import type { JudgeSettings } from '../src/domain/rollout/rollout.ts'

const SETTINGS: JudgeSettings = {
  alpha: 0.01,
  tolerance: 1,
  errorShare: 0.7,
  latencyBoundsMs: [],
  plannedPolls: 180,
  dispersion: 1,
  minRequests: 50,
}
const NOTHING = { n: 0, bad: 0 }
const BOUNDS = [50, 100, 250, 500, 1000]
const POLL_SECONDS = 10

function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

function drawBinomial(random: () => number, n: number, p: number): number {
  const jump = (): number => Math.floor(Math.log1p(-random()) / Math.log1p(-p))
  let bad = 0
  for (let at = jump(); at < n; at += 1 + jump()) bad += 1
  return bad
}

/** The same e-values straight from the definition: every term of the full sum, each by its logarithm, nothing left out. */
function fullSum(nb: number, yb: number, nc: number, yc: number): readonly number[] {
  const m = yb + yc
  const low = Math.max(0, m - nb)
  const high = Math.min(nc, m)
  const lnTerms = [0]
  for (let k = low; k < high; k += 1) {
    lnTerms.push((lnTerms.at(-1) ?? 0) + Math.log(nc - k) + Math.log(m - k) - Math.log(k + 1) - Math.log(nb - m + k + 1))
  }
  const lnSum = (values: readonly number[]): number => {
    const top = values.reduce((a, b) => Math.max(a, b), -Infinity)
    return top + Math.log(values.reduce((sum, value) => sum + Math.exp(value - top), 0))
  }
  const null_ = lnSum(lnTerms)
  return EFFECT_RATIOS.map((w) => (yc - low) * Math.log(w) + null_ - lnSum(lnTerms.map((value, index) => value + index * Math.log(w))))
}

function blocksOf(count: number, requests: number, errorRate: number): readonly Block[] {
  const random = seeded(7)
  const slow = [0.9, 0.5, 0.03, 0.003, 0.0003]
  const arm = (n: number): Block['candidate'] => ({
    n,
    bad: drawBinomial(random, n, errorRate),
    over: slow.map((share) => drawBinomial(random, n, share)),
  })
  return Array.from({ length: count }, () => ({ baseline: arm(requests * 0.9), candidate: arm(requests * 0.1) }))
}

/** Calls per second, the best of five rounds of at least a quarter of a second each: the least disturbed one. */
function rate(blocks: readonly Block[], act: (block: Block) => void): number {
  const round = (milliseconds: number): number => {
    const began = performance.now()
    let calls = 0
    while (performance.now() - began < milliseconds) {
      for (const block of blocks) act(block)
      calls += blocks.length
    }
    return (calls / (performance.now() - began)) * 1000
  }
  round(200)
  return Math.max(...[1, 2, 3, 4, 5].map(() => round(250)))
}

function folding(settings: JudgeSettings): (block: Block) => void {
  let state = startJudge(settings)
  return (block) => {
    state = foldBlock(settings, state, block)
    judge(settings, state)
  }
}

interface Delays {
  readonly detected: number
  readonly medianSeconds: number
  readonly meanSeconds: number
  readonly excessErrors: number
  readonly medianPromotionSeconds: number
}

/** Rollouts at fixed weight for half an hour, looked at every poll: 90 baseline and 10 candidate requests a second, 0.5 % errors. */
function simulate(options: { readonly runs: number; readonly factor: number; readonly fromPoll: number; readonly seed: number }): Delays {
  const random = seeded(options.seed)
  const polls = SETTINGS.plannedPolls
  const [nb, nc, base] = [90 * POLL_SECONDS, 10 * POLL_SECONDS, 0.005]
  const delays: number[] = []
  const promotions: number[] = []
  let excess = 0
  for (let run = 0; run < options.runs; run += 1) {
    let state = startJudge(SETTINGS)
    let promoted = false
    for (let poll = 1; poll <= polls; poll += 1) {
      const bad = poll > options.fromPoll ? base * options.factor : base
      const candidate = drawBinomial(random, nc, bad)
      excess += poll > options.fromPoll ? candidate - nc * base : 0
      const baseline = drawBinomial(random, nb, base)
      state = foldBlock(SETTINGS, state, { baseline: { n: nb, bad: baseline, over: [] }, candidate: { n: nc, bad: candidate, over: [] } })
      const verdict = judge(SETTINGS, state)
      if (!promoted && verdict.action === 'advance' && verdict.mayPromote) {
        promoted = true
        promotions.push(poll * POLL_SECONDS)
      }
      if (verdict.action === 'roll-back') {
        delays.push((poll - options.fromPoll) * POLL_SECONDS)
        break
      }
    }
  }
  return {
    detected: delays.length / options.runs,
    medianSeconds: median(delays),
    meanSeconds: delays.reduce((a, b) => a + b, 0) / Math.max(1, delays.length),
    excessErrors: excess / options.runs,
    medianPromotionSeconds: median(promotions),
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function largestDifference(blocks: readonly Block[]): number {
  return Math.max(
    ...blocks.flatMap(({ baseline = NOTHING, candidate }) => {
      const reference = fullSum(baseline.n, baseline.bad, candidate.n, candidate.bad)
      const found = lnBlockEvidence(baseline, candidate, 1, EFFECT_RATIOS)
      return found.map((value, index) => Math.abs(value - (reference[index] ?? Number.NaN)))
    }),
  )
}

const blocks = blocksOf(64, 10_000, 0.005)
const withBounds = { ...SETTINGS, latencyBoundsMs: BOUNDS, maxErrorRate: 0.01 }
const reference = rate(blocks, ({ baseline = NOTHING, candidate }) => void fullSum(baseline.n, baseline.bad, candidate.n, candidate.bad))
const exact = rate(blocks, ({ baseline = NOTHING, candidate }) => void lnBlockEvidence(baseline, candidate, 1, EFFECT_RATIOS))
const errorsOnly = rate(blocks, folding(SETTINGS))
const everything = rate(blocks, folding(withBounds))
const difference = largestDifference(blocks)
const folded = blocks.reduce((state, block) => foldBlock(withBounds, state, block), startJudge(withBounds))
const stateBytes = Buffer.byteLength(JSON.stringify(folded))
const healthy = simulate({ runs: 2000, factor: 1, fromPoll: 0, seed: 1 })
const fivefold = simulate({ runs: 2000, factor: 5, fromPoll: 0, seed: 2 })
const late = simulate({ runs: 1000, factor: 5, fromPoll: 60, seed: 3 })
const twofold = simulate({ runs: 500, factor: 2, fromPoll: 0, seed: 4 })

const whole = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',')
const delayLine = (name: string, found: Delays): string => {
  const delay = `median after ${found.medianSeconds} s, mean ${found.meanSeconds.toFixed(0)} s`
  return `${name}: rolled back ${(found.detected * 100).toFixed(1)} %, ${delay}, ${found.excessErrors.toFixed(1)} excess errors`
}

console.log('Blocks of 10,000 requests, 0.5 % errors, 10 % of the traffic to the candidate')
console.log(`  e-values of 12 ratios, full sum in logs (reference): ${whole(reference)} blocks/s`)
const largest = `largest difference ${difference.toExponential(1)}`
console.log(`  e-values of 12 ratios, as the judge computes them:   ${whole(exact)} blocks/s (${largest})`)
console.log(`  fold and judge, errors only:                         ${whole(errorsOnly)} blocks/s`)
console.log(`  fold and judge, errors, 5 latency bounds, objective: ${whole(everything)} blocks/s, state ${stateBytes} bytes of JSON`)
console.log('Half-hour rollouts at 90 + 10 requests/s, 0.5 % errors, a look every 10 s, alpha 1 %')
console.log(`  ${delayLine('healthy', healthy)}; may be promoted after a median of ${healthy.medianPromotionSeconds} s`)
console.log(`  ${delayLine('5 times the errors', fivefold)}`)
console.log(`  ${delayLine('5 times the errors after 10 min', late)}`)
console.log(`  ${delayLine('2 times the errors', twofold)}`)
console.log(
  JSON.stringify({
    name: 'judge',
    unit: 'blocks/s',
    aim: 'at least 10,000; ratio is of the e-values alone',
    value: Math.round(errorsOnly),
    all_metrics: Math.round(everything),
    e_values: Math.round(exact),
    reference: Math.round(reference),
    speedup: Number((exact / reference).toFixed(1)),
    largest_difference: difference,
    state_bytes: stateBytes,
    false_rollbacks: healthy.detected,
    detection: { x5: fivefold, x5_after_10_min: late, x2: twofold },
    promotion_seconds: healthy.medianPromotionSeconds,
  }),
)
