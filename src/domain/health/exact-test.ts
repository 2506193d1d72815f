// Given how many bad events two arms had together, how many of them fall to the candidate is hypergeometric when the arms
// share a rate, and Fisher's noncentral hypergeometric when the candidate's odds are w times the baseline's. So the
// likelihood ratio of two values of w does not depend on the unknown common rate (a nuisance that shared outages change).

/** Requests and bad ones among them of one arm. Integers, 0 <= bad <= n. */
export interface ArmCounts {
  readonly n: number
  readonly bad: number
}

/** Sums with more terms than this are replaced by a bound, so that a block costs milliseconds at most whatever its counts. */
export const MOST_TERMS = 100_000

/** Terms below this share of the sum can no longer change a double. */
const NEGLIGIBLE = 1e-17
const SCALE = 1e250

interface Margins {
  readonly baseline: number
  readonly candidate: number
  /** Bad events of both arms. */
  readonly bad: number
}

/**
 * ln of the e-value of one block for each odds ratio of `alternatives` against the odds ratio `from`, all >= 1:
 * `yc ln(w/from) + ln Z(from) - ln Z(w)` with `Z(w) = sum_k C(nc,k) C(nb,m-k) w^k`. Its mean is exactly 1 when the odds
 * ratio is `from`, and at most 1 when it is further from w than that. An arm without requests says nothing: 0.
 */
export function lnBlockEvidence(
  baseline: ArmCounts,
  candidate: ArmCounts,
  from: number,
  alternatives: readonly number[],
): readonly number[] {
  const margins = { baseline: baseline.n, candidate: candidate.n, bad: baseline.bad + candidate.bad }
  if (baseline.n === 0 || candidate.n === 0 || margins.bad === 0) return alternatives.map(() => 0)
  const { low, high } = support(margins)
  if (high - low > MOST_TERMS) return alternatives.map((to) => lnBoundedEvidence(margins, candidate.bad, from, to))
  const start = modeAt(margins, 1)
  const lnZFrom = lnRelativeSum(margins, start, from)
  // Z is relative to its term at `start`, so the exponent is counted from there as well.
  return alternatives.map((to) => (candidate.bad - start) * Math.log(to / from) + lnZFrom - lnRelativeSum(margins, start, to))
}

/** The values that the candidate's share of the bad events can take. */
function support(margins: Margins): { readonly low: number; readonly high: number } {
  return { low: Math.max(0, margins.bad - margins.baseline), high: Math.min(margins.candidate, margins.bad) }
}

/** The most likely share at odds ratio w >= 1: the smaller root of where the ratio of neighbouring terms is 1, without cancellation. */
function modeAt(margins: Margins, w: number): number {
  const { low, high } = support(margins)
  const a = w - 1
  const b = (margins.candidate + margins.bad + 2) * w + margins.baseline - margins.bad
  const c = (margins.candidate + 1) * (margins.bad + 1) * w
  const root = (2 * c) / (b + Math.sqrt(Math.max(0, b * b - 4 * a * c)))
  return Math.min(high, Math.max(low, Math.floor(root)))
}

/** ln(sum_k t_k w^(k-start) / t_start), by the ratio of neighbouring terms outward from `start`: no differences of lgamma. */
function lnRelativeSum(margins: Margins, start: number, w: number): number {
  const { low, high } = support(margins)
  let sum = 1
  let scaled = 0
  let term = 1
  for (let k = start; k < high && term > NEGLIGIBLE * sum; k += 1) {
    term *= w * neighbour(margins, k)
    sum += term
    if (sum > SCALE) {
      sum /= SCALE
      term /= SCALE
      scaled += 1
    }
  }
  term = SCALE ** -scaled
  for (let k = start; k > low && term > NEGLIGIBLE * sum; k -= 1) {
    term /= w * neighbour(margins, k - 1)
    sum += term
  }
  return Math.log(sum) + scaled * Math.log(SCALE)
}

/** t_(k+1) / t_k. Two quotients, because the products would pass 2^53. */
function neighbour(margins: Margins, k: number): number {
  return ((margins.candidate - k) / (k + 1)) * ((margins.bad - k) / (margins.baseline - margins.bad + k + 1))
}

/**
 * A lower bound of the e-value's ln, and an e-value itself (mean <= 1). The share of the bad events is a sum of at most
 * M = min(nc, m) independent Bernoullis (its generating polynomial has only real roots), so the mean of s^share is at most
 * (1 + mean/M (s-1))^M (Hoeffding 1963). The mean of such a sum is within 1 of its mode (Darroch 1964); 2 leaves room for rounding.
 */
export function lnBoundedEvidence(margins: Margins, candidateBad: number, from: number, to: number): number {
  const most = Math.min(margins.candidate, margins.bad)
  const s = to / from
  const mode = modeAt(margins, from)
  const mean = s > 1 ? Math.min(most, mode + 2) : Math.max(0, mode - 2)
  return candidateBad * Math.log(s) - most * Math.log1p((mean / most) * (s - 1))
}
