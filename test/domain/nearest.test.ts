import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { DURATION, parseDuration, writeDuration } from '../../src/domain/duration.ts'
import { editDistance, knownNames, nearest } from '../../src/domain/nearest.ts'
import { isInside, liesIn } from '../../src/domain/policy/names.ts'
import { renderProblem, renderProblems } from '../../src/domain/report/render-problem.ts'
import { hostile } from '../support/hostile-texts.ts'

describe('the nearest name', () => {
  it.each([
    ['dry-rn', 'dry-run'],
    ['dryrun', 'dry-run'],
    ['rdy-run', 'dry-run'],
    ['Target', 'target'],
    ['tq', 'tq1'],
    ['too', 'to'],
    ['zzzzzz', undefined],
    ['t'.repeat(65), undefined],
  ])('(M05) to %s is %s', (written, name) => {
    expect(nearest(written, ['dry-run', 'target', 'tq1', 'to'])).toBe(name)
  })

  it('(M05) counts a swap of neighbours as one edit', () => {
    expect(editDistance('abcd', 'abdc')).toBe(1)
    expect(editDistance('', 'abc')).toBe(3)
    expect(editDistance('abc', '')).toBe(3)
  })

  it('(M05) is a distance: nought for the same, the same both ways', () => {
    fc.assert(fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => editDistance(a, a) === 0 && editDistance(a, b) === editDistance(b, a)))
  })

  it('lists at most twelve names', () => {
    expect(knownNames(['a', 'b'])).toBe('`a`, `b`')
    expect(knownNames(Array.from({ length: 14 }, (_, index) => `n${index}`))).toMatch(/`n11` and 2 more$/)
  })
})

describe('durations', () => {
  it.each([
    ['30s', 30_000],
    ['1h30m', 5_400_000],
    ['250ms', 250],
    ['1m5ms', 60_005],
    ['0s', 0],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  it.each(['', '30', 's', '30 s', '30S', '1.5h', '-1s', '30m1h', '1d', ' 30s', '1s\n', '9'.repeat(50)])('%j is none', (text) => {
    expect(parseDuration(text)).toBeUndefined()
  })

  it.each(hostile)('the hostile text %# is none (M01)', (text) => {
    expect(parseDuration(text)).toBeUndefined()
  })

  it('are written as they are read', () => {
    expect(writeDuration(0)).toBe('0s')
    expect(writeDuration(-5)).toBe('0s')
    expect(writeDuration(5_400_000)).toBe('1h30m')
    fc.assert(fc.property(fc.integer({ min: 0, max: 30_000_000_000 }), (ms) => expect(parseDuration(writeDuration(ms))).toBe(ms)))
    expect(DURATION.test('1h')).toBe(true)
  })
})

describe('paths', () => {
  it.each(['.', 'dist', './a/b', '..a', '.flowspec/operate.yml'])('%s stays inside', (path) => expect(isInside(path)).toBe(true))
  it.each(['', '..', '../a', 'a/../b', 'a/..', '/a', '~', 'C:/x', 'a\\b', '-x', 'a\nb', 'a\0', 'x'.repeat(1001)])('%j does not', (path) => expect(isInside(path)).toBe(false))
  it('are in the folder that holds them, and a name that merely begins alike is not', () => {
    expect([liesIn('a/b', 'a'), liesIn('a', 'a/'), liesIn('./a//b', 'a/.'), liesIn('x', '.')]).toEqual([true, true, true, true])
    expect([liesIn('ab', 'a'), liesIn('a', 'a/b')]).toEqual([false, false])
  })
})

describe('a rendered problem', () => {
  it('[B1] gives file, line, column, what, value and remedy', () => {
    const problem = { code: 'x', what: 'is wrong', value: 'v', place: { file: 'f', line: 2, column: 3 }, remedy: 'Mend it.' }
    expect(renderProblem(problem)).toBe('f:2:3: is wrong: v. Mend it.')
    expect(renderProblems([problem, { code: 'x', what: 'w', place: { file: 'f' }, remedy: 'R.' }, { code: 'x', what: 'w', remedy: 'R.' }])).toBe('f:2:3: is wrong: v. Mend it.\nf: w. R.\nw. R.')
  })

  it.each(hostile)('[B1] stays on one line and moves nothing with the hostile text %# (M01)', (value) => {
    expect(renderProblem({ code: 'x', what: 'w', value, place: { file: value }, remedy: value })).not.toMatch(/[\p{Cc}\u2028\u2029\u202e\u2066]/u)
  })
})
