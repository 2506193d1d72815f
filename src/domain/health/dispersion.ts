import type { ArmCounts } from './exact-test.ts'

/**
 * How much more the baseline's own error counts vary than independent requests would, from its history in blocks of the
 * same length as the polls: `v = max(0, var(r) - p mean(1/n))`, `phi = max(1, 1 + 2v / (p (1/nc + 1/nb)))` for the
 * requests expected per poll in either arm. 1 when the history shows no errors, has fewer than two blocks with traffic,
 * or nothing is expected: there is then nothing to estimate from. Dividing evidence by it is an approximation.
 */
export function dispersionOf(history: readonly ArmCounts[], expected: { readonly baseline: number; readonly candidate: number }): number {
  const served = history.filter((block) => block.n > 0)
  const requests = served.reduce((sum, block) => sum + block.n, 0)
  const bad = served.reduce((sum, block) => sum + block.bad, 0)
  if (served.length < 2 || bad === 0 || expected.baseline <= 0 || expected.candidate <= 0) return 1
  const pooled = bad / requests
  const rates = served.map((block) => block.bad / block.n)
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length
  const variance = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / (rates.length - 1)
  const sampling = (pooled * served.reduce((sum, block) => sum + 1 / block.n, 0)) / served.length
  const excess = Math.max(0, variance - sampling)
  return 1 + (2 * excess) / (pooled * (1 / expected.candidate + 1 / expected.baseline))
}
