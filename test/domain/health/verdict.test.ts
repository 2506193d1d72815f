import { describe, expect, it } from '@jest/globals'
import { worst, type Verdict } from '../../../src/domain/health/verdict.ts'

describe('the worst of several verdicts', () => {
  it.each<[readonly Verdict[], Verdict]>([
    [['pass', 'pass'], 'pass'],
    [['pass', 'inconclusive', 'pass'], 'inconclusive'],
    [['error', 'inconclusive'], 'error'],
    [['pass', 'fail', 'error'], 'fail'],
    [[], 'inconclusive'],
  ])('[E3] of %j is %s', (given, wanted) => {
    expect(worst(given)).toBe(wanted)
  })
})
