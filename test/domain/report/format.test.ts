import { describe, expect, it } from '@jest/globals'
import { bytes, count, duration, figure, measured, percent, plural, sentences, timeOfDay, utc } from '../../../src/domain/report/format.ts'

describe('numbers and times for people', () => {
  it.each([
    [0, '0 ms'], [-5, '0 ms'], [850, '850 ms'], [999.4, '999 ms'], [999.6, '1 s'], [4200, '4.2 s'], [5000, '5 s'], [9960, '10 s'], [31_000, '31 s'],
    [59_600, '1 min 00 s'], [125_000, '2 min 05 s'], [3_840_000, '1 h 04 min'], [3_599_600, '1 h 00 min'], [NaN, '-'], [Infinity, '-'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(duration(ms)).toBe(text)
  })

  it.each([
    [undefined, '-'], [NaN, '-'], [0, '0'], [0.004, '0.004'], [4.6052, '4.61'], [37.21, '37.2'], [1204.4, '1,204'], [-1204, '-1,204'], [1e12, '1.0e+12'], [1e-7, '1.0e-7'],
  ])('writes the figure %p as %s', (value, text) => {
    expect(figure(value)).toBe(text)
  })

  it.each([[undefined, '-'], [Infinity, '-'], [0, '0 %'], [0.00534, '0.53 %'], [0.1241, '12.41 %'], [1, '100 %'], [0.00001, '0.001 %']])('writes the share %p as %s', (share, text) => {
    expect(percent(share)).toBe(text)
  })

  it('writes times in UTC, and a dash for what is no time', () => {
    expect(utc(1_773_480_600_000)).toBe('2026-03-14 09:30:00 UTC')
    expect(timeOfDay(1_773_480_600_000)).toBe('09:30:00')
    expect([utc(NaN), timeOfDay(9e15)]).toEqual(['-', '-'])
  })

  it('writes counts, sizes and measurements', () => {
    expect([count(1_234_567), count(NaN), plural(1, 'check'), plural(3, 'check')]).toEqual(['1,234,567', '-', '1 check', '3 checks'])
    expect([bytes(912), bytes(49_357), bytes(3_250_586)]).toEqual(['912 B', '48.2 KiB', '3.1 MiB'])
    expect([measured(84.11, 'ms'), measured(undefined, 'ms'), measured(NaN, 'ms')]).toEqual(['84.1 ms', '-', '-'])
  })

  it('puts one full stop between two sentences', () => {
    expect([sentences('It failed', 'Try again.'), sentences('It failed.', 'Try again.'), sentences('It failed', undefined), sentences('', 'Try.')]).toEqual(['It failed. Try again.', 'It failed. Try again.', 'It failed', 'Try.'])
  })
})
