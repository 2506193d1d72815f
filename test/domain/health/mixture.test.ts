import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { lnBlockEvidence } from '../../../src/domain/health/exact-test.ts'
import { EFFECT_RATIOS } from '../../../src/domain/health/judge-state.ts'
import { logAverage, logSumExp } from '../../../src/domain/health/log-sum.ts'
import { lnObjectiveEvidence, objectiveRatios } from '../../../src/domain/health/objective.ts'
import { foldMixture, logEvidence, NO_EVIDENCE, stakeAt, unstaked, type RestartMixture } from '../../../src/domain/health/restart-mixture.ts'
import { binomial } from './enumeration.ts'
import { VECTORS, type VectorBlock } from './vectors.ts'

const exact = ([nb, yb, nc, yc]: VectorBlock): readonly number[] => lnBlockEvidence({ n: nb, bad: yb }, { n: nc, bad: yc }, 1, EFFECT_RATIOS)

/** The approximate e-value with which the restart vectors were computed: binomial instead of hypergeometric. */
const approximate = ([nb, yb, nc, yc]: VectorBlock): readonly number[] =>
  EFFECT_RATIOS.map((w) => yc * Math.log(w) - (yb + yc) * Math.log1p((nc / (nb + nc)) * (w - 1)))

/** ln E after each block. */
function path(blocks: readonly VectorBlock[], plannedPolls: number, evidence: (block: VectorBlock) => readonly number[]): readonly number[] {
  let mixture: RestartMixture = NO_EVIDENCE
  return blocks.map((block) => {
    mixture = foldMixture(mixture, evidence(block), plannedPolls)
    return logEvidence(mixture, plannedPolls)
  })
}

function expectClose(found: readonly number[], wanted: readonly number[], digits = 1e-9): void {
  expect(found).toHaveLength(wanted.length)
  found.forEach((value, index) => expect(Math.abs(value - (wanted[index] ?? Number.NaN))).toBeLessThan(digits))
}

describe('the mixture over effect sizes', () => {
  it.each(VECTORS.two_sample_exact_fisher.cases)('[E4] gives the evidence of the vector: $name', ({ blocks, logE_path }) => {
    expectClose(path(blocks, 1, exact), logE_path)
  })

  it('is unchanged when the blocks come in another order', () => {
    const block = fc.tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 20 }))
    const blocks = fc.array(block.map(([nb, yb, nc, yc]): VectorBlock => [nb + yb, yb, nc + yc, yc]), { minLength: 2, maxLength: 8 })
    fc.assert(
      fc.property(blocks, (given) => {
        const last = (list: readonly VectorBlock[]): number => path(list, 1, exact).at(-1) ?? Number.NaN
        expect(Math.abs(last(given) - last([...given].reverse()))).toBeLessThan(1e-9)
      }),
    )
  })
})

describe('the mixture over start times', () => {
  const { blocks, K, logE_restart, logE_plain } = VECTORS.restart_mixture

  it('[E4] gives the evidence of the vectors, with the e-values that these were made with', () => {
    expectClose(path(blocks, K, approximate), logE_restart)
    expectClose(path(blocks, 1, approximate), logE_plain)
  })

  it('sees a late regression sooner than the plain mixture, with the exact e-values too', () => {
    const restart = path(blocks, K, exact)
    const plain = path(blocks, 1, exact)
    for (const at of [5, 6, 7, 8, 9]) expect(restart[at]).toBeGreaterThan(plain[at] ?? Infinity)
  })

  it.each([1, 2, 7, 360])('bets its whole stake within %d planned polls, and nothing after', (planned) => {
    const stakes = Array.from({ length: planned + 3 }, (_, index) => stakeAt(index + 1, planned))
    let rest = 1
    stakes.forEach((stake, index) => {
      rest -= stake
      expect(Math.abs(unstaked(index + 1, planned) - rest)).toBeLessThan(1e-12)
    })
    expect(unstaked(planned, planned)).toBe(0)
    expect(stakes.slice(planned)).toEqual([0, 0, 0])
  })

  it('has mean 1 at every poll when both arms share a rate (enumeration of three polls)', () => {
    const [nb, nc, p] = [4, 3, 0.2]
    const outcomes = [0, 1, 2, 3, 4].flatMap((yb) => [0, 1, 2, 3].map((yc) => ({ lnE: exact([nb, yb, nc, yc]), chance: binomial(nb, yb, p) * binomial(nc, yc, p) })))
    const meanAfter = (mixture: RestartMixture, polls: number): number =>
      polls === 0 ? Math.exp(logEvidence(mixture, 5)) : outcomes.reduce((sum, { lnE, chance }) => sum + chance * meanAfter(foldMixture(mixture, lnE, 5), polls - 1), 0)
    for (const polls of [0, 1, 2, 3]) expect(Math.abs(meanAfter(NO_EVIDENCE, polls) - 1)).toBeLessThan(1e-12)
  })
})

describe('the absolute objective', () => {
  it.each(VECTORS.slo.cases)('[E4] gives the evidence of the vector: $y of $n against $theta0', ({ n, y, theta0, logE }) => {
    const mixture = foldMixture(NO_EVIDENCE, lnObjectiveEvidence({ n, bad: y }, theta0), 1)
    expect(Math.abs(logEvidence(mixture, 1) - logE)).toBeLessThan(1e-9)
  })

  it('has mean 1 at the objective and less below it', () => {
    const mean = (rate: number): number =>
      Array.from({ length: 41 }, (_, bad) => binomial(40, bad, rate) * Math.exp(logEvidence(foldMixture(NO_EVIDENCE, lnObjectiveEvidence({ n: 40, bad }, 0.01), 1), 1))).reduce((a, b) => a + b, 0)
    expect(Math.abs(mean(0.01) - 1)).toBeLessThan(1e-12)
    expect(mean(0.002)).toBeLessThan(1)
    expect(mean(0.1)).toBeGreaterThan(1)
  })

  it('leaves out multiples that are no probability', () => {
    expect(objectiveRatios(0.05)).toEqual([1.25, 1.5, 2, 3, 5, 10])
    expect(objectiveRatios(1)).toEqual([])
  })

  it('an objective of no error at all is spoken against by one error', () => {
    for (const value of lnObjectiveEvidence({ n: 1000, bad: 1 }, 0)) expect(value).toBeGreaterThan(0)
    for (const value of lnObjectiveEvidence({ n: 1000, bad: 0 }, 0)) expect(value).toBe(0)
  })
})

describe('combining metrics', () => {
  it('[E4] averages evidence by weight (vector)', () => {
    const { logEs, weights, logE } = VECTORS.combine
    expect(Math.abs(logAverage(logEs.map((value, index) => ({ weight: weights[index] ?? 0, logE: value }))) - logE)).toBeLessThan(1e-12)
  })

  it('leaves out what has no weight, however much evidence it has', () => {
    expect(logAverage([{ weight: 1, logE: 2 }, { weight: 0, logE: 1e6 }])).toBe(2)
  })

  it('neither overflows nor underflows', () => {
    expect(logSumExp([1e5, 1e5])).toBeCloseTo(1e5 + Math.log(2), 9)
    expect(logSumExp([-1e5, -1e5])).toBeCloseTo(-1e5 + Math.log(2), 9)
  })
})
