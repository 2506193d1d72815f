import { describe, expect, it } from '@jest/globals'
import { annotationsOf, exitCodeOf, MOST_ANNOTATIONS, renderResult, renderValidation, RESULT_LIMIT, VALIDATION_LIMIT } from '../../../src/domain/report/result.ts'
import { stepRows } from '../../../src/domain/report/rows.ts'
import type { RunReport, ValidationReport } from '../../../src/domain/report/run-report.ts'
import { limited, mapTexts } from '../../../src/domain/report/texts.ts'
import { longRolloutReport, withTexts } from '../../support/hostile-report.ts'
import { dryRunReport, failedToStartReport, refusedReport, rolledBackReport, successReport } from '../../support/sample-report.ts'

describe('the result output', () => {
  it('is the whole report when it is small enough', () => {
    expect(JSON.parse(renderResult(successReport()))).toEqual(successReport())
  })

  it('gives up samples first, and says so (K13)', () => {
    const thinned = JSON.parse(renderResult(longRolloutReport(3000))) as RunReport & { trimmed: string }
    expect(thinned.trimmed).toBe('samples thinned')
    expect(thinned.rollouts[0]?.samples.length).toBeLessThanOrEqual(200)
    expect(thinned.rollouts[0]?.samples.at(-1)).toEqual(longRolloutReport(3000).rollouts[0]?.samples.at(-1))
    const without = JSON.parse(renderResult(longRolloutReport(3000), 30_000)) as RunReport & { trimmed: string }
    expect([without.trimmed, without.rollouts[0]?.samples]).toEqual(['samples left out', []])
    expect(without.stages).toHaveLength(6)
  })

  it.each([[20, 300_000], [20, 60_000], [20, 20_000], [1000, 3000]])('keeps the decision when every text is hostile and %d long, in %d units (K13)', (length, limit) => {
    const text = renderResult(withTexts(longRolloutReport(50), () => '\u0000"\\'.repeat(length * 100)), limit)
    expect(text.length).toBeLessThanOrEqual(Math.max(limit, 9000))
    expect(JSON.parse(text)).toMatchObject({ decision: 'rolled_back', reason_code: 'evidence_against', result: 'ROLLED BACK' })
  })

  it('stays within its share of what a job may put out', () => {
    expect(renderResult(withTexts(longRolloutReport(5000), () => 'x'.repeat(1_000_000))).length).toBeLessThanOrEqual(RESULT_LIMIT)
  })
})

describe('the validation output', () => {
  const check = { name: 'a check', group: 'target', verdict: 'pass', detail: 'x'.repeat(1000) } as const
  const many: ValidationReport = { schema_version: 1, verdict: 'fail', checks: [...Array.from({ length: 200 }, () => check), { ...check, verdict: 'fail', name: 'the bad one' }] }

  it('[B1] is the whole report when it is small enough', () => {
    expect(JSON.parse(renderValidation({ ...many, checks: [check] }))).toEqual({ ...many, checks: [check] })
  })

  it('keeps what did not pass when it must be cut, and says so', () => {
    const cut = JSON.parse(renderValidation(many)) as ValidationReport & { trimmed: string }
    expect(renderValidation(many).length).toBeLessThanOrEqual(VALIDATION_LIMIT)
    expect(cut.checks[0]?.name).toBe('the bad one')
    expect(cut.trimmed).toContain('60')
    expect(JSON.parse(renderValidation(many, 200))).toEqual({ schema_version: 1, verdict: 'fail', checks: [], trimmed: 'all checks left out' })
  })
})

describe('the exit code', () => {
  it.each<[string, RunReport, number]>([
    ['a success', successReport(), 0],
    ['a plan', dryRunReport(), 0],
    ['a rolled back release', rolledBackReport(), 1],
    ['a failure', failedToStartReport(), 1],
    ['a refusal', refusedReport(), 2],
    ['a run that was told to stop', { ...rolledBackReport(), reason_code: 'cancelled' }, 130],
    ['a rollback that was asked for', { ...rolledBackReport(), command: 'rollback', reason_code: 'ok' }, 0],
    ['a rollback that failed', { ...rolledBackReport(), command: 'rollback', result: 'FAILED', decision: 'failed', reason_code: 'rollback_failed' }, 1],
  ])('of %s is right', (_, report, code) => {
    expect(exitCodeOf(report)).toBe(code)
  })

  it('is none for a result that does not exist', () => {
    expect(() => exitCodeOf({ ...successReport(), result: 'MAYBE' as 'FAILED' })).toThrow('MAYBE')
  })
})

describe('annotations', () => {
  it('[K3] points at the line of each problem', () => {
    const [result, first, , last] = annotationsOf(refusedReport())
    expect(result).toMatchObject({ level: 'error', title: 'REFUSED' })
    expect(first).toMatchObject({ level: 'error', title: 'unknown key', text: 'Found enviroments. Did you mean environments?', place: { file: '.flowspec/operate.yml', line: 3, column: 5 } })
    expect(last?.place).toBeUndefined()
    expect(annotationsOf(refusedReport())[2]?.text).toBe('Name the folder that is deployed.')
  })

  it('warns of overrides and of checks that warned, and notes a success', () => {
    expect(annotationsOf(rolledBackReport()).map((one) => one.level)).toEqual(['error', 'warning', 'warning'])
    expect(annotationsOf(successReport()).map((one) => one.level)).toEqual(['warning', 'notice'])
  })

  it('gives an error for a check that failed or could not be made, none for a skipped one', () => {
    const check = (verdict: 'fail' | 'error' | 'skipped') => ({ name: verdict, group: 'target', verdict, detail: 'found nothing' }) as const
    const report = { ...dryRunReport(), validation: { schema_version: 1, verdict: 'fail', checks: [check('fail'), check('error'), check('skipped')] } } as const
    expect(annotationsOf(report).filter((one) => one.level === 'error').map((one) => one.text)).toEqual(['found nothing', 'found nothing'])
  })

  it('gives at most ten of a kind, of at most 4096 characters, and says how many more there are', () => {
    const problems = Array.from({ length: 30 }, () => ({ code: 'x', what: 'x'.repeat(9000), value: 'y'.repeat(9000), remedy: 'z' }))
    const errors = annotationsOf({ ...refusedReport(), problems }).filter((one) => one.level === 'error')
    expect(errors).toHaveLength(MOST_ANNOTATIONS)
    expect(errors.at(-1)?.text).toMatch(/\(21 more in the summary\)$/u)
    for (const one of errors) expect(one.title.length + one.text.length).toBeLessThanOrEqual(4300)
    for (const one of errors) expect(one.text.length).toBeLessThanOrEqual(4096)
  })
})

describe('texts of a report', () => {
  it('can all be changed, whatever holds them', () => {
    expect(mapTexts({ a: 'x', b: ['y', { c: 'z' }], d: 1, e: null, f: true }, (text) => text.toUpperCase())).toEqual({ a: 'X', b: ['Y', { c: 'Z' }], d: 1, e: null, f: true })
  })

  it('can be cut without halving a character', () => {
    expect(limited({ a: 'abc\u{1f4a3}def', b: [1, 2, 3], c: null }, { text: 5, items: 2 })).toEqual({ a: 'abc\u2026', b: [1, 2], c: null })
  })
})

describe('stretches of one weight', () => {
  it('sum up requests and errors, without a rate where there was no request', () => {
    const arm = { requests: 10, errors: 1 }
    const none = { requests: 0, errors: 0 }
    const rollout = { ...successReport().rollouts.reduce((_, last) => last), samples: [{ at: 1, weight: 5, baseline: arm, candidate: none }, { at: 2, weight: 5, baseline: arm, candidate: none, logE: 1, threshold: 4 }, { at: 3, weight: 25, baseline: arm, candidate: arm }] }
    expect(stepRows(rollout)).toEqual([
      { weight: 5, from: 1, to: 2, baseline: { requests: 20, errors: 2, rate: 0.1 }, candidate: { requests: 0, errors: 0 }, logE: 1, threshold: 4 },
      { weight: 25, from: 3, to: 3, baseline: { requests: 10, errors: 1, rate: 0.1 }, candidate: { requests: 10, errors: 1, rate: 0.1 } },
    ])
  })
})
