import { describe, expect, it } from '@jest/globals'
import { foldRatio, NO_COUNTS, ratioInterval, WIDEST_RATIO, type RatioCounts } from '../../../src/domain/health/ratio-interval.ts'
import { drawBinomial, seeded } from './seeded.ts'
import { VECTORS, type VectorBlock } from './vectors.ts'

const fold = (blocks: readonly VectorBlock[]): RatioCounts =>
  blocks.reduce((counts, [nb, yb, nc, yc]) => foldRatio(counts, { n: nb, bad: yb }, { n: nc, bad: yc }), NO_COUNTS)

describe('the confidence sequence of the rate ratio', () => {
  it.each(VECTORS.rate_ratio_cs.cases)('[E4] gives the interval of the vector: $lower to $upper', ({ blocks, alpha, lower, mle, upper }) => {
    const found = ratioInterval(fold(blocks), alpha)
    expect((found?.low ?? 0) / lower).toBeCloseTo(1, 8)
    expect((found?.estimate ?? 0) / mle).toBeCloseTo(1, 6)
    expect((found?.high ?? 0) / upper).toBeCloseTo(1, 8)
  })

  it('is not there before a bad event was seen with traffic in both arms', () => {
    expect(ratioInterval(fold([[100, 0, 100, 0], [0, 0, 100, 9], [100, 9, 0, 0]]), 0.05)).toBeUndefined()
  })

  it('reports its own limits when one arm has no errors', () => {
    expect(ratioInterval(fold([[1000, 0, 1000, 20]]), 0.05)?.high).toBeCloseTo(WIDEST_RATIO, 6)
    expect(ratioInterval(fold([[1000, 20, 1000, 0]]), 0.05)?.low).toBeCloseTo(1 / WIDEST_RATIO, 12)
  })

  it('is wider when the counts vary more than they should', () => {
    const counts = fold([[90_000, 90, 10_000, 50]])
    const plain = ratioInterval(counts, 0.05)
    const wide = ratioInterval(counts, 0.05, 4)
    expect(wide?.low).toBeLessThan(plain?.low ?? 0)
    expect(wide?.high).toBeGreaterThan(plain?.high ?? Infinity)
  })

  it('keeps blocks of one traffic share together, without changing the interval', () => {
    const many = fold(Array.from({ length: 200 }, (): VectorBlock => [900, 1, 100, 1]))
    const once = fold([[180_000, 200, 20_000, 200]])
    expect(many.groups).toHaveLength(1)
    expect(ratioInterval(many, 0.05)?.low).toBeCloseTo(ratioInterval(once, 0.05)?.low ?? 0, 9)
  })

  it('never keeps more than 15 groups', () => {
    const random = seeded(3)
    const blocks = Array.from({ length: 500 }, (): VectorBlock => [Math.ceil(10 ** (8 * random())), 1, Math.ceil(10 ** (8 * random())), 1])
    expect(fold(blocks).groups.length).toBeLessThanOrEqual(15)
  })

  it('[E4] holds the true ratio at all of 60 looks in at least 95 % of 300 seeded rollouts with changing weights', () => {
    const random = seeded(20_240)
    let missed = 0
    for (let run = 0; run < 300; run += 1) {
      let counts = NO_COUNTS
      let held = true
      for (let look = 0; look < 60; look += 1) {
        const weight = look < 20 ? 0.05 : look < 40 ? 0.25 : 0.5
        const candidate = Math.round(1000 * weight * (0.9 + 0.2 * random()))
        counts = foldRatio(counts, { n: 1000 - candidate, bad: drawBinomial(random, 1000 - candidate, 0.01) }, { n: candidate, bad: drawBinomial(random, candidate, 0.03) })
        const interval = ratioInterval(counts, 0.05)
        if (interval !== undefined && (interval.low > 3 || interval.high < 3)) held = false
      }
      if (!held) missed += 1
    }
    expect(missed).toBeLessThanOrEqual(15)
  })
})
