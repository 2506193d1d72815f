/** ln C(n, k) by sums of logs: slow and plain, for checking. */
export function lnChoose(n: number, k: number): number {
  let sum = 0
  for (let i = 1; i <= k; i += 1) sum += Math.log(n - k + i) - Math.log(i)
  return sum
}

/** P(Binomial(n, p) = k). */
export function binomial(n: number, k: number, p: number): number {
  return Math.exp(lnChoose(n, k) + k * Math.log(p) + (n - k) * Math.log1p(-p))
}

/** The mean of `value(bad of baseline, bad of candidate)` over every outcome of two arms with their own rates. */
export function meanOver(nb: number, pb: number, nc: number, pc: number, value: (yb: number, yc: number) => number): number {
  let mean = 0
  for (let yb = 0; yb <= nb; yb += 1) {
    for (let yc = 0; yc <= nc; yc += 1) mean += binomial(nb, yb, pb) * binomial(nc, yc, pc) * value(yb, yc)
  }
  return mean
}

/** The error rate of which the odds are `ratio` times those of `rate`. */
export function rateAtOdds(rate: number, ratio: number): number {
  const odds = (ratio * rate) / (1 - rate)
  return odds / (1 + odds)
}
