import { describe, expect, it } from '@jest/globals'
import { dispersionOf } from '../../../src/domain/health/dispersion.ts'
import { drawBinomial, seeded } from './seeded.ts'

const EXPECTED = { baseline: 900, candidate: 100 }

describe('dispersion of the baseline', () => {
  it('follows its formula', () => {
    // Rates 0, 0.02, 0.04: variance 0.0004, p = 0.02, sampling 0.02/1000, so v = 0.00038.
    const history = [{ n: 1000, bad: 0 }, { n: 1000, bad: 20 }, { n: 1000, bad: 40 }]
    expect(dispersionOf(history, EXPECTED)).toBeCloseTo(1 + (2 * 0.00038) / (0.02 * (1 / 100 + 1 / 900)), 10)
  })

  it('is near 1 for independent requests', () => {
    const random = seeded(11)
    const history = Array.from({ length: 400 }, () => ({ n: 1000, bad: drawBinomial(random, 1000, 0.01) }))
    expect(dispersionOf(history, EXPECTED)).toBeLessThan(1.3)
  })

  it('is 1 when the counts vary less than chance', () => {
    expect(dispersionOf([{ n: 100, bad: 5 }, { n: 100, bad: 5 }, { n: 100, bad: 5 }], EXPECTED)).toBe(1)
  })

  it('grows with bursts, and leaves out blocks without traffic', () => {
    const bursts = Array.from({ length: 50 }, (_, index) => ({ n: 1000, bad: index % 10 === 0 ? 200 : 1 }))
    const found = dispersionOf(bursts, EXPECTED)
    expect(found).toBeGreaterThan(10)
    expect(dispersionOf([...bursts, { n: 0, bad: 0 }], EXPECTED)).toBe(found)
  })

  it.each([
    ['no history', [], EXPECTED],
    ['one block', [{ n: 100, bad: 3 }], EXPECTED],
    ['no errors', [{ n: 100, bad: 0 }, { n: 100, bad: 0 }], EXPECTED],
    ['no expected baseline', [{ n: 100, bad: 0 }, { n: 100, bad: 50 }], { baseline: 0, candidate: 10 }],
    ['no expected candidate', [{ n: 100, bad: 0 }, { n: 100, bad: 50 }], { baseline: 10, candidate: 0 }],
  ])('is 1 with %s', (_, history, expected) => {
    expect(dispersionOf(history, expected)).toBe(1)
  })
})
