import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { cut, inertBlock, inertLine, inertTail } from '../../../src/domain/report/inert.ts'
import { HOSTILE } from '../../support/hostile-report.ts'

describe('inert text', () => {
  it.each([
    ['\u001b[31mred\u001b[0m', 'red'],
    ['\u009b2Jx', '\ufffd2Jx'],
    ['\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007', '\ufffdlink\ufffd'],
    ['a\u202eb', 'a\ufffdb'],
    ['a\r\nb\rc\u2028d', 'a b c d'],
    ['\ud800', '\ufffd'],
    ['  a \t b ', 'a b'],
  ])('turns %j into %j on one line (M10)', (text, expected) => {
    expect(inertLine(text)).toBe(expected)
  })

  it('cuts at a length without halving a character', () => {
    expect(cut('abcdef', 4)).toBe('abc\u2026')
    expect(cut('ab\u{1f4a3}def', 4)).toBe('ab\u2026')
    expect(cut('abcd', 4)).toBe('abcd')
  })

  it('keeps the end of a log, because the error stands there', () => {
    expect(inertTail(`${'x'.repeat(50)}the error`, 20)).toBe(`\u2026${'x'.repeat(10)}the error`)
    expect(inertTail('a\nb')).toBe('a\nb')
  })

  it('lets nothing through that moves a cursor, turns the reading direction or starts a line, whatever comes in (M01)', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.constantFrom(...HOSTILE)), fc.integer({ min: 2, max: 200 }), (text, max) => {
        const line = inertLine(text, max)
        expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Cs}\u2028\u2029]/u)
        expect(line.length).toBeLessThanOrEqual(max)
        expect(inertBlock(text, max)).not.toMatch(/[[\p{Cc}--[\n\t]]\p{Bidi_Control}\p{Cs}]/v)
      }),
    )
  })

  it('makes short work of a hostile megabyte (M13)', () => {
    for (const text of ['\u001b['.repeat(500_000), `\u001b[${'1'.repeat(1_000_000)}`, '\u001b]'.repeat(500_000)]) expect(inertLine(text).length).toBeLessThanOrEqual(300)
  })
})
