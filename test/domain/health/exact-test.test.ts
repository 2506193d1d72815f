import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { lnBlockEvidence, lnBoundedEvidence, MOST_TERMS } from '../../../src/domain/health/exact-test.ts'
import { EFFECT_RATIOS } from '../../../src/domain/health/judge-state.ts'
import { lnChoose, meanOver, rateAtOdds } from './enumeration.ts'
import { VECTORS } from './vectors.ts'

const arm = (n: number, bad: number): { n: number; bad: number } => ({ n, bad })

/** The same e-value by its definition: every term, by logs of binomial coefficients. */
function byDefinition(nb: number, yb: number, nc: number, yc: number, w: number): number {
  const m = yb + yc
  const terms: number[] = []
  for (let k = Math.max(0, m - nb); k <= Math.min(nc, m); k += 1) {
    terms.push(lnChoose(nc, k) + lnChoose(nb, m - k) - lnChoose(nb + nc, m) + k * Math.log(w))
  }
  const top = Math.max(...terms)
  return yc * Math.log(w) - top - Math.log(terms.reduce((sum, term) => sum + Math.exp(term - top), 0))
}

describe('the exact test of one block', () => {
  it.each(VECTORS.null_expectation)('[E4] has mean 1 when both arms share the rate $p (vector nb=$nb nc=$nc omega=$omega)', ({ nb, nc, p, omega, E_exact }) => {
    const mean = meanOver(nb, p, nc, p, (yb, yc) => Math.exp(lnBlockEvidence(arm(nb, yb), arm(nc, yc), 1, [omega])[0] ?? 0))
    expect(Math.abs(mean - E_exact)).toBeLessThan(1e-12)
  })

  const margins = [1, 2, 5, 13].flatMap((nb) => [1, 3, 8].flatMap((nc) => [0.002, 0.1, 0.5, 0.93].map((p) => ({ nb, nc, p }))))
  it.each(margins)('[E4] has mean 1 by enumeration for every effect size: nb=$nb nc=$nc p=$p', ({ nb, nc, p }) => {
    for (const omega of EFFECT_RATIOS) {
      const mean = meanOver(nb, p, nc, p, (yb, yc) => Math.exp(lnBlockEvidence(arm(nb, yb), arm(nc, yc), 1, [omega])[0] ?? 0))
      expect(Math.abs(mean - 1)).toBeLessThan(1e-12)
    }
  })

  it.each([1.2, 2, 3])('has mean 1 at the tolerated odds ratio %d, and less below it', (tolerated) => {
    const mean = (actual: number): number =>
      meanOver(11, 0.1, 7, rateAtOdds(0.1, actual), (yb, yc) => Math.exp(lnBlockEvidence(arm(11, yb), arm(7, yc), tolerated, [4 * tolerated])[0] ?? 0))
    expect(Math.abs(mean(tolerated) - 1)).toBeLessThan(1e-12)
    expect(mean(1)).toBeLessThan(1)
  })

  it('is an e-value against a ratio of 3 when it looks for 1: mean 1 at 3, less beyond', () => {
    const mean = (actual: number): number =>
      meanOver(14, 0.05, 6, rateAtOdds(0.05, actual), (yb, yc) => Math.exp(lnBlockEvidence(arm(14, yb), arm(6, yc), 3, [1])[0] ?? 0))
    expect(Math.abs(mean(3) - 1)).toBeLessThan(1e-12)
    expect(mean(6)).toBeLessThan(1)
    expect(mean(1)).toBeGreaterThan(1)
  })

  it('equals its definition, term by term', () => {
    const counts = fc.record({ nb: fc.integer({ min: 1, max: 400 }), nc: fc.integer({ min: 1, max: 400 }), b: fc.double({ min: 0, max: 1, noNaN: true }), c: fc.double({ min: 0, max: 1, noNaN: true }), w: fc.constantFrom(...EFFECT_RATIOS) })
    fc.assert(
      fc.property(counts, ({ nb, nc, b, c, w }) => {
        const yb = Math.floor(b * nb)
        const yc = Math.floor(c * nc)
        const found = lnBlockEvidence(arm(nb, yb), arm(nc, yc), 1, [w])[0] ?? Number.NaN
        const wanted = byDefinition(nb, yb, nc, yc, w)
        expect(Math.abs(found - wanted)).toBeLessThan(1e-9 * Math.max(1, Math.abs(wanted)))
      }),
    )
  })

  it('speaks against the arm that has more errors, and for the one that has fewer', () => {
    expect(lnBlockEvidence(arm(900, 1), arm(100, 5), 1, [5])[0]).toBeGreaterThan(0)
    expect(lnBlockEvidence(arm(900, 45), arm(100, 0), 1, [5])[0]).toBeLessThan(0)
  })

  it.each([
    ['an idle baseline', arm(0, 0), arm(10, 7)],
    ['an idle candidate', arm(10, 7), arm(0, 0)],
    ['no bad event', arm(900, 0), arm(100, 0)],
  ])('says nothing about %s', (_, baseline, candidate) => {
    expect(lnBlockEvidence(baseline, candidate, 1, [2, 500])).toEqual([0, 0])
  })

  it('says nothing when every request of both arms failed, whatever the shares', () => {
    expect(Math.abs(lnBlockEvidence(arm(900, 900), arm(100, 100), 1, [500])[0] ?? 1)).toBeLessThan(1e-10)
  })

  it('keeps the range of a double with a dead candidate and large counts', () => {
    const [evidence] = lnBlockEvidence(arm(900_000, 900), arm(100_000, 90_000), 1, [500])
    expect(evidence).toBeGreaterThan(1e5)
    expect(Number.isFinite(evidence)).toBe(true)
  })

  it.each([
    [arm(1e9, 1e6), arm(1e9, 5e6)],
    [arm(9e8, 0), arm(1e8, 1e8)],
    [arm(1e9, 5e8), arm(1e9, 5e8)],
    [arm(1e9, 1e9), arm(1e9, 1e9)],
  ])('stays finite at counts of a thousand million: %j %j', (baseline, candidate) => {
    for (const value of lnBlockEvidence(baseline, candidate, 1, [...EFFECT_RATIOS])) expect(Number.isFinite(value)).toBe(true)
    for (const value of lnBlockEvidence(baseline, candidate, 2, [2.5, 1000])) expect(Number.isFinite(value)).toBe(true)
    expect(Number.isFinite(lnBlockEvidence(baseline, candidate, 3, [1])[0])).toBe(true)
  })
})

describe('the bound that stands in for the sum at very large counts', () => {
  it.each([
    { from: 1, to: 3 },
    { from: 2, to: 8 },
    { from: 3, to: 1 },
  ])('is an e-value: mean at most 1 against odds $from for odds $to', ({ from, to }) => {
    const bounded = (yb: number, yc: number): number => (yb + yc === 0 ? 1 : Math.exp(lnBoundedEvidence({ baseline: 12, candidate: 9, bad: yb + yc }, yc, from, to)))
    for (const p of [0.05, 0.3, 0.8]) {
      expect(meanOver(12, p, 9, rateAtOdds(p, from), bounded)).toBeLessThanOrEqual(1 + 1e-12)
    }
  })

  it('never exceeds the exact value, and is close to it where errors are rare', () => {
    const exact = lnBlockEvidence(arm(90_000, 900), arm(10_000, 300), 1, [3])[0] ?? 0
    const bound = lnBoundedEvidence({ baseline: 90_000, candidate: 10_000, bad: 1200 }, 300, 1, 3)
    expect(bound).toBeLessThanOrEqual(exact)
    expect(bound).toBeGreaterThan(0.8 * exact)
  })

  it('takes over where the sum would have too many terms', () => {
    const n = 10 * MOST_TERMS
    const [found] = lnBlockEvidence(arm(n, MOST_TERMS), arm(n, MOST_TERMS), 1, [2])
    expect(found).toBe(lnBoundedEvidence({ baseline: n, candidate: n, bad: 2 * MOST_TERMS }, MOST_TERMS, 1, 2))
  })
})
