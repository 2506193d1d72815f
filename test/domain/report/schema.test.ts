import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { DECISIONS, REASONS } from '../../../src/domain/report/reason.ts'
import { renderResult, renderValidation } from '../../../src/domain/report/result.ts'
import { hostileReport, longRolloutReport, withTexts } from '../../support/hostile-report.ts'
import { failedToStartReport, rolledBackReport, SAMPLE_REPORTS, successReport } from '../../support/sample-report.ts'

type Json = { readonly [key: string]: unknown }

function schemaOf(name: string): Json {
  return JSON.parse(readFileSync(new URL(`../../../schemas/${name}.schema.json`, import.meta.url), 'utf8')) as Json
}

/** The schema with every object closed: then it also finds what it forgot to describe. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed)
  if (typeof value !== 'object' || value === null) return value
  const own = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, closed(item)]))
  return 'properties' in value && !('additionalProperties' in value) ? { ...own, additionalProperties: false } : own
}

function faults(schema: unknown, value: unknown): unknown {
  const ajv = new Ajv2020({ allErrors: true, strict: true })
  const validate = ajv.compile(schema as object)
  validate(value)
  return validate.errors ?? []
}

describe('the published schemas', () => {
  it.each(Object.entries(SAMPLE_REPORTS))('[K4] describe every field of a report: %s', (_, report) => {
    expect(faults(closed(schemaOf('result')), JSON.parse(renderResult(report())))).toEqual([])
    const { validation } = report()
    if (validation !== undefined) expect(faults(closed(schemaOf('validation')), JSON.parse(renderValidation(validation)))).toEqual([])
  })

  it.each([300_000, 30_000, 12_000, 10])('[K4] describe a report that was cut to %d units (K13)', (limit) => {
    for (const report of [longRolloutReport(3000), hostileReport(), withTexts(successReport(), () => 'x'.repeat(9000))]) {
      expect(faults(closed(schemaOf('result')), JSON.parse(renderResult(report, limit)))).toEqual([])
    }
    const check = { name: 'x', group: 'target', verdict: 'pass', detail: 'x' } as const
    const validation = { schema_version: 1, verdict: 'pass', checks: Array.from({ length: 100 }, () => check) } as const
    expect(faults(closed(schemaOf('validation')), JSON.parse(renderValidation(validation, limit / 10)))).toEqual([])
  })

  it('[K4] describe nothing that no report has', () => {
    const text = [...Object.values(SAMPLE_REPORTS).map((report) => report()), rolledBackReport(), failedToStartReport()].map((report) => JSON.stringify(report)).join('')
    const { $defs } = schemaOf('result')
    const names = Object.values($defs as Json).flatMap((one) => Object.keys((one as { readonly properties?: Json }).properties ?? {}))
    expect(names.filter((name) => name !== 'trimmed' && !text.includes(`"${name}":`))).toEqual([])
  })

  it('name the same decisions and reason codes as the code', () => {
    const { properties } = schemaOf('result') as { readonly properties: { readonly decision: Json; readonly reason_code: Json } }
    expect(properties.decision.enum).toEqual([...DECISIONS])
    expect(properties.reason_code.enum).toEqual(Object.keys(REASONS))
  })

  it('refuse what is no report', () => {
    expect(faults(schemaOf('result'), { ...successReport(), result: 'MAYBE' })).not.toEqual([])
    expect(faults(schemaOf('result'), { ...successReport(), artifact: { digest: 'sha256:x' } })).not.toEqual([])
    expect(faults(schemaOf('validation'), { schema_version: 2, verdict: 'pass', checks: [] })).not.toEqual([])
  })
})
